import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type OtlpReceiver, startOtlpReceiver } from '@booking/testkit'
import { afterEach, expect, test } from 'vitest'
import { databaseTrace } from '../src/database-trace.ts'
import { openTracing } from '../src/open-tracing.ts'
import type { TraceSettings, Tracing } from '../src/tracing.ts'

const opened: { close(msMax: number): Promise<unknown> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close(0)
})

const receiving = async (answer?: number | 'never'): Promise<OtlpReceiver> => {
  const receiver = await startOtlpReceiver(answer)
  opened.push(receiver)
  return receiver
}

const deliveries: string[] = []

const tracingTo = async (endpoint: string, settings: Partial<TraceSettings> = {}): Promise<Tracing> => {
  deliveries.length = 0
  const tracing = await openTracing(
    {
      url: `${endpoint}/v1/traces`,
      headers: { 'api-key': 'k' },
      resource: { 'deployment.environment.name': 'test' },
      serviceName: 'rooms',
      timeoutMs: PATIENCE_MS,
      sampler: 'parentbased_always_on',
      ratio: 1,
      ...settings,
    },
    { version: '1.2.3', onDelivery: (delivery) => deliveries.push(delivery) },
  )
  if (tracing === null) throw new Error('not opened')
  opened.push(tracing)
  return tracing
}

const PATIENCE_MS = 10_000
const callerTrace = '4bf92f3577b34da6a3ce929d0e0e4736'
const callerSpan = '00f067aa0ba902b7'
const sampled = `00-${callerTrace}-${callerSpan}-01`
const unsampled = `00-${callerTrace}-${callerSpan}-00`

test('a span goes on with the caller’s trace, and what happens inside belongs to it', async () => {
  const receiver = await receiving()
  const tracing = await tracingTo(receiver.endpoint)
  await tracing.inSpan({ name: 'outer', kind: 'server', parent: sampled }, async (span) => {
    await Promise.resolve()
    const child = tracing.child({ name: 'inner', kind: 'client', attributes: { n: 1, yes: true } })
    child?.end()
    span.rename('renamed')
    span.set({ a: 'b' })
  })
  await tracing.close(PATIENCE_MS)
  const [inner, outer] = receiver.spans
  expect(outer).toMatchObject({
    name: 'renamed',
    kind: 'server',
    traceId: callerTrace,
    parentSpanId: callerSpan,
    attributes: { a: 'b' },
    isError: false,
    resource: {
      'service.name': 'rooms',
      'service.version': '1.2.3',
      'deployment.environment.name': 'test',
    },
  })
  expect(inner).toMatchObject({
    name: 'inner',
    kind: 'client',
    traceId: callerTrace,
    parentSpanId: outer?.spanId,
    attributes: { n: 1, yes: true },
  })
  expect(receiver.headers[0]).toMatchObject({ 'api-key': 'k', 'content-type': 'application/json' })
})

test.each([
  'nonsense',
  '',
  `00-${'0'.repeat(32)}-${callerSpan}-01`,
  `00-${callerTrace}-${'0'.repeat(16)}-01`,
  `ff-${callerTrace}-${callerSpan}-01`,
  `${sampled}-more`,
])('a traceparent that is not valid begins a trace of its own: %s', async (parent) => {
  const receiver = await receiving()
  const tracing = await tracingTo(receiver.endpoint)
  await tracing.inSpan({ name: 'a', parent, link: parent }, async () => {})
  await tracing.close(PATIENCE_MS)
  expect(receiver.spans[0]).toMatchObject({ parentSpanId: undefined, links: [] })
  expect(receiver.spans[0]?.traceId).toMatch(/^[0-9a-f]{32}$/)
  expect(receiver.spans[0]?.traceId).not.toBe(callerTrace)
})

test('log lines and what is handed on name the span that they are in', async () => {
  const receiver = await receiving()
  const tracing = await tracingTo(receiver.endpoint)
  expect(tracing.logFields()).toEqual({})
  expect(tracing.traceparent()).toBeUndefined()
  expect(tracing.child({ name: 'nobody’s' })).toBeNull()
  const told = await tracing.inSpan({ name: 'a' }, async () => ({
    ...tracing.logFields(),
    traceparent: tracing.traceparent(),
  }))
  await tracing.close(PATIENCE_MS)
  const [span] = receiver.spans
  expect(told).toEqual({
    trace_id: span?.traceId,
    span_id: span?.spanId,
    traceparent: `00-${span?.traceId}-${span?.spanId}-01`,
  })
})

test('what fails says as what, is thrown still, and ends', async () => {
  const receiver = await receiving()
  const tracing = await tracingTo(receiver.endpoint)
  const boom = new TypeError('secret')
  const fails = async () => {
    throw boom
  }
  await expect(tracing.inSpan({ name: 'a' }, fails)).rejects.toBe(boom)
  await expect(tracing.inSpan({ name: 'b', failureOf: () => 'x' }, fails)).rejects.toBe(boom)
  await expect(tracing.inSpan({ name: 'c', failureOf: () => null }, fails)).rejects.toBe(boom)
  await tracing.close(PATIENCE_MS)
  expect(receiver.spans.map(({ isError, attributes }) => [isError, attributes['error.type']])).toEqual([
    [true, 'TypeError'],
    [true, 'x'],
    [false, undefined],
  ])
  expect(receiver.bodies.join()).not.toContain('secret')
})

test('statements and transactions are told of inside a span only, with SQLSTATEs and no messages', async () => {
  const receiver = await receiving()
  const tracing = await tracingTo(receiver.endpoint)
  const trace = databaseTrace(tracing)
  const statement = { summary: 'INSERT audit', operation: 'INSERT' }
  expect(trace.statement(statement)).toBeNull()
  expect(await trace.transaction(async () => 1)).toBe(1)
  const broken = Object.assign(new Error('secret'), { code: '40001' })
  const refused = Object.assign(new Error('secret'), { code: 'booking_conflict' })
  await tracing.inSpan({ name: 'request' }, async () => {
    await trace.transaction(async () => trace.statement(statement)?.())
    trace.statement(statement)?.(broken)
    for (const error of [broken, refused])
      await expect(trace.transaction(() => Promise.reject(error))).rejects.toBe(error)
  })
  await tracing.close(PATIENCE_MS)
  const [inside, first, failed, lost, undone, request] = receiver.spans
  expect(inside).toMatchObject({
    name: 'INSERT audit',
    kind: 'client',
    parentSpanId: first?.spanId,
    attributes: {
      'db.system.name': 'postgresql',
      'db.query.summary': 'INSERT audit',
      'db.operation.name': 'INSERT',
    },
  })
  expect(first).toMatchObject({ name: 'transaction', parentSpanId: request?.spanId, isError: false })
  expect(failed).toMatchObject({ isError: true, attributes: { 'error.type': '40001' } })
  expect(lost).toMatchObject({ isError: true, attributes: { 'error.type': '40001' } })
  expect(undone).toMatchObject({ name: 'transaction', isError: false })
  expect(receiver.bodies.join()).not.toMatch(/secret|booking_conflict/)
})

/** How many of a request, what it calls, and a job that it enqueues are recorded. */
const recorded = async (settings: Partial<TraceSettings>, parent?: string): Promise<string[]> => {
  const receiver = await receiving()
  const tracing = await tracingTo(receiver.endpoint, settings)
  const link = await tracing.inSpan({ name: 'request', parent }, async () => {
    tracing.child({ name: 'call' })?.end()
    return tracing.traceparent()
  })
  await tracing.inSpan({ name: 'job', link }, async () => {})
  await tracing.close(PATIENCE_MS)
  return receiver.spans.map(({ name }) => name).sort()
}

const everything = ['call', 'job', 'request']

test.each([
  ['always_on', unsampled, everything],
  ['always_off', sampled, []],
  ['parentbased_always_on', undefined, everything],
  ['parentbased_always_on', sampled, everything],
  ['parentbased_always_on', unsampled, ['job']],
  ['parentbased_always_off', undefined, []],
  ['parentbased_always_off', sampled, ['call', 'request']],
  ['traceidratio', sampled, []],
  ['parentbased_traceidratio', undefined, []],
  // The job begins a trace of its own, and is recorded because the request was.
  ['parentbased_traceidratio', sampled, everything],
  ['parentbased_traceidratio', unsampled, []],
] as const)('%s with the caller’s %s records %j', async (sampler, parent, names) => {
  expect(await recorded({ sampler, ratio: 0 }, parent)).toEqual(names)
})

const refusing = async (): Promise<string> => {
  const receiver = await startOtlpReceiver()
  await receiver.close()
  return receiver.endpoint
}

test('a receiver that is not there, or says no, costs the spans and nothing else, and is told of once', async () => {
  for (const endpoint of [await refusing(), (await receiving(400)).endpoint]) {
    // Shorter than the pause before a second try.
    const tracing = await tracingTo(endpoint, { timeoutMs: 500 })
    expect(await tracing.inSpan({ name: 'a' }, async () => 'done')).toBe('done')
    await tracing.close(PATIENCE_MS)
    expect(deliveries).toEqual(['lost'])
  }
})

test('one that takes everything and never answers is not waited for', async () => {
  const receiver = await receiving('never')
  const tracing = await tracingTo(receiver.endpoint)
  expect(await tracing.inSpan({ name: 'a' }, async () => 'done')).toBe('done')
  const closed = tracing.close(1)
  await receiver.reached
  expect(receiver.spans).toHaveLength(1)
  await closed
})

test('spans that cannot be sent take a bounded place', async () => {
  const receiver = await receiving('never')
  const tracing = await tracingTo(receiver.endpoint)
  for (let at = 0; at < 5_000; at++) await tracing.inSpan({ name: 'a' }, async () => {})
  void tracing.close(1)
  await receiver.reached
  // One batch is on its way, and as many as may wait are sent at the end.
  expect(receiver.spans.length).toBeLessThanOrEqual(2_048 + 512)
})

test('where nothing is traced, nothing of the SDK is loaded', async () => {
  const script = fileURLToPath(new URL('loaded-modules.ts', import.meta.url))
  const loadedWith = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--conditions=@booking/source',
      '--import',
      import.meta.resolve('tsx'),
      script,
      ...args,
    ])
    return Number(stdout)
  }
  expect(await loadedWith()).toBe(0)
  expect(await loadedWith('http://127.0.0.1:1/v1/traces')).toBeGreaterThan(0)
}, 60_000)
