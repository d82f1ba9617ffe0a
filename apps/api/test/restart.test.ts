import { once } from 'node:events'
import { migrate, seedDemo } from '@booking/storage'
import { createTestDatabase, type PostgresServer, startPostgresForTest } from '@booking/testkit'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { clientOf, type HttpAnswer, startApi } from './api-process.ts'
import { halvesIn, lookInto, overlapsIn } from './overlaps.ts'
import { studio } from './test-app.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const PATIENCE_MS = 15_000
/** Processes start slowly on a machine that has other things to do. */
const STARTS_MS = 90_000
const someDay = Math.floor(Date.now() / DAY_MS + 30) * DAY_MS
const iso = (ms: number) => new Date(ms).toISOString()

const slot = (day: number) => ({
  resourceId: studio,
  title: `Day ${day}`,
  startTime: iso(someDay + day * DAY_MS),
  endTime: iso(someDay + day * DAY_MS + HOUR_MS),
})

const { url } = await createTestDatabase()
await seedDemo(url, { nowMs: Date.now() })
const database = lookInto(url)
const { sql } = database
afterAll(() => database.close())
const client = await clientOf('user-1')

/** Holds the resource's row, on which a booking of it waits, while `during` runs. */
const whileLocked = async <Result>(during: () => Promise<Result>): Promise<Result> =>
  (await sql.begin(async (tx) => {
    await tx`SELECT 1 FROM resources WHERE id = ${studio} FOR UPDATE`
    return during()
  })) as Result

const untilSomebodyWaits = () =>
  vi.waitFor(
    async () => {
      const waiting = await sql`SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND datname = current_database()`
      expect(waiting).toHaveLength(1)
    },
    { timeout: PATIENCE_MS, interval: 5 },
  )

describe('SIGTERM', { timeout: STARTS_MS }, () => {
  test('a request in flight is answered, new ones are not taken, the process ends with 0, and all is kept', async () => {
    const api = await startApi(url)
    const before = await client(api.base, 'POST', '/bookings', { body: slot(1) })
    expect(before.status).toBe(201)
    const inFlight = await whileLocked(async () => {
      const answer = client(api.base, 'POST', '/bookings', { body: slot(2) })
      answer.catch(() => {})
      await untilSomebodyWaits()
      api.signal('SIGTERM')
      await api.untilOutput(/"stopping"/)
      await expect(fetch(`${api.base}/health`)).rejects.toThrow()
      return { answer }
    })
    const answer = await inFlight.answer
    expect(answer.status).toBe(201)
    expect(answer.headers.get('connection')).toBe('close')
    expect(await api.ended).toEqual({ code: 0, signal: null })
    expect(api.output()).toContain('"stopped"')

    const again = await startApi(url)
    for (const { body } of [before, answer]) {
      const read = await client(again.base, 'GET', `/bookings/${body.id}`)
      expect(read.body).toEqual(body)
    }
    expect(await again.terminate()).toEqual({ code: 0, signal: null })
    const idle = await sql`SELECT 1 FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'booking api'`
    expect(idle).toHaveLength(0)
  })

  test('twice, or with the parent gone, it stops as well', async () => {
    const [twice, orphan] = await Promise.all([startApi(url), startApi(url)])
    const orphanExit = once(orphan.child, 'exit')
    twice.signal('SIGTERM')
    twice.signal('SIGTERM')
    orphan.child.disconnect()
    expect(await twice.ended).toEqual({ code: 0, signal: null })
    expect(await orphanExit).toEqual([0, null])
  })
})

/** What a client heard for each of its keys: an answer, or nothing because the server was gone. */
type Heard = Map<string, HttpAnswer | null>

const series = (index: number) => ({
  ...slot(20 + index * 8),
  recurrenceRule: 'FREQ=DAILY;COUNT=8',
})

const send = (base: string, index: number) =>
  client(base, 'POST', '/bookings/recurring', {
    body: series(index),
    headers: { 'Idempotency-Key': `series-${index}` },
  })

/** Sends series at once, calls `cut` when a few were acknowledged, and gives what was heard. */
const sendUntilCut = async (base: string, from: number, count: number, cut: () => Promise<unknown>) => {
  const heard: Heard = new Map()
  let acknowledged = 0
  let cutting: Promise<unknown> | undefined
  await Promise.all(
    Array.from({ length: count }, async (_, offset) => {
      const index = from + offset
      const answer = await send(base, index).catch(() => null)
      heard.set(String(index), answer)
      if (answer?.status === 201) acknowledged++
      if (acknowledged === 3) cutting ??= cut()
    }),
  )
  await cutting
  return heard
}

/** Every key again: what was acknowledged is the same, the rest is there once. */
const settle = async (base: string, heard: Heard) => {
  for (const [index, first] of heard) {
    const answer = await send(base, Number(index))
    expect(answer.status).toBe(201)
    if (first?.status !== 201) continue
    expect(answer.headers.get('Idempotency-Replayed')).toBe('true')
    expect(answer.body).toEqual(first.body)
  }
}

describe('kill -9 while writing', { timeout: STARTS_MS }, () => {
  test('three times: nothing acknowledged is lost, nothing is half written, every key has one outcome', async () => {
    let doomed = await startApi(url)
    for (let round = 0; round < 3; round++) {
      const heard = await sendUntilCut(doomed.base, round * 24, 24, () => doomed.kill())
      expect(heard.size).toBe(24)
      await vi.waitFor(
        async () =>
          expect(
            await sql`SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
              AND application_name = 'booking api'`,
          ).toHaveLength(0),
        PATIENCE_MS,
      )
      expect(await halvesIn(database)).toBe(0)
      const next = await startApi(url)
      await settle(next.base, heard)
      doomed = next
      expect(await halvesIn(database)).toBe(0)
      expect(await overlapsIn(database)).toBe(0)
      const [row] = await sql`SELECT count(*)::int AS n FROM bookings WHERE recurrence_rule IS NOT NULL`
      expect(row?.n).toBe((round + 1) * 24)
    }
  })
})

describe('kill -9 of PostgreSQL while writing', { timeout: STARTS_MS }, () => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgresForTest()
  })
  afterAll(() => server.stop())

  test('the same process goes on when it is back: nothing acknowledged is lost, nothing is half written', async () => {
    await migrate(server.url)
    await seedDemo(server.url, { nowMs: Date.now() })
    const api = await startApi(server.url)
    const heard = await sendUntilCut(api.base, 0, 24, () => server.kill())
    for (const answer of heard.values()) {
      expect([201, 503]).toContain(answer?.status)
      if (answer?.status !== 503) continue
      expect(answer.body.code).toBe('database_unavailable')
      expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0)
    }
    await server.restart()
    await vi.waitFor(
      async () => expect((await client(api.base, 'GET', '/health')).status).toBe(200),
      PATIENCE_MS,
    )
    await settle(api.base, heard)
    const look = lookInto(server.url)
    expect(await halvesIn(look)).toBe(0)
    expect(await overlapsIn(look)).toBe(0)
    const [row] = await look.sql`SELECT count(*)::int AS n FROM bookings`
    expect(row?.n).toBe(24)
    await look.close()
    expect(await api.terminate()).toEqual({ code: 0, signal: null })
    expect(api.output()).not.toMatch(/"status":500/)
  })
})
