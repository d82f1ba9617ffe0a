import { createBooking, openDatabase } from '@booking/storage'
import { databaseTrace, openTracing } from '@booking/telemetry'
import { startOtlpReceiver } from '@booking/testkit'
import { pino } from 'pino'
import { afterEach, expect, test, vi } from 'vitest'
import { dispatchOutboxJob } from '../src/jobs/dispatch-outbox.ts'
import { openSmtpMailer } from '../src/mail/smtp-mailer.ts'
import { tracedMailer } from '../src/mail/traced-mailer.ts'
import { createWorkerMetrics } from '../src/metrics.ts'
import { startWorker } from '../src/worker.ts'
import { openDesk } from './booked.ts'
import { reply, startMailServer } from './mail-server.ts'

const HOUR_MS = 3_600_000
const PATIENCE = { timeout: 30_000, interval: 20 }
const request = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }
const traceparent = `00-${request.traceId}-${request.spanId}-01`

const opened: (() => unknown)[] = []
afterEach(async () => {
  for (const close of opened.splice(0)) await close()
})

const nowMs = Date.parse('2026-06-01T10:00:00Z')
const logger = pino({ level: 'silent' })

const tracedWorker = async (mailUrl: string) => {
  const desk = await openDesk(nowMs)
  const receiver = await startOtlpReceiver()
  const tracing = await openTracing(
    {
      url: `${receiver.endpoint}/v1/traces`,
      headers: {},
      resource: {},
      serviceName: 'booking-worker',
      timeoutMs: PATIENCE.timeout,
      sampler: 'parentbased_always_on',
      ratio: 1,
    },
    { version: '1.0.0', onDelivery() {} },
  )
  if (tracing === null) throw new Error('not opened')
  const database = openDatabase({ url: desk.url, trace: databaseTrace(tracing) })
  const sender = { name: '', address: 'rooms@example.com' }
  const mailer = tracedMailer(openSmtpMailer({ url: mailUrl, sender, connectionsMax: 1 }), tracing)
  opened.push(
    () => mailer.close(),
    () => database.close(),
    () => tracing.close(0),
    () => receiver.close(),
  )
  return { desk, receiver, tracing, database, mailer }
}

const bookingOf = (resourceId: string) => {
  const start = Date.parse('2027-03-01T09:00:00Z')
  return { resourceId, title: 'Review', start, end: start + HOUR_MS, attendees: ['ann@example.com'] }
}

test('a job is a trace of its own, linked to the request that enqueued it, with statements and mails inside', async () => {
  const server = await startMailServer()
  const { desk, receiver, tracing, database, mailer } = await tracedWorker(server.url)
  const worker = await startWorker({
    database,
    databaseUrl: desk.url,
    concurrency: 1,
    workerName: 'test',
    clock: () => nowMs,
    logger,
    mailer,
    tracing,
  })
  const booking = await createBooking({ ...desk.ctx, traceparent }, bookingOf(desk.resourceId))
  await vi.waitFor(async () => {
    expect(await desk.notifications(booking.id)).toMatchObject([{ status: 'sent' }])
  }, PATIENCE)
  await worker.stop()
  await tracing.close(PATIENCE.timeout)

  const job = receiver.spans.find(({ name }) => name === 'process dispatch_outbox')
  expect(job).toMatchObject({
    kind: 'consumer',
    parentSpanId: undefined,
    links: [request],
    isError: false,
    attributes: {
      'messaging.system': 'graphile_worker',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'dispatch_outbox',
      'booking.job.attempt': 1,
    },
    resource: { 'service.name': 'booking-worker' },
  })
  expect(job?.traceId).not.toBe(request.traceId)
  const inside = receiver.spans.filter(({ traceId }) => traceId === job?.traceId)
  expect(inside.find(({ name }) => name === 'SMTP send')).toMatchObject({
    kind: 'client',
    parentSpanId: job?.spanId,
    isError: false,
    attributes: { 'network.protocol.name': 'smtp', 'booking.mail.method': 'REQUEST' },
  })
  const transaction = inside.find(({ name }) => name === 'transaction')
  expect(transaction?.parentSpanId).toBe(job?.spanId)
  expect(inside.filter(({ parentSpanId }) => parentSpanId === transaction?.spanId).length).toBeGreaterThan(1)
  // Jobs that no request enqueued are linked to none.
  const others = receiver.spans.filter(({ kind, name }) => kind === 'consumer' && name !== job?.name)
  expect(new Set(others.map(({ name }) => name))).toEqual(
    new Set(['process retime_zones', 'process extend_horizon']),
  )
  expect(others.flatMap(({ links }) => links)).toEqual([])
  expect(receiver.bodies.join()).not.toMatch(/ann@|Review|rooms@/)
})

test('a message that is put off says with which code, and the next run knows the request still', async () => {
  const server = await startMailServer({ onRecipient: () => Promise.reject(reply(451)) })
  const { desk, receiver, tracing, database, mailer } = await tracedWorker(server.url)
  const booking = await createBooking({ ...desk.ctx, traceparent }, bookingOf(desk.resourceId))
  const deps = { database, mailer, clock: () => nowMs, random: () => 0, logger, isStopping: () => false }
  await desk.database.sql`SELECT graphile_worker.remove_job(${`outbox:${booking.id}`})`
  await dispatchOutboxJob({ ...deps, metrics: createWorkerMetrics() }, booking.id, traceparent)
  const [job] = await desk.database.sql`
    SELECT payload FROM graphile_worker._private_jobs WHERE key = ${`outbox:${booking.id}`}`
  expect(job?.payload).toEqual({ bookingId: booking.id, traceparent })
  await tracing.close(PATIENCE.timeout)
  expect(
    receiver.spans.map(({ name, isError, attributes }) => [name, isError, attributes['error.type']]),
  ).toEqual([['SMTP send', true, '451']])
})
