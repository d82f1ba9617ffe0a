import { openDatabase } from '@booking/storage'
import { afterAll, describe, expect, test } from 'vitest'
import { halvesIn } from './overlaps.ts'
import { appOn, createTestApp, studio, type TestAnswer, type TestRequest } from './test-app.ts'

const app = await createTestApp()
/** A second process of the API, as far as a database can tell. */
const twin = await appOn(app.databaseUrl)
const { sql } = app.deps.database
const DAY_MS = 86_400_000

let keys = 0
const newKey = () => `key-${++keys}`
const keyed = (key: string) => ({ 'Idempotency-Key': key })

let day = Date.parse('2025-02-03T10:00:00Z')
const slot = () => {
  const startTime = new Date(day).toISOString()
  const endTime = new Date(day + 3_600_000).toISOString()
  day += 10 * DAY_MS
  return { resourceId: studio, title: 'Rehearsal', startTime, endTime }
}

const series = () => ({ ...slot(), recurrenceRule: 'FREQ=DAILY;COUNT=4' })

const made = async (path: string, body: object) => {
  const answer = await app.send('POST', path, { body })
  expect(answer.status).toBe(201)
  return answer.body
}

const keysKept = async (key: string) => (await sql`SELECT 1 FROM idempotency_keys WHERE key = ${key}`).length

interface Write {
  readonly method: string
  readonly path: string
  readonly body?: object
  readonly otherBody?: object
  readonly role?: 'admin'
}

const exceptionOf = async (id: string, startTime: string) => {
  const body = { exceptionType: 'cancelled', exceptionDate: startTime.slice(0, 10) }
  const { id: exceptionId } = await made(`/bookings/${id}/exceptions`, body)
  return { path: `/bookings/${id}/exceptions/${exceptionId}` }
}

/** Every write, each on something of its own. */
const writes: Record<string, () => Promise<Write>> = {
  'POST /bookings': async () => {
    const body = slot()
    return { method: 'POST', path: '/bookings', body, otherBody: { ...body, title: 'Other' } }
  },
  'POST /bookings/recurring': async () => {
    const body = series()
    return { method: 'POST', path: '/bookings/recurring', body, otherBody: { ...body, title: 'Other' } }
  },
  'PUT /bookings/{id}': async () => {
    const { id } = await made('/bookings', slot())
    return { method: 'PUT', path: `/bookings/${id}`, body: { title: 'B' }, otherBody: { title: 'C' } }
  },
  'PATCH /bookings/{id}': async () => {
    const { id } = await made('/bookings/recurring', series())
    return { method: 'PATCH', path: `/bookings/${id}`, body: { title: 'B' }, otherBody: { title: 'C' } }
  },
  'PUT one occurrence': async () => {
    const { id, startTime } = await made('/bookings/recurring', series())
    const path = `/bookings/${id}?scope=this&occurrenceDate=${startTime.slice(0, 10)}`
    return { method: 'PUT', path, body: { title: 'B' }, otherBody: { title: 'C' } }
  },
  'PUT an occurrence and those after it': async () => {
    const { id, startTime } = await made('/bookings/recurring', series())
    const second = new Date(Date.parse(startTime) + DAY_MS).toISOString().slice(0, 10)
    const path = `/bookings/${id}?scope=following&occurrenceDate=${second}`
    return { method: 'PUT', path, body: { title: 'B' }, otherBody: { title: 'C' } }
  },
  'DELETE /bookings/{id}': async () => {
    const { id } = await made('/bookings', slot())
    return { method: 'DELETE', path: `/bookings/${id}` }
  },
  'DELETE one occurrence': async () => {
    const { id, startTime } = await made('/bookings/recurring', series())
    return { method: 'DELETE', path: `/bookings/${id}?scope=this&occurrenceDate=${startTime.slice(0, 10)}` }
  },
  'POST rebook': async () => {
    const { id } = await made('/bookings/recurring', series())
    return { method: 'POST', path: `/bookings/${id}/rebook`, body: {} }
  },
  'POST an exception': async () => {
    const { id, startTime } = await made('/bookings/recurring', series())
    const body = { exceptionType: 'cancelled', exceptionDate: startTime.slice(0, 10) }
    return { method: 'POST', path: `/bookings/${id}/exceptions`, body, otherBody: { ...body, reason: 'R' } }
  },
  'PUT an exception': async () => {
    const { id, startTime } = await made('/bookings/recurring', series())
    const { path } = await exceptionOf(id, startTime)
    const body = { exceptionType: 'modified', newTitle: 'B' }
    return { method: 'PUT', path, body, otherBody: { ...body, newTitle: 'C' } }
  },
  'DELETE an exception': async () => {
    const { id, startTime } = await made('/bookings/recurring', series())
    return { method: 'DELETE', ...(await exceptionOf(id, startTime)) }
  },
  'POST /resources': async () => {
    const body = { name: 'Attic', type: 'meeting_room', capacity: 4 }
    return { method: 'POST', path: '/resources', body, otherBody: { ...body, capacity: 5 }, role: 'admin' }
  },
  'PUT /resources/{id}': async () => {
    const body = { name: 'Attic', type: 'meeting_room', capacity: 4 }
    const { body: resource } = await app.send('POST', '/resources', { role: 'admin', body })
    const path = `/resources/${resource.id}`
    return { method: 'PUT', path, body: { capacity: 7 }, otherBody: { capacity: 8 }, role: 'admin' }
  },
  'DELETE /resources/{id}': async () => {
    const body = { name: 'Attic', type: 'meeting_room', capacity: 4 }
    const { body: resource } = await app.send('POST', '/resources', { role: 'admin', body })
    return { method: 'DELETE', path: `/resources/${resource.id}`, role: 'admin' }
  },
}

const sendKeyed = ({ method, path, body, role }: Write, key: string, through = app): Promise<TestAnswer> =>
  through.send(method, path, {
    ...(body === undefined ? {} : { body }),
    ...(role === undefined ? {} : { role }),
    headers: keyed(key),
  } satisfies TestRequest)

const kept = (headers: Headers) => [headers.get('location'), headers.get('etag'), headers.get('content-type')]

describe.for(Object.entries(writes))('%s', ([, write]) => {
  test('again with its key: the same answer, said to be replayed, and nothing done twice', async () => {
    const request = await write()
    const key = newKey()
    const first = await sendKeyed(request, key)
    expect([200, 201]).toContain(first.status)
    expect(first.headers.get('Idempotency-Replayed')).toBeNull()
    const before = await sql`SELECT count(*)::int AS n FROM audit`
    for (const through of [app, twin, app]) {
      const again = await sendKeyed(request, key, through)
      expect(again.status).toBe(first.status)
      expect(again.body).toEqual(first.body)
      expect(kept(again.headers)).toEqual(kept(first.headers))
      expect(again.headers.get('Idempotency-Replayed')).toBe('true')
      expect(again.headers.get('X-Request-Id')).not.toBe(first.headers.get('X-Request-Id'))
    }
    expect(await sql`SELECT count(*)::int AS n FROM audit`).toEqual(before)
  })

  test('the key with another body is refused, and the first answer stays', async () => {
    const request = await write()
    if (request.otherBody === undefined) return
    const key = newKey()
    const first = await sendKeyed(request, key)
    const other = await sendKeyed({ ...request, body: request.otherBody }, key)
    expect(other.body).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
    expect((await sendKeyed(request, key)).body).toEqual(first.body)
  })

  test('eight twins at once have one outcome', async () => {
    const request = await write()
    const key = newKey()
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => sendKeyed(request, key, at % 2 === 0 ? app : twin)),
    )
    expect(new Set(answers.map(({ status }) => status)).size).toBe(1)
    expect(answers.filter(({ headers }) => !headers.has('Idempotency-Replayed'))).toHaveLength(1)
    for (const { body } of answers) expect(body).toEqual(answers[0]!.body)
    expect(await keysKept(key)).toBe(1)
  })
})

describe('what a key belongs to', () => {
  test('16 twins at two processes make one booking, 200 times', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 200; round++) {
      const key = newKey()
      const body = slot()
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, at) =>
          (at % 2 === 0 ? app : twin).send('POST', '/bookings', { body, headers: keyed(key) }),
        ),
      )
      expect(new Set(answers.map(({ status, body: { id } }) => `${status} ${id}`)).size).toBe(1)
      expect(answers[0]!.status).toBe(201)
      const rows = await sql`SELECT 1 FROM bookings WHERE starts_at = ${body.startTime}`
      expect(rows).toHaveLength(1)
    }
  })

  test('another person’s key of the same name is another key', async () => {
    const key = newKey()
    const mine = await app.send('POST', '/bookings', { as: 'ada', body: slot(), headers: keyed(key) })
    const theirs = await app.send('POST', '/bookings', { as: 'bert', body: slot(), headers: keyed(key) })
    expect([mine.status, theirs.status]).toEqual([201, 201])
    expect(theirs.headers.has('Idempotency-Replayed')).toBe(false)
    expect(theirs.body.id).not.toBe(mine.body.id)
  })

  test('no choice of name and key makes the key of somebody else', async () => {
    const one = await app.send('POST', '/bookings', { as: 'ada\nx', body: slot(), headers: keyed('y') })
    const other = await app.send('POST', '/bookings', { as: 'ada', body: slot(), headers: keyed('x-y') })
    expect([one.status, other.status]).toEqual([201, 201])
    expect(other.headers.has('Idempotency-Replayed')).toBe(false)
  })

  test('the same key for another operation is another key', async () => {
    const key = newKey()
    const { body } = await app.send('POST', '/bookings', { body: slot(), headers: keyed(key) })
    const cancelled = await app.send('DELETE', `/bookings/${body.id}`, { headers: keyed(key) })
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    expect(await keysKept(key)).toBe(2)
  })

  test('the same key for another booking, or under another If-Match, is refused', async () => {
    const [one, other] = [await made('/bookings', slot()), await made('/bookings', slot())]
    const key = newKey()
    const body = { title: 'B' }
    expect((await app.send('PATCH', `/bookings/${one.id}`, { body, headers: keyed(key) })).status).toBe(200)
    for (const [id, headers] of [
      [other.id, keyed(key)],
      [one.id, { ...keyed(key), 'If-Match': '"1"' }],
    ])
      expect((await app.send('PATCH', `/bookings/${id}`, { body, headers })).body.code).toBe(
        'idempotency_key_reused',
      )
  })
})

describe('what is not kept', () => {
  test('a refusal: the same key succeeds once the cause is gone', async () => {
    const body = slot()
    const blocker = await made('/bookings', body)
    const key = newKey()
    for (let sent = 0; sent < 2; sent++)
      expect((await app.send('POST', '/bookings', { body, headers: keyed(key) })).status).toBe(409)
    expect(await keysKept(key)).toBe(0)
    await app.send('DELETE', `/bookings/${blocker.id}`)
    const answer = await app.send('POST', '/bookings', { body, headers: keyed(key) })
    expect(answer.status).toBe(201)
    expect(answer.headers.has('Idempotency-Replayed')).toBe(false)
  })

  test('an invalid request: the key is free afterwards', async () => {
    const key = newKey()
    const body = slot()
    expect((await app.send('POST', '/bookings', { body: {}, headers: keyed(key) })).status).toBe(400)
    const over = { ...body, attendees: Array.from({ length: 500 }, (_, at) => `u${at}`) }
    expect((await app.send('POST', '/bookings', { body: over, headers: keyed(key) })).status).toBe(422)
    expect((await app.send('POST', '/bookings', { body, headers: keyed(key) })).status).toBe(201)
  })

  test.for(['/bookings', '/bookings/recurring'])(
    'a dry run of POST %s: neither key nor booking',
    async (path) => {
      const key = newKey()
      const body = path === '/bookings' ? slot() : series()
      for (let sent = 0; sent < 2; sent++) {
        const dry = await app.send('POST', `${path}?dryRun=true`, { body, headers: keyed(key) })
        expect(dry.status).toBe(200)
        expect(dry.headers.has('Idempotency-Replayed')).toBe(false)
        expect((await app.send('GET', `/bookings/${dry.body.id}`)).status).toBe(404)
      }
      expect(await keysKept(key)).toBe(0)
      const answer = await app.send('POST', path, { body, headers: keyed(key) })
      expect(answer.status).toBe(201)
      expect(answer.headers.has('Idempotency-Replayed')).toBe(false)
    },
  )

  test('a transaction that was rolled back leaves neither key nor booking, and says it may be tried again', async () => {
    const locker = openDatabase({ url: app.databaseUrl, connectionsMax: 1 })
    afterAll(() => locker.close())
    const hasty = openDatabase({ url: app.databaseUrl, lockTimeoutMs: 20 })
    afterAll(() => hasty.close())
    const impatient = await appOn(app.databaseUrl, { database: hasty })
    const key = newKey()
    const body = slot()
    await locker.sql.begin(async (tx) => {
      await tx`SELECT 1 FROM resources WHERE id = ${studio} FOR UPDATE`
      const answer = await impatient.send('POST', '/bookings', { body, headers: keyed(key) })
      expect(answer.body).toMatchObject({ status: 503, code: 'overloaded' })
      expect(answer.headers.get('Retry-After')).toBe('1')
    })
    expect(await keysKept(key)).toBe(0)
    expect(await sql`SELECT 1 FROM bookings WHERE starts_at = ${body.startTime}`).toHaveLength(0)
    const answer = await app.send('POST', '/bookings', { body, headers: keyed(key) })
    expect(answer.status).toBe(201)
  })

  test('while the first is still running, a twin that cannot wait is told so', async () => {
    const locker = openDatabase({ url: app.databaseUrl, connectionsMax: 1 })
    afterAll(() => locker.close())
    const hasty = openDatabase({ url: app.databaseUrl, lockTimeoutMs: 20 })
    afterAll(() => hasty.close())
    const impatient = await appOn(app.databaseUrl, { database: hasty })
    const key = newKey()
    const body = slot()
    const first = await locker.sql.begin(async (tx) => {
      await tx`SELECT 1 FROM resources WHERE id = ${studio} FOR UPDATE`
      const running = app.send('POST', '/bookings', { body, headers: keyed(key) })
      await expect
        .poll(async () => (await sql`SELECT 1 FROM pg_locks WHERE NOT granted`).length, { timeout: 1_500 })
        .toBeGreaterThan(0)
      const answer = await impatient.send('POST', '/bookings', { body, headers: keyed(key) })
      expect(answer.body).toMatchObject({ status: 409, code: 'idempotency_in_progress' })
      expect(answer.headers.get('Retry-After')).toBe('1')
      return { running }
    })
    expect((await first.running).status).toBe(201)
  })
})

describe('how long a key is kept', () => {
  test('24 hours: to the last millisecond before, but no longer', async () => {
    const own = await createTestApp()
    const body = slot()
    const headers = keyed('daily')
    const first = await own.send('POST', '/bookings', { body, headers })
    const startMs = own.nowMs
    own.nowMs = startMs + DAY_MS - 1
    expect((await own.send('POST', '/bookings', { body, headers })).body).toEqual(first.body)
    own.nowMs = startMs + DAY_MS
    const late = await own.send('POST', '/bookings', { body, headers })
    expect(late.body).toMatchObject({ status: 409, code: 'booking_conflict' })
    const fresh = await own.send('POST', '/bookings', { body: slot(), headers })
    expect(fresh.status).toBe(201)
    expect(fresh.headers.has('Idempotency-Replayed')).toBe(false)
    expect(await halvesIn(own.deps.database)).toBe(0)
  })
})

describe('keys that are none', () => {
  test.for(['', 'with space', 'k'.repeat(256), 'caf\u00e9'])('%j is 400', async (key) => {
    const answer = await app.send('POST', '/bookings', { body: slot(), headers: keyed(key) })
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' })
    expect(answer.body.errors[0].pointer).toBe('Idempotency-Key')
  })

  test('255 characters are one', async () => {
    expect(
      (await app.send('POST', '/bookings', { body: slot(), headers: keyed('k'.repeat(255)) })).status,
    ).toBe(201)
  })
})
