import { seedDemo } from '@booking/storage'
import { createTestDatabase } from '@booking/testkit'
import { afterAll, describe, expect, test } from 'vitest'
import { clientOf, type HttpAnswer, startApi } from './api-process.ts'
import { deadlocksIn, halvesIn, lookInto, overlapsIn } from './overlaps.ts'
import { createTestApp, studio } from './test-app.ts'

const RACERS = 32
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const { url } = await createTestDatabase()
await seedDemo(url, { nowMs: Date.now() })
const apis = await Promise.all([startApi(url), startApi(url)])
const clients = await Promise.all(['ada', 'bert', 'cleo', 'dora'].map((name) => clientOf(name)))
const database = lookInto(url)
const { sql } = database

/** Nothing is left to chance of a single test: whatever raced in this file, this holds at the end. */
afterAll(async () => {
  await Promise.all(apis.map((api) => api.terminate()))
  expect(await overlapsIn(database)).toBe(0)
  expect(await halvesIn(database)).toBe(0)
  expect(await deadlocksIn(database)).toBe(0)
  for (const api of apis) expect(api.output()).not.toMatch(/"status":5\d\d/)
  await database.close()
})

const someDay = Math.floor(Date.now() / DAY_MS + 30) * DAY_MS
const iso = (ms: number) => new Date(ms).toISOString()

/** The same interval for everybody, or one that reaches further but has its middle in common. */
const slot = (dayMs: number, spreadMinutes = 0) => ({
  startTime: iso(dayMs + 10 * HOUR_MS - spreadMinutes * 60_000),
  endTime: iso(dayMs + 11 * HOUR_MS + spreadMinutes * 60_000),
})

type Send = (racer: number) => Promise<HttpAnswer>

/** Everybody starts at once, by turns at the two processes. */
const race = (racers: number, send: (api: string, racer: number) => Promise<HttpAnswer>) =>
  Promise.all(Array.from({ length: racers }, (_, racer) => send(apis[racer % 2]!.base, racer)))

const client = (racer: number) => clients[(racer >> 1) % clients.length]!

const post = (path: string, body: (racer: number) => object) => (api: string, racer: number) =>
  client(racer)(api, 'POST', path, { body: { title: `Racer ${racer}`, ...body(racer) } })

/** Exactly one came in; each of the others was told who was first. */
const expectOneWinner = (answers: readonly HttpAnswer[], won: readonly number[] = [201]) => {
  const winners = answers.filter(({ status }) => won.includes(status))
  expect(answers.map(({ status }) => status).filter((status) => !won.includes(status))).toEqual(
    Array<number>(answers.length - 1).fill(409),
  )
  const [winner] = winners
  for (const { status, body } of answers) {
    if (status !== 409) continue
    expect(body.code).toBe('booking_conflict')
    expect(body.conflicts[0].id).toBe(winner!.body.id)
  }
  return winner!
}

/** A resource of its own, always open. */
const newResource = async (name: string): Promise<string> => {
  const admin = await clientOf('root', 'admin')
  const body = { name, type: 'race_track', capacity: 10 }
  const { body: made } = await admin(apis[0].base, 'POST', '/resources', { body })
  return made.id
}

describe('32 clients at two processes for one slot', () => {
  test('fifty times, exactly one gets it and 31 are told who did', { timeout: 120_000 }, async () => {
    for (let round = 0; round < 50; round++) {
      const day = someDay + round * DAY_MS
      const spread = (racer: number) => (round % 2 === 0 ? 0 : racer % 5)
      const body = (racer: number) => ({ resourceId: studio, ...slot(day, spread(racer)) })
      expectOneWinner(await race(RACERS, post('/bookings', body)))
      expect(await overlapsIn(database)).toBe(0)
    }
  })

  test('cancelled, the slot has exactly one next winner', async () => {
    const resourceId = await newResource('Cancelled')
    const body = () => ({ resourceId, ...slot(someDay) })
    const first = expectOneWinner(await race(RACERS, post('/bookings', body)))
    const admin = await clientOf('root', 'admin')
    for (let round = 0, id = first.body.id; round < 5; round++) {
      expect((await admin(apis[0].base, 'DELETE', `/bookings/${id}`)).status).toBe(200)
      id = expectOneWinner(await race(8, post('/bookings', body))).body.id
    }
  })
})

describe('series', () => {
  const daily = (resourceId: string, start: number, count: number) => ({
    resourceId,
    ...slot(start),
    recurrenceRule: `FREQ=DAILY;COUNT=${count}`,
  })

  test('series against series that meet in some of their days: one comes in whole, the others not at all', async () => {
    for (let round = 0; round < 5; round++) {
      const resourceId = await newResource(`Series ${round}`)
      const body = (racer: number) => daily(resourceId, someDay - (racer % 6) * DAY_MS, 12)
      const winner = expectOneWinner(await race(16, post('/bookings/recurring', body)))
      const rows = await sql`SELECT booking_id FROM occurrences WHERE resource_id = ${resourceId}`
      expect(rows.map(({ booking_id }) => booking_id)).toEqual(Array<string>(12).fill(winner.body.id))
    }
  })

  test('series of which each occurrence overlaps several of another’s never wait for one another in a circle', async () => {
    for (let round = 0; round < 20; round++) {
      const resourceId = await newResource(`Lengths ${round}`)
      const body = (racer: number) => {
        const hours = 1 + 3 * (racer % 4)
        const start = someDay + (racer % 3) * HOUR_MS
        const times = { startTime: iso(start), endTime: iso(start + hours * HOUR_MS) }
        return { resourceId, ...times, recurrenceRule: `FREQ=HOURLY;INTERVAL=${hours};COUNT=40` }
      }
      const winner = expectOneWinner(await race(16, post('/bookings/recurring', body)))
      const rows = await sql`SELECT DISTINCT booking_id FROM occurrences WHERE resource_id = ${resourceId}`
      expect(rows).toEqual([{ booking_id: winner.body.id }])
    }
  })

  test('single bookings against series: who came in keeps everything, who did not has nothing', async () => {
    for (let round = 0; round < 5; round++) {
      const resourceId = await newResource(`Mixed ${round}`)
      const answers = await race(RACERS, (api, racer) =>
        racer % 4 === 0
          ? post('/bookings/recurring', () => daily(resourceId, someDay, 10))(api, racer)
          : post('/bookings', () => ({ resourceId, ...slot(someDay + (racer % 10) * DAY_MS) }))(api, racer),
      )
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
      const claims = answers.reduce(
        (sum, { status, body }) => sum + (status === 201 ? (body.occurrenceCount ?? 1) : 0),
        0,
      )
      const rows = await sql`SELECT 1 FROM occurrences WHERE resource_id = ${resourceId}`
      expect(rows).toHaveLength(claims)
      expect(await overlapsIn(database)).toBe(0)
    }
  })

  test('with conflictPolicy skip, two series that race share the days and neither loses one in silence', async () => {
    for (let round = 0; round < 5; round++) {
      const resourceId = await newResource(`Skip ${round}`)
      const body = (racer: number) => ({
        ...daily(resourceId, someDay + racer * 3 * DAY_MS, 10),
        conflictPolicy: 'skip',
      })
      const answers = await race(4, post('/bookings/recurring', body))
      let claims = 0
      for (const { status, body: answer } of answers) {
        expect([201, 409]).toContain(status)
        if (status === 201) claims += 10 - (answer.skipped?.length ?? 0)
      }
      const rows = await sql`SELECT 1 FROM occurrences WHERE resource_id = ${resourceId}`
      expect(rows).toHaveLength(claims)
      expect(await overlapsIn(database)).toBe(0)
    }
  })
})

describe('moves against creations', () => {
  test('of 8 that move into a slot and 24 that book it, one has it; who could not move stays where he was', async () => {
    for (let round = 0; round < 5; round++) {
      const resourceId = await newResource(`Moves ${round}`)
      const parked = await race(
        8,
        post('/bookings', (racer) => ({ resourceId, ...slot(someDay + (racer + 1) * DAY_MS) })),
      )
      const answers = await race(RACERS, (api, racer) => {
        if (racer >= 8) return post('/bookings', () => ({ resourceId, ...slot(someDay) }))(api, racer)
        const path = `/bookings/${parked[racer]!.body.id}`
        return client(racer)(api, 'PATCH', path, { body: slot(someDay) })
      })
      const winner = expectOneWinner(answers, [200, 201])
      for (const { body } of parked) {
        const { body: now } = await clients[0]!(apis[0].base, 'GET', `/bookings/${body.id}`)
        const isWinner = body.id === winner.body.id
        expect(now.startTime).toBe(isWinner ? slot(someDay).startTime : body.startTime)
      }
    }
  })

  test('two bookings that want each other’s place never both move and never deadlock', async () => {
    const resourceId = await newResource('Swap')
    const pair = await race(
      2,
      post('/bookings', (racer) => ({ resourceId, ...slot(someDay + racer * DAY_MS) })),
    )
    for (let round = 0; round < 10; round++) {
      const answers = await race(2, (api, racer) =>
        clients[0]!(api, 'PATCH', `/bookings/${pair[racer]!.body.id}`, {
          body: slot(someDay + (1 - racer) * DAY_MS),
        }),
      )
      expect(answers.map(({ status }) => status)).toEqual([409, 409])
    }
  })

  test('an occurrence that is moved against bookings for the same slot: one has it', async () => {
    for (let round = 0; round < 5; round++) {
      const resourceId = await newResource(`Exceptions ${round}`)
      const series = {
        title: 'Daily',
        resourceId,
        ...slot(someDay),
        recurrenceRule: 'FREQ=DAILY;COUNT=3',
      }
      const made = await clients[0]!(apis[0].base, 'POST', '/bookings/recurring', { body: series })
      const target = slot(someDay + 10 * DAY_MS)
      const answers = await race(16, (api, racer) =>
        racer === 0
          ? clients[0]!(api, 'POST', `/bookings/${made.body.id}/exceptions`, {
              body: {
                exceptionType: 'modified',
                exceptionDate: iso(someDay).slice(0, 10),
                newStartTime: target.startTime,
                newEndTime: target.endTime,
              },
            })
          : post('/bookings', () => ({ resourceId, ...target }))(api, racer),
      )
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(15)
    }
  })
})

describe('past the horizon', () => {
  const endless = (resourceId: string) => ({ resourceId, ...slot(someDay), recurrenceRule: 'FREQ=WEEKLY' })

  test('endless series against endless series that meet only in some years’ time: one comes in', async () => {
    for (let round = 0; round < 4; round++) {
      const resourceId = await newResource(`Endless ${round}`)
      const body = (racer: number) =>
        racer % 2 === 0
          ? endless(resourceId)
          : { ...endless(resourceId), recurrenceRule: 'FREQ=DAILY;INTERVAL=5' }
      expectOneWinner(await race(12, post('/bookings/recurring', body)))
    }
  })

  test('an endless series against a booking six years ahead: one of the two comes in', async () => {
    for (let round = 0; round < 6; round++) {
      const resourceId = await newResource(`Far ${round}`)
      const far = someDay + 6 * 364 * DAY_MS
      const send: Send[] = [
        (racer) => post('/bookings/recurring', () => endless(resourceId))(apis[0].base, racer),
        (racer) => post('/bookings', () => ({ resourceId, ...slot(far) }))(apis[1].base, racer),
      ]
      const answers = await Promise.all(send.map((sendOne, racer) => sendOne(racer)))
      expectOneWinner(answers)
    }
  })
})

describe('the test itself', () => {
  test('without the constraint the checker cries', async () => {
    const app = await createTestApp()
    const own = lookInto(app.databaseUrl)
    await own.sql`ALTER TABLE occurrences DROP CONSTRAINT occurrences_never_overlap`
    const body = { resourceId: studio, title: 'Racer', ...slot(Date.parse('2025-02-03T00:00:00Z')) }
    const answers = await Promise.all(
      Array.from({ length: RACERS }, () => app.send('POST', '/bookings', { body })),
    )
    expect(answers.filter(({ status }) => status === 201).length).toBeGreaterThan(1)
    expect(() => expectOneWinner(answers)).toThrow()
    expect(await overlapsIn(own)).toBeGreaterThan(0)
    await own.close()
  })

  test('a claim that is taken away from its booking is found', async () => {
    const app = await createTestApp()
    const own = lookInto(app.databaseUrl)
    const body = { resourceId: studio, title: 'Racer', ...slot(Date.parse('2025-02-03T00:00:00Z')) }
    await app.send('POST', '/bookings', { body })
    expect(await halvesIn(own)).toBe(0)
    await own.sql`DELETE FROM occurrences`
    expect(await halvesIn(own)).toBeGreaterThan(0)
    await own.close()
  })
})
