import { Writable } from 'node:stream'
import { lastBeat, openDatabase, seedDemo } from '@booking/storage'
import { createTestDatabase } from '@booking/testkit'
import { type Logger, pino } from 'pino'
import { afterAll, expect, test } from 'vitest'
import { createWorkerMetrics } from '../src/metrics.ts'
import { startWorker } from '../src/worker.ts'

const DAY_MS = 86_400_000
const madeMs = Date.parse('2025-01-15T10:30:00Z')

/** A logger, and a promise of the first line that says `message`. */
const listeningFor = (message: string): { logger: Logger; line: Promise<Record<string, unknown>> } => {
  let resolve: (line: Record<string, unknown>) => void
  const line = new Promise<Record<string, unknown>>((settle) => {
    resolve = settle
  })
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const entry = JSON.parse(String(chunk)) as Record<string, unknown>
      if (entry.msg === message) resolve(entry)
      done()
    },
  })
  return { logger: pino({ level: 'info' }, stream), line }
}

const workerAt = async (nowMs: number) => {
  const { url } = await createTestDatabase()
  await seedDemo(url, { nowMs: madeMs })
  const database = openDatabase({ url })
  afterAll(() => database.close())
  const { logger, line } = listeningFor('horizon extended')
  const metrics = createWorkerMetrics()
  const worker = await startWorker({
    database,
    metrics,
    databaseUrl: url,
    concurrency: 1,
    workerName: 'test',
    clock: () => nowMs,
    logger,
  })
  return { worker, database, line, url, metrics }
}

test('a worker that starts says it is alive and brings every horizon up to date', async () => {
  const nowMs = madeMs + 3 * DAY_MS
  const { worker, database, line } = await workerAt(nowMs)
  expect(await line).toMatchObject({ resources: 25, occurrences: 0 })
  expect(await lastBeat(database)).toBe(nowMs)
  const [row] = await database.sql`SELECT min(horizon_until)::text AS oldest FROM resources`
  expect(row?.oldest).toBe('2027-01-18 00:00:00+00')
  await worker.stop()
})

test('a worker that starts where nothing is to be done does nothing', async () => {
  const { worker, line } = await workerAt(madeMs)
  expect(await line).toMatchObject({ resources: 0, occurrences: 0 })
  await worker.stop()
})

test('what a worker has done is in its metrics, and when it last said that it is alive', async () => {
  const { worker, line, metrics } = await workerAt(madeMs)
  await line
  await worker.stop()
  const text = await metrics.text()
  expect(text).toContain('booking_job_duration_seconds_count{task="extend_horizon",outcome="done"} 1')
  expect(text).toMatch(/^booking_worker_beat_age_seconds 0$/m)
})
