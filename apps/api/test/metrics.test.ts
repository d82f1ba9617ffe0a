import type { AddressInfo } from 'node:net'
import { openDatabase } from '@booking/storage'
import { serveMetrics } from '@booking/telemetry'
import { afterAll, expect, test } from 'vitest'
import { createGate } from '../src/gate.ts'
import { createMetrics } from '../src/metrics.ts'
import { watchSystem } from '../src/watch-system.ts'
import { createTestApp, studio } from './test-app.ts'

/** The app with its metrics served as a scraper sees them. */
const scraped = async (overrides: Parameters<typeof createTestApp>[0] = {}) => {
  const metrics = createMetrics()
  const app = await createTestApp({ metrics, ...overrides })
  watchSystem(app.deps)
  const server = await serveMetrics(metrics, { port: 0, hostname: '127.0.0.1' })
  afterAll(() => server.close())
  const { port } = server.address() as AddressInfo
  const at = (path: string, method = 'GET') => fetch(`http://127.0.0.1:${port}${path}`, { method })
  const read = async (series: string): Promise<number | undefined> => {
    const text = await (await at('/metrics')).text()
    const line = text.split('\n').find((candidate) => candidate.startsWith(`${series} `))
    return line === undefined ? undefined : Number(line.slice(series.length + 1))
  }
  return { app, at, read, metrics }
}

const slot = {
  resourceId: studio,
  title: 'Rehearsal of Ada Lovelace',
  startTime: '2025-02-03T10:00:00Z',
  endTime: '2025-02-03T11:00:00Z',
}

test('requests are counted by route and status, problems by code, decisions by tier', async () => {
  const { app, read } = await scraped()
  const { body } = await app.send('POST', '/bookings', { body: slot })
  await app.send('POST', '/bookings', { body: slot, role: 'premium' })
  await app.send('GET', `/bookings/${body.id}`)
  await app.send('GET', '/nowhere')
  await app.send('GET', '/bookings', { as: null })
  const count = 'booking_http_request_duration_seconds_count'
  expect(await read(`${count}{method="POST",route="/bookings",status="201"}`)).toBe(1)
  expect(await read(`${count}{method="POST",route="/bookings",status="409"}`)).toBe(1)
  expect(await read(`${count}{method="GET",route="/bookings/{bookingId}",status="200"}`)).toBe(1)
  expect(await read(`${count}{method="GET",route="none",status="404"}`)).toBe(1)
  const problems = 'booking_http_problems_total'
  expect(await read(`${problems}{method="POST",route="/bookings",code="booking_conflict"}`)).toBe(1)
  expect(await read(`${problems}{method="GET",route="none",code="unauthenticated"}`)).toBe(1)
  const decisions = 'booking_rate_limit_decisions_total'
  expect(await read(`${decisions}{tier="standard",decision="granted",store="memory"}`)).toBe(3)
  expect(await read(`${decisions}{tier="premium",decision="granted",store="memory"}`)).toBe(1)
  expect(await read(`${decisions}{tier="none",decision="granted",store="memory"}`)).toBe(1)
})

test('nothing that a person wrote, and no id, is in the metrics', async () => {
  const { app, at } = await scraped()
  const { body } = await app.send('POST', '/bookings', { body: slot, as: 'ada@example.com' })
  await app.send('GET', `/bookings/${body.id}?secret=1`, { as: 'ada@example.com' })
  const text = await (await at('/metrics')).text()
  for (const told of ['Ada', 'ada@', body.id, studio, 'secret']) expect(text).not.toContain(told)
})

test('what the API rests on is watched: pool, worker, queue, horizon', async () => {
  const { app, read } = await scraped()
  expect(await read('booking_database_connections_max')).toBe(app.deps.database.connectionsMax)
  expect(await read('booking_database_work{state="running"}')).toBe(0)
  expect(await read('booking_database_work{state="limit"}')).toBe(app.deps.gate.figures().limit)
  expect(await read('booking_database_up')).toBe(1)
  expect(await read('booking_redis_up'), 'none is configured').toBeUndefined()
  expect(await read('booking_queue_jobs{state="failed"}')).toBe(0)
  expect(await read('booking_horizon_lag_seconds')).toBe(0)
  expect(await read('booking_worker_silence_seconds'), 'none was ever heard of').toBeUndefined()
  app.nowMs += 3 * 86_400_000
  expect(await read('booking_horizon_lag_seconds')).toBe(3 * 86_400)
})

test('one scrape reads the queue once, and the next one again', async () => {
  const { deps } = await createTestApp()
  let readings = 0
  const sql = new Proxy(deps.database.sql, {
    apply(target, self, [text, ...values]: [TemplateStringsArray, ...never[]]) {
      if (text.join('').includes("to_regclass('graphile_worker.jobs')")) readings += 1
      return Reflect.apply(target, self, [text, ...values])
    },
  })
  const metrics = createMetrics()
  watchSystem({ ...deps, metrics, database: { ...deps.database, sql } })
  const first = await metrics.text()
  expect(first).toMatch(/^booking_queue_jobs\{state="ready"\} 0$/m)
  expect(first).toMatch(/^booking_queue_oldest_ready_seconds 0$/m)
  const readingsOfOne = readings
  await metrics.text()
  expect([readingsOfOne, readings]).toEqual([1, 2])
})

test('health tells how far the horizon is behind, and is degraded once it missed a night', async () => {
  const { app } = await scraped()
  const health = async () => (await app.send('GET', '/health', { as: null })).body
  expect(await health()).toMatchObject({
    status: 'healthy',
    checks: {
      horizon: { status: 'up', lagSeconds: 0 },
      database: { pool: { max: 10, active: 0, idle: 10, waiting: 0 } },
    },
  })
  app.nowMs += 3 * 86_400_000
  expect(await health()).toMatchObject({
    status: 'degraded',
    checks: { horizon: { status: 'down', lagSeconds: 3 * 86_400 } },
  })
})

test('with the database gone the other figures are still there', async () => {
  const database = openDatabase({ url: 'postgresql://booking@127.0.0.1:1/none' })
  const clock = () => 0
  const metrics = createMetrics()
  const gate = createGate({ connectionsMax: 10, clock })
  watchSystem({ metrics, gate, redis: null, database, clock })
  metrics.watchProcess()
  const text = await metrics.text()
  expect(text).toMatch(/^booking_database_connections_max 10$/m)
  expect(text).toMatch(/^booking_database_up 0$/m)
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m)
  expect(text).not.toMatch(/^booking_horizon_lag_seconds /m)
  await database.close({ timeoutSeconds: 1 })
})

test('the port of the metrics serves nothing else', async () => {
  const { at } = await scraped()
  expect((await at('/')).status).toBe(404)
  expect((await at('/metrics', 'POST')).status).toBe(404)
  const { status, headers } = await at('/metrics')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toContain('text/plain; version=0.0.4')
})

test('while as much waits as may, requests are turned away before anything is done, and health still answers', async () => {
  const gate = createGate({ connectionsMax: 1, clock: () => 0 })
  const { app, read } = await scraped({ gate })
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  const work = Array.from({ length: 68 }, () => gate.run(() => held))
  const { status, body, headers } = await app.send('GET', '/resources')
  expect({ status, code: body.code }).toEqual({ status: 503, code: 'overloaded' })
  expect(headers.get('Retry-After')).toBe('1')
  const health = await app.send('GET', '/health', { as: null })
  expect(health).toMatchObject({
    status: 200,
    body: { checks: { database: { pool: { max: 1, active: 1, idle: 0, waiting: 67 } } } },
  })
  expect(await read('booking_database_work_shed')).toBe(1)
  finish()
  await Promise.all(work)
  expect((await app.send('GET', '/resources')).status).toBe(200)
})
