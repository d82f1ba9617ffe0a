import { openDatabase } from '@booking/storage'
import { databaseTrace, openTracing, type Tracing } from '@booking/telemetry'
import {
  createTestDatabase,
  describeWithRedis,
  type OtlpReceiver,
  type ReceivedSpan,
  startOtlpReceiver,
  startRedis,
} from '@booking/testkit'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import type { Deps } from '../src/environment.ts'
import { createGate } from '../src/gate.ts'
import { memoryHitStore } from '../src/limits/memory-hit-store.ts'
import { type RedisHitStore, redisHitStore } from '../src/limits/redis-hit-store.ts'
import { tracedHitStore } from '../src/limits/traced-hit-store.ts'
import { Problem } from '../src/problem.ts'
import { tracedGate } from '../src/traced-gate.ts'
import { startApi } from './api-process.ts'
import { capturedLog } from './captured-log.ts'
import { at } from './desk.ts'
import { appOn, roomA, studio, type TestApp } from './test-app.ts'

const PATIENCE_MS = 10_000
const caller = { trace: '4bf92f3577b34da6a3ce929d0e0e4736', span: '00f067aa0ba902b7' }
const traceparent = `00-${caller.trace}-${caller.span}-01`

const { url } = await createTestDatabase()

const opened: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

const tracingTo = async (endpoint: string, onLost = () => {}): Promise<Tracing> => {
  const tracing = await openTracing(
    {
      url: `${endpoint}/v1/traces`,
      headers: {},
      resource: {},
      serviceName: 'booking-api',
      timeoutMs: 500,
      sampler: 'parentbased_always_on',
      ratio: 1,
    },
    { version: '1.0.0', onDelivery: onLost },
  )
  if (tracing === null) throw new Error('not opened')
  opened.push(() => tracing.close(0))
  return tracing
}

interface Traced {
  readonly app: TestApp
  readonly log: readonly Record<string, unknown>[]
  /** Every span that was made until now. Nothing is traced afterwards. */
  readonly spans: () => Promise<readonly ReceivedSpan[]>
  readonly receiver: OtlpReceiver
  readonly tracing: Tracing
}

const tracedApp = async (overrides: (tracing: Tracing) => Partial<Deps> = () => ({})): Promise<Traced> => {
  const receiver = await startOtlpReceiver()
  opened.push(() => receiver.close())
  const tracing = await tracingTo(receiver.endpoint)
  const database = openDatabase({ url, trace: databaseTrace(tracing) })
  opened.push(() => database.close())
  const { logger, text } = capturedLog(tracing.logFields)
  const app = await appOn(url, { database, tracing, logger, ...overrides(tracing) })
  return {
    app,
    tracing,
    receiver,
    get log() {
      const lines = text().trim().split('\n')
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    },
    async spans() {
      await tracing.close(PATIENCE_MS)
      return receiver.spans
    },
  }
}

/** The span of the request itself, with those inside it. */
const treeOf = (spans: readonly ReceivedSpan[]) => {
  const server = spans.filter(({ kind }) => kind === 'server')
  expect(server).toHaveLength(1)
  const [root] = server as [ReceivedSpan]
  const below = (id: string): ReceivedSpan[] =>
    spans.filter(({ parentSpanId }) => parentSpanId === id).flatMap((span) => [span, ...below(span.spanId)])
  return { root, inside: below(root.spanId) }
}

let hour = 0
const slot = () => ({
  resourceId: studio,
  title: 'Confidential rehearsal',
  startTime: new Date(Date.parse(at('2025-02-03 09:00')) + hour++ * 3_600_000).toISOString(),
  endTime: new Date(Date.parse(at('2025-02-03 09:00')) + hour * 3_600_000).toISOString(),
  attendees: ['ann@example.com'],
})

describe('a request', () => {
  test('is a span of the caller’s trace, named by its route, with its statements inside', async () => {
    const traced = await tracedApp()
    const answer = await traced.app.send('POST', '/bookings?notifyAttendees=true', {
      body: slot(),
      headers: { traceparent },
    })
    expect(answer.status).toBe(201)
    const spans = await traced.spans()
    const { root, inside } = treeOf(spans)
    expect(root).toMatchObject({
      name: 'POST /api/v1/bookings',
      traceId: caller.trace,
      parentSpanId: caller.span,
      isError: false,
      attributes: {
        'http.request.method': 'POST',
        'http.route': '/api/v1/bookings',
        'http.response.status_code': 201,
        'url.scheme': 'http',
      },
      resource: { 'service.name': 'booking-api', 'service.version': '1.0.0' },
    })
    expect(inside).toHaveLength(spans.length - 1)
    expect(inside.map(({ kind, attributes }) => [kind, attributes['db.query.summary']])).toEqual([
      ['client', expect.stringMatching(/^SELECT .*resources/)],
      ['client', 'SELECT resources INSERT occurrences INSERT bookings INSERT audit INSERT outbox'],
    ])
    // The job that the booking enqueued knows the request.
    const [job] = await traced.app.deps.database.sql`
      SELECT payload FROM graphile_worker._private_jobs WHERE key = ${`outbox:${answer.body.id}`}`
    expect(job?.payload).toEqual({
      bookingId: answer.body.id,
      traceparent: `00-${caller.trace}-${root.spanId}-01`,
    })
  })

  test('for what is taken is explained by one statement: what is in the way, and what is free', async () => {
    const traced = await tracedApp()
    const taken = slot()
    await traced.app.send('POST', '/bookings', { body: taken })
    const { body } = await traced.app.send('POST', '/bookings', { body: taken })
    expect(body).toMatchObject({ status: 409, totalConflicts: 1 })
    expect(body.alternatives).toHaveLength(3)
    const spans = await traced.spans()
    const refused = spans.find(
      ({ kind, attributes }) => kind === 'server' && attributes['http.response.status_code'] === 409,
    )
    const statements = spans.filter(({ parentSpanId }) => parentSpanId === refused?.spanId)
    expect(statements.map(({ attributes }) => attributes['db.query.summary'])).toEqual([
      expect.stringContaining('INSERT occurrences'),
      'SELECT',
    ])
  })

  test('of several statements has them inside their transaction', async () => {
    const traced = await tracedApp()
    const { status } = await traced.app.send('POST', '/bookings/recurring', {
      body: { ...slot(), recurrenceRule: 'FREQ=YEARLY' },
    })
    expect(status).toBe(201)
    const { root, inside } = treeOf(await traced.spans())
    const transaction = inside.find(({ name }) => name === 'transaction')
    expect(transaction).toMatchObject({ kind: 'client', parentSpanId: root.spanId, isError: false })
    const within = inside.filter(({ parentSpanId }) => parentSpanId === transaction?.spanId)
    expect(within.length).toBeGreaterThan(1)
    expect(within.map(({ name }) => name).join()).toContain('INSERT occurrences')
  })

  test('has its trace in its line of log, and in no other’s', async () => {
    const traced = await tracedApp()
    await traced.app.send('GET', `/resources/${roomA}`)
    await traced.app.send('GET', `/resources/${roomA}`)
    const lines = traced.log.filter(({ route }) => route === '/resources/{resourceId}')
    const spans = (await traced.spans()).filter(({ kind }) => kind === 'server')
    expect(lines.map(({ trace_id, span_id }) => [trace_id, span_id])).toEqual(
      spans.map(({ traceId, spanId }) => [traceId, spanId]),
    )
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(2)
  })

  test('that is refused has the problem’s code, and is a failure only where the server is at fault', async () => {
    const traced = await tracedApp()
    const taken = slot()
    await traced.app.send('POST', '/bookings', { body: taken })
    await traced.app.send('POST', '/bookings', { body: taken })
    await traced.app.send('GET', '/resources', { as: null })
    await traced.app.send('GET', '/nowhere')
    const told = (await traced.spans())
      .filter(({ kind }) => kind === 'server')
      .map(({ name, isError, attributes }) => [name, isError, attributes['booking.problem.code']])
    expect(told).toEqual([
      ['POST /api/v1/bookings', false, undefined],
      ['POST /api/v1/bookings', false, 'booking_conflict'],
      ['GET', false, 'unauthenticated'],
      ['GET', false, 'not_found'],
    ])
  })

  test('that fails has the problem’s code as its error', async () => {
    const traced = await tracedApp(() => ({
      gate: {
        ...createGate({ connectionsMax: 1, clock: () => 0 }),
        run: () => Promise.reject(new Problem('overloaded', { headers: { 'Retry-After': '1' } })),
      },
    }))
    expect((await traced.app.send('GET', '/resources')).status).toBe(503)
    const { root } = treeOf(await traced.spans())
    expect(root).toMatchObject({
      isError: true,
      attributes: { 'error.type': 'overloaded', 'http.response.status_code': 503 },
    })
  })

  test('for health is not traced, and one by an unknown method has no name of the caller’s', async () => {
    const traced = await tracedApp()
    const hono = createApp(traced.app.deps)
    for (const path of ['/health', '/health/live', '/health/ready']) await traced.app.send('GET', path)
    await hono.request('/api/v1/bookings', { method: 'ANN' })
    expect(
      (await traced.spans()).map(({ name, attributes }) => [name, attributes['http.request.method']]),
    ).toEqual([['HTTP', '_OTHER']])
  })

  test('leaves nothing that a person wrote, or was, in any span', async () => {
    const traced = await tracedApp()
    const { send } = traced.app
    const { body } = await send('POST', '/bookings', { as: 'subject-ann', body: slot() })
    await send('GET', `/bookings/${body.id}`, { as: 'subject-ann', headers: { 'User-Agent': 'agent-ann' } })
    await send('GET', '/bookings?q=confidential', { as: 'subject-ann' })
    await send('GET', '/bookings/ann@example.com', { as: 'subject-ann' })
    const spans = await traced.spans()
    expect(spans.length).toBeGreaterThan(4)
    expect(traced.receiver.bodies.join()).not.toMatch(/\bann\b|confidential|\beyJ/i)
    expect(traced.receiver.bodies.join()).not.toContain(body.id)
  })

  test('that waits for its turn has a span for that', async () => {
    const gate = createGate({ connectionsMax: 1, clock: () => 0 })
    const traced = await tracedApp((tracing) => ({ gate: tracedGate(gate, tracing) }))
    const holders: (() => void)[] = []
    const { limit } = gate.figures()
    const held = Array.from({ length: limit }, () =>
      gate.run(() => new Promise<void>((go) => holders.push(go))),
    )
    const answer = traced.app.send('GET', `/resources/${roomA}`)
    await vi.waitFor(() => expect(gate.figures().waiting).toBe(1), PATIENCE_MS)
    for (const go of holders) go()
    await Promise.all(held)
    expect((await answer).status).toBe(200)
    await traced.app.send('GET', `/resources/${roomA}`)
    const spans = await traced.spans()
    expect(spans.filter(({ name }) => name === 'wait for the pool')).toHaveLength(1)
  })
})

describeWithRedis('a hit that Redis counts', () => {
  test('is a span without its key; while Redis is away there is none', async () => {
    const redis = await startRedis()
    opened.push(() => redis.stop())
    const clock = () => 0
    const store = redisHitStore(redis.url, memoryHitStore(clock), {
      clock,
      onError() {},
      commandTimeoutMs: PATIENCE_MS,
    })
    opened.push(async () => store.close())
    await vi.waitFor(() => expect(store.state()).toBe('up'), PATIENCE_MS)
    const traced = await tracedApp((tracing) => ({ hits: tracedHitStore(store, tracing), redis: store }))
    const { send } = traced.app
    expect((await send('GET', `/resources/${roomA}`)).status).toBe(200)
    await redis.stop()
    await vi.waitFor(() => expect(store.state()).toBe('down'), PATIENCE_MS)
    expect((await send('GET', `/resources/${roomA}`)).status).toBe(200)
    const hits = (await traced.spans()).filter(({ attributes }) => attributes['db.system.name'] === 'redis')
    expect(hits).toMatchObject([{ name: 'EVALSHA countHit', kind: 'client', isError: false }])
    expect(hits[0]?.attributes).not.toHaveProperty('db.query.text')
  })
})

test('a hit that Redis does not answer is a failure of its span, not of the request', async () => {
  let state: 'up' | 'down' = 'up'
  const store: RedisHitStore = {
    state: () => state,
    hit() {
      state = 'down'
      return { totalHits: 1, resetTime: new Date(0) }
    },
    ping: () => Promise.reject(new Error('down')),
    close() {},
  }
  const traced = await tracedApp((tracing) => ({ hits: tracedHitStore(store, tracing), redis: store }))
  expect((await traced.app.send('GET', `/resources/${roomA}`)).status).toBe(200)
  const { root, inside } = treeOf(await traced.spans())
  expect(root.isError).toBe(false)
  const hit = inside.find(({ name }) => name === 'EVALSHA countHit')
  expect(hit).toMatchObject({ isError: true, attributes: { 'error.type': 'redis_unavailable' } })
})

describe('a receiver of traces', () => {
  const requestsWith = async (endpoint: string) => {
    const tracing = await tracingTo(endpoint)
    const database = openDatabase({ url, trace: databaseTrace(tracing) })
    opened.push(() => database.close())
    const app = await appOn(url, { database, tracing })
    // More than one batch, so that sending begins while requests are served.
    const answers = []
    for (let at = 0; at < 300; at++) answers.push((await app.send('GET', `/resources/${roomA}`)).status)
    return new Set(answers)
  }

  test('that refuses connections, says no, or never answers makes no request fail or wait', async () => {
    const gone = await startOtlpReceiver()
    await gone.close()
    expect(await requestsWith(gone.endpoint)).toEqual(new Set([200]))
    for (const answer of [503, 'never'] as const) {
      const receiver = await startOtlpReceiver(answer)
      opened.push(() => receiver.close())
      expect(await requestsWith(receiver.endpoint)).toEqual(new Set([200]))
      await receiver.reached
    }
  })

  test('that never answers keeps no process from ending in time, with 0', { timeout: 90_000 }, async () => {
    const receiver = await startOtlpReceiver('never')
    opened.push(() => receiver.close())
    const api = await startApi(url, { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint })
    expect((await fetch(`${api.base}/resources`)).status).toBe(401)
    expect(await api.terminate()).toEqual({ code: 0, signal: null })
    expect(receiver.spans.map(({ name }) => name)).toContain('GET')
  })
})

describe('without an endpoint', () => {
  test('no line of log names a trace, and jobs name no request', async () => {
    const { logger, text } = capturedLog()
    const app = await appOn(url, { logger })
    const { body } = await app.send('POST', '/bookings?notifyAttendees=true', {
      body: slot(),
      headers: { traceparent },
    })
    expect(text()).toContain('"route":"/bookings"')
    expect(text()).not.toContain(caller.trace)
    const database = openDatabase({ url })
    afterAll(() => database.close())
    const [job] = await database.sql`
      SELECT payload FROM graphile_worker._private_jobs WHERE key = ${`outbox:${body.id}`}`
    expect(job?.payload).toEqual({ bookingId: body.id })
  })

  test('the program loads nothing of the SDK', { timeout: 90_000 }, async () => {
    const preload = new URL('report-loaded.cjs', import.meta.url).pathname
    const loadedWith = async (env: Record<string, string>) => {
      const api = await startApi(url, { NODE_OPTIONS: `--require ${preload}`, ...env })
      await api.terminate()
      return /loaded of OpenTelemetry's SDK: (\d+)/.exec(api.output())?.[1]
    }
    expect(await loadedWith({})).toBe('0')
    expect(await loadedWith({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' })).not.toBe('0')
  })
})
