import {
  createTestDatabase,
  describeWithRedis,
  type ReceivedSpan,
  type SpawnedProcess,
  spawnProcess,
  startOtlpReceiver,
  startRedis,
} from '@booking/testkit'
import { afterEach, expect, test } from 'vitest'
import { placeOf } from './repository.ts'

const STARTS_MS = 120_000
const PASSWORD = 'a long password of a test'

const running: { kill?(): Promise<unknown>; close?(): Promise<unknown>; stop?(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { kill, close, stop } of running.splice(0)) await (kill ?? close ?? stop)?.()
})

const start = async (
  app: 'api' | 'worker',
  env: Readonly<Record<string, string>>,
): Promise<SpawnedProcess> => {
  const program = await spawnProcess({
    entry: placeOf(`apps/${app}/src/main.ts`),
    execArgv: ['--conditions=@booking/source', '--import', import.meta.resolve('tsx')],
    env: { HOST: '127.0.0.1', LOG_LEVEL: 'info', ...env },
    readyMsMax: STARTS_MS,
  })
  running.push({ kill: () => program.kill() })
  return program
}

const post = async (url: string, body: unknown, headers: Record<string, string> = {}) => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

/** Spans right inside another. */
const inside = (spans: readonly ReceivedSpan[], parent: ReceivedSpan | undefined) =>
  spans.filter(({ parentSpanId }) => parentSpanId === parent?.spanId)

describeWithRedis('with an endpoint for traces', () => {
  test('a booking can be followed from the caller over API, Redis and database to the job that it enqueued', {
    timeout: 3 * STARTS_MS,
  }, async () => {
    const receiver = await startOtlpReceiver()
    const redis = await startRedis()
    running.push({ close: () => receiver.close() }, { stop: () => redis.stop() })
    const { url: DATABASE_URL } = await createTestDatabase()
    const shared = { DATABASE_URL, OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint }
    const nowhere = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'rooms@example.com' }
    const worker = await start('worker', { ...shared, ...nowhere })
    const api = await start('api', {
      ...shared,
      PORT: '0',
      REDIS_URL: redis.url,
      JWT_SECRET: 'a-secret-of-a-test-that-is-long-enough',
      ADMIN_EMAIL: 'ann@example.com',
      ADMIN_PASSWORD: PASSWORD,
    })
    const base = `http://127.0.0.1:${new URL(api.address ?? '').port}/api/v1`
    const { body: tokens } = await post(`${base}/auth/token`, {
      email: 'ann@example.com',
      password: PASSWORD,
    })
    const authorised = { Authorization: `Bearer ${tokens.accessToken}` }
    const { body: room } = await post(
      `${base}/resources`,
      { name: 'Blue Room', type: 'meeting_room', capacity: 10 },
      authorised,
    )
    const caller = '4bf92f3577b34da6a3ce929d0e0e4736'
    const startMs = Math.ceil(Date.now() / 86_400_000) * 86_400_000 + 86_400_000
    const booked = await post(
      `${base}/bookings?notifyAttendees=true`,
      {
        resourceId: room.id,
        title: 'Review',
        startTime: new Date(startMs).toISOString(),
        endTime: new Date(startMs + 3_600_000).toISOString(),
        attendees: ['bob@example.com'],
      },
      { ...authorised, traceparent: `00-${caller}-00f067aa0ba902b7-01` },
    )
    expect(booked.status, JSON.stringify(booked.body)).toBe(201)
    await worker.untilOutput(/"msg":"notification"/, STARTS_MS)
    expect(await api.terminate()).toEqual({ code: 0, signal: null })
    expect(await worker.terminate()).toEqual({ code: 0, signal: null })

    const request = receiver.spans.find(({ traceId, kind }) => traceId === caller && kind === 'server')
    expect(request).toMatchObject({
      name: 'POST /api/v1/bookings',
      attributes: { 'http.response.status_code': 201 },
      resource: { 'service.name': 'booking-api' },
    })
    const called = inside(receiver.spans, request).map(({ attributes }) => attributes['db.system.name'])
    expect(new Set(called)).toEqual(new Set(['redis', 'postgresql']))
    const line = api
      .output()
      .split('\n')
      .find((text) => text.includes('"route":"/bookings"'))
    expect(JSON.parse(line ?? '{}')).toMatchObject({ trace_id: caller, span_id: request?.spanId })

    const job = receiver.spans.find(({ name }) => name === 'process dispatch_outbox')
    expect(job).toMatchObject({
      links: [{ traceId: caller, spanId: request?.spanId }],
      resource: { 'service.name': 'booking-worker' },
    })
    const done = inside(receiver.spans, job)
    expect(done.map(({ name }) => name)).toEqual(expect.arrayContaining(['transaction', 'SMTP send']))
    expect(done.find(({ name }) => name === 'SMTP send')?.isError).toBe(true)
    const told = worker
      .output()
      .split('\n')
      .find((text) => text.includes('"msg":"notification"'))
    expect(JSON.parse(told ?? '{}').trace_id).toBe(job?.traceId)
    expect(receiver.bodies.join()).not.toMatch(/ann@|bob@|Review|Blue Room|eyJ/)
  })
})
