import { operationList, routePath } from '@booking/contract'
import { describe, expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { capturedLog } from './captured-log.ts'
import { createTestApp, roomA, signToken, studio, type TestRequest } from './test-app.ts'

const app = await createTestApp()
const someId = '01940000-0000-7000-8000-000000000000'

const filled = (path: string) => path.replace(/:\w+/g, someId)

const secured = operationList.filter(({ security }) => security === 'bearer')

const refusedHeaders: Record<string, string | undefined> = {
  'no header': undefined,
  'an empty header': '',
  'the scheme alone': 'Bearer',
  'the scheme and a space': 'Bearer ',
  'Basic credentials': 'Basic dXNlcjpwYXNz',
  'Digest credentials': 'Digest username="user"',
  'no scheme': 'aaa.bbb.ccc',
  'a token in quotes': 'Bearer "aaa.bbb.ccc"',
  'two tokens': 'Bearer aaa.bbb.ccc ddd.eee.fff',
  'a comma list': 'Bearer aaa.bbb.ccc, Basic dXNlcjpwYXNz',
  'no JWT': 'Bearer hello',
  'a JWT of nothing': 'Bearer ..',
  'characters no token has': 'Bearer aaa.bbb.ccc%00',
  'Latin-1 characters': 'Bearer aaa.bbb.ccc\u00e9',
  'a huge header': `Bearer ${'a'.repeat(9_000)}`,
}

describe('requests without a valid token', () => {
  test.for(Object.entries(refusedHeaders))('%s is 401', async ([, value]) => {
    const { status, body, headers } = await app.send('GET', '/resources', {
      as: null,
      ...(value === undefined ? {} : { headers: { Authorization: value } }),
    })
    expect(status).toBe(401)
    expect(body).toMatchObject({ code: 'unauthenticated', instance: '/api/v1/resources' })
    expect(headers.get('www-authenticate')).toBe(
      value === undefined ? 'Bearer realm="booking"' : 'Bearer realm="booking", error="invalid_token"',
    )
  })

  test('the scheme is found in any case', async () => {
    const token = await signToken({ sub: 'user-1' }, { nowMs: app.nowMs })
    for (const scheme of ['bearer', 'BEARER', 'Bearer  '])
      expect(
        (await app.send('GET', '/resources', { as: null, headers: { Authorization: `${scheme} ${token}` } }))
          .status,
      ).toBe(200)
  })

  test('a token in the query, a cookie or another header is none', async () => {
    const token = await signToken({ sub: 'user-1' }, { nowMs: app.nowMs })
    const headers = {
      Cookie: `token=${token}`,
      'X-Access-Token': token,
      'Proxy-Authorization': `Bearer ${token}`,
    }
    const answer = await app.send('GET', `/resources?access_token=${token}`, { as: null, headers })
    expect(answer.status).toBe(401)
  })

  test('an expired token says so', async () => {
    const token = await signToken({ sub: 'user-1' }, { nowMs: app.nowMs, expiresInSeconds: -60 })
    const answer = await app.send('GET', '/resources', {
      as: null,
      headers: { Authorization: `Bearer ${token}` },
    })
    expect(answer.body).toMatchObject({ status: 401, code: 'token_expired' })
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token')
  })

  test('a token of another secret is refused, and neither it nor its subject is said back or logged', async () => {
    const log = capturedLog()
    const hono = createApp({ ...app.deps, logger: log.logger })
    const key = 'another-secret-that-is-also-long-enough-for-hs256'
    const token = await signToken({ sub: 'mallory@example.com', role: 'admin' }, { nowMs: app.nowMs, key })
    const answer = await hono.request('/api/v1/resources', { headers: { Authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(401)
    const said = (await answer.text()) + log.text()
    for (const part of ['mallory', ...token.split('.')]) expect(said).not.toContain(part)
    expect(log.text()).toContain('"status":401')
  })

  test.for(secured.map((operation) => [operation.operationId, operation] as const))(
    '%s is 401, however wrong the rest of the request is',
    async ([, operation]) => {
      const path = filled(routePath(operation))
      for (const request of [{ as: null }, { as: null, body: '{"broken' }] satisfies TestRequest[]) {
        if (operation.method === 'get' && 'body' in request) continue
        const { status, headers } = await app.send(operation.method.toUpperCase(), path, request)
        expect(status).toBe(401)
        expect(headers.get('www-authenticate')).toContain('Bearer')
      }
    },
  )

  test('HEAD and unknown paths below the API are 401 too: nothing is told to strangers', async () => {
    for (const [method, path] of [
      ['HEAD', '/resources'],
      ['GET', '/nowhere'],
      ['GET', '/bookings/../../etc/passwd'],
      ['PATCH', '/resources'],
    ] as const) {
      const answer = await createApp(app.deps).request(`/api/v1${path}`, { method })
      expect([401, 404]).toContain(answer.status)
    }
  })
})

describe('open operations', () => {
  test.for(['/health', '/health/live', '/health/ready'])(
    '%s needs no token, and a bad one does no harm',
    async (path) => {
      expect((await app.send('GET', path, { as: null })).status).toBe(200)
      expect((await app.send('GET', path, { as: null, headers: { Authorization: 'Bearer x' } })).status).toBe(
        200,
      )
    },
  )

  test.for([
    '/docs',
    '/docs/swagger-ui.css',
    '/docs/reference.js',
    '/api/v1/openapi.json',
    '/problems/not_found',
  ])('%s needs no token', async (path) => {
    expect((await createApp(app.deps).request(path)).status).toBe(200)
  })
})

let nextDay = Date.parse('2025-03-03T10:00:00Z')

/** A booking of Alice's, a series of five days, on days of its own. */
const aliceBooks = async (kind: 'single' | 'series') => {
  const startTime = new Date(nextDay).toISOString()
  const endTime = new Date(nextDay + 3_600_000).toISOString()
  nextDay += 7 * 86_400_000
  const words = { resourceId: studio, title: 'Rehearsal', startTime, endTime }
  const { status, body } =
    kind === 'single'
      ? await app.send('POST', '/bookings', { as: 'alice', body: words })
      : await app.send('POST', '/bookings/recurring', {
          as: 'alice',
          body: { ...words, recurrenceRule: 'FREQ=DAILY;COUNT=5' },
        })
  expect(status).toBe(201)
  return { id: body.id as string, date: startTime.slice(0, 10) }
}

type Write = readonly [
  name: string,
  write: (as: string, role: 'standard' | 'premium' | 'admin') => Promise<number>,
]

/** Every operation that changes a booking, on a new booking of Alice's each time, with the status it answers. */
const bookingWrites: readonly Write[] = [
  ...(['PUT', 'PATCH'] as const).flatMap((method): Write[] => [
    [
      `${method} a single booking`,
      async (as, role) => {
        const { id } = await aliceBooks('single')
        return (await app.send(method, `/bookings/${id}`, { as, role, body: { title: 'Changed' } })).status
      },
    ],
    ...['all', 'this', 'following'].map(
      (scope): Write => [
        `${method} a series, scope=${scope}`,
        async (as, role) => {
          const { id, date } = await aliceBooks('series')
          const dated = scope === 'all' ? '' : `&occurrenceDate=${date}`
          const path = `/bookings/${id}?scope=${scope}${dated}`
          return (await app.send(method, path, { as, role, body: { title: 'Changed' } })).status
        },
      ],
    ),
  ]),
  ...['all', 'this', 'following'].map(
    (scope): Write => [
      `DELETE a series, scope=${scope}`,
      async (as, role) => {
        const { id, date } = await aliceBooks('series')
        const dated = scope === 'all' ? '' : `&occurrenceDate=${date}`
        return (await app.send('DELETE', `/bookings/${id}?scope=${scope}${dated}`, { as, role })).status
      },
    ],
  ),
  [
    'DELETE a single booking',
    async (as, role) => {
      const { id } = await aliceBooks('single')
      return (await app.send('DELETE', `/bookings/${id}`, { as, role })).status
    },
  ],
  [
    'POST an exception',
    async (as, role) => {
      const { id, date } = await aliceBooks('series')
      const body = { exceptionType: 'cancelled', exceptionDate: date }
      const { status } = await app.send('POST', `/bookings/${id}/exceptions`, { as, role, body })
      return status === 201 ? 200 : status
    },
  ],
  [
    'PUT an exception',
    async (as, role) => {
      const { path } = await aliceExcepts()
      const body = { exceptionType: 'modified', newTitle: 'Changed' }
      return (await app.send('PUT', path, { as, role, body })).status
    },
  ],
  [
    'DELETE an exception',
    async (as, role) => (await app.send('DELETE', (await aliceExcepts()).path, { as, role })).status,
  ],
  [
    'POST rebook',
    async (as, role) => {
      const { id } = await aliceBooks('series')
      return (await app.send('POST', `/bookings/${id}/rebook`, { as, role, body: {} })).status
    },
  ],
]

const aliceExcepts = async () => {
  const { id, date } = await aliceBooks('series')
  const body = { exceptionType: 'cancelled', exceptionDate: date }
  const answer = await app.send('POST', `/bookings/${id}/exceptions`, { as: 'alice', body })
  expect(answer.status).toBe(201)
  return { path: `/bookings/${id}/exceptions/${answer.body.id}` }
}

describe('who may change a booking', () => {
  test.for(bookingWrites)('%s: its creator and an administrator', async ([, write]) => {
    expect(await write('alice', 'standard')).toBe(200)
    expect(await write('root', 'admin')).toBe(200)
  })

  test.for(bookingWrites)('%s: nobody else, of whatever role or however alike in name', async ([, write]) => {
    for (const other of ['bob', 'Alice', 'alice ', 'alice\u200b'])
      expect(await write(other, 'standard'), other).toBe(403)
    expect(await write('bob', 'premium')).toBe(403)
  })

  test('a refused change leaves the booking as it was, even when it carries a key', async () => {
    const { id } = await aliceBooks('single')
    const before = await app.send('GET', `/bookings/${id}`)
    const headers = { 'Idempotency-Key': 'bob-tries' }
    await app.send('PUT', `/bookings/${id}`, { as: 'bob', body: { title: 'Bob was here' }, headers })
    await app.send('DELETE', `/bookings/${id}`, { as: 'bob', headers })
    expect((await app.send('GET', `/bookings/${id}`)).body).toEqual(before.body)
  })

  test('a person who attends a booking may not change it', async () => {
    const { id } = await aliceBooks('single')
    await app.send('PATCH', `/bookings/${id}`, { as: 'alice', body: { attendees: ['carol'] } })
    const answer = await app.send('PATCH', `/bookings/${id}`, { as: 'carol', body: { title: 'Mine' } })
    expect(answer.status).toBe(403)
  })

  test('createdBy cannot be changed, not even by an administrator', async () => {
    const { id } = await aliceBooks('single')
    for (const [as, role] of [
      ['alice', 'standard'],
      ['root', 'admin'],
    ] as const)
      expect(
        (await app.send('PUT', `/bookings/${id}`, { as, role, body: { createdBy: 'bob' } })).status,
      ).toBe(403)
    expect((await app.send('GET', `/bookings/${id}`)).body.createdBy).toBe('alice')
  })
})

describe('in whose name a booking is made', () => {
  const at = () => {
    const startTime = new Date(nextDay).toISOString()
    const endTime = new Date(nextDay + 3_600_000).toISOString()
    nextDay += 7 * 86_400_000
    return { resourceId: studio, title: 'Rehearsal', startTime, endTime }
  }

  test.for([
    ['/bookings', {}],
    ['/bookings/recurring', { recurrenceRule: 'FREQ=DAILY;COUNT=2' }],
  ] as const)('POST %s: in one’s own only, or as an administrator', async ([path, more]) => {
    for (const role of ['standard', 'premium'] as const) {
      const body = { ...at(), ...more, createdBy: 'alice' }
      const refused = await app.send('POST', path, { as: 'bob', role, body })
      expect(refused.body).toMatchObject({ status: 403, code: 'on_behalf_forbidden' })
      const dry = await app.send('POST', `${path}?dryRun=true`, { as: 'bob', role, body })
      expect(dry.status).toBe(403)
    }
    const own = await app.send('POST', path, { as: 'bob', body: { ...at(), ...more, createdBy: 'bob' } })
    expect(own.body.createdBy).toBe('bob')
    const silent = await app.send('POST', path, { as: 'bob', body: { ...at(), ...more } })
    expect(silent.body.createdBy).toBe('bob')
    const byAdmin = await app.send('POST', path, {
      as: 'root',
      role: 'admin',
      body: { ...at(), ...more, createdBy: 'alice' },
    })
    expect(byAdmin).toMatchObject({ status: 201, body: { createdBy: 'alice' } })
    const { body } = await app.send('PATCH', `/bookings/${byAdmin.body.id}`, {
      as: 'alice',
      body: { title: 'Hers' },
    })
    expect(body.title).toBe('Hers')
  })
})

describe('who may manage resources', () => {
  const resource = { name: 'Attic', type: 'meeting_room', capacity: 4 }

  test.for(['standard', 'premium'] as const)('%s users may not, and learn nothing', async (role) => {
    for (const [method, path, body] of [
      ['POST', '/resources', resource],
      ['PUT', `/resources/${roomA}`, { name: 'Mine' }],
      ['DELETE', `/resources/${roomA}`, undefined],
      ['PUT', `/resources/${someId}`, { name: 'Mine' }],
      ['DELETE', `/resources/${someId}`, undefined],
    ] as const) {
      const answer = await app.send(method, path, { role, ...(body === undefined ? {} : { body }) })
      expect(answer.body).toMatchObject({ status: 403, code: 'forbidden' })
    }
    expect((await app.send('GET', `/resources/${roomA}`)).body.name).toBe('Conference Room A')
  })

  test('an administrator may', async () => {
    const made = await app.send('POST', '/resources', { role: 'admin', body: resource })
    expect(made.status).toBe(201)
    const path = `/resources/${made.body.id}`
    expect((await app.send('PUT', path, { role: 'admin', body: { name: 'Loft' } })).body.name).toBe('Loft')
    expect((await app.send('DELETE', path, { role: 'admin' })).body.isActive).toBe(false)
  })
})
