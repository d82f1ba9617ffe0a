import { migrate } from '@booking/storage'
import { type PostgresServer, startPostgresForTest } from '@booking/testkit'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { capturedLog } from './captured-log.ts'
import { appOn, studio, type TestApp } from './test-app.ts'

const PATIENCE_MS = 15_000
const log = capturedLog()
let server: PostgresServer
let app: TestApp

beforeAll(async () => {
  server = await startPostgresForTest()
  await migrate(server.url)
  app = await appOn(server.url, { logger: log.logger })
})

afterAll(() => server.stop())

let day = Date.parse('2025-02-03T10:00:00Z')
const slot = () => {
  day += 86_400_000
  const startTime = new Date(day).toISOString()
  return {
    resourceId: studio,
    title: 'Rehearsal',
    startTime,
    endTime: new Date(day + 3_600_000).toISOString(),
  }
}

/** A request of each kind: reads, writes of one statement and of several, with a key and without. */
const requests = () => [
  app.send('GET', '/resources'),
  app.send('GET', `/resources/${studio}`),
  app.send('GET', '/bookings'),
  app.send('POST', '/bookings', { body: slot() }),
  app.send('POST', '/bookings', { body: slot(), headers: { 'Idempotency-Key': `key-${day}` } }),
  app.send('POST', '/bookings/recurring', { body: { ...slot(), recurrenceRule: 'FREQ=WEEKLY;COUNT=2' } }),
]

const untilHealthy = () =>
  vi.waitFor(
    async () => expect((await app.send('GET', '/health', { as: null })).body.status).toBe('healthy'),
    PATIENCE_MS,
  )

test('the database is killed: 503 that says when to ask again, and all is well by itself once it is back', {
  timeout: 60_000,
}, async () => {
  expect((await app.send('POST', '/bookings', { body: slot() })).status).toBe(201)
  for (let outage = 0; outage < 2; outage++) {
    const inFlight = Array.from({ length: 4 }, requests).flat()
    await server.kill()
    for (const { status, body } of await Promise.all(inFlight)) {
      expect(
        [200, 201, 409, 503],
        log
          .text()
          .split('\n')
          .filter((l) => l.includes('"level":50'))
          .join('\n'),
      ).toContain(status)
      if (status === 503) expect(body.code).toBe('database_unavailable')
    }
    for (let round = 0; round < 4; round++)
      for (const { body, headers } of await Promise.all(requests())) {
        expect(body).toMatchObject({ status: 503, code: 'database_unavailable' })
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
        expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|ECONN|postgres/)
      }
    const health = await app.send('GET', '/health', { as: null })
    expect(health).toMatchObject({
      status: 503,
      body: { status: 'unhealthy', checks: { database: { status: 'down' } } },
    })
    expect(Number(health.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await app.send('GET', '/health/ready', { as: null })).status).toBe(503)
    expect((await app.send('GET', '/health/live', { as: null })).status).toBe(200)
    await server.restart()
    await untilHealthy()
    for (const { status } of await Promise.all(requests())) expect([200, 201, 409]).toContain(status)
  }
  expect(log.text()).not.toMatch(/"level":50|Rehearsal|INSERT|SELECT/)
})

test('connections that the server ends one by one are made again', { timeout: 60_000 }, async () => {
  await untilHealthy()
  for (let round = 0; round < 10; round++) {
    const inFlight = requests()
    await app.deps.database.sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`.catch(() => {})
    for (const { status, body } of await Promise.all(inFlight))
      if (status >= 400) expect(['database_unavailable', 'booking_conflict']).toContain(body.code)
  }
  // A connection whose end has not been heard of yet may still be handed out once.
  await vi.waitFor(async () => {
    for (const { status } of await Promise.all(requests())) expect([200, 201, 409]).toContain(status)
  }, PATIENCE_MS)
})
