import { fileURLToPath } from 'node:url'
import { createSeries } from '@booking/storage'
import { type SpawnedProcess, spawnProcess } from '@booking/testkit'
import { pino } from 'pino'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { retimeZonesJob } from '../src/jobs/retime-zones.ts'
import { createRoom, openDesk } from './booked.ts'
import { type MailServer, startMailServer } from './mail-server.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** Processes start slowly on a machine that has other things to do. */
const STARTS_MS = 120_000
const PATIENCE = { timeout: 60_000, interval: 20 }

const desk = await openDesk(Date.now())
const running = new Set<SpawnedProcess>()
// All of them work on one database: one that a test left behind would take the jobs of the next.
afterEach(async () => {
  for (const worker of running) await worker.kill()
})

const startWorker = async (
  mail: MailServer,
  env: Readonly<Record<string, string>> = {},
  ready: 'ipc' | 'at once' = 'ipc',
): Promise<SpawnedProcess> => {
  const worker = await spawnProcess({
    entry: fileURLToPath(new URL('short-lease-worker.ts', import.meta.url)),
    execArgv: ['--conditions=@booking/source', '--import', import.meta.resolve('tsx')],
    env: {
      DATABASE_URL: desk.url,
      SMTP_URL: mail.url,
      MAIL_FROM: 'Rooms <rooms@example.com>',
      WORKER_CONCURRENCY: '2',
      LOG_LEVEL: 'info',
      ...env,
    },
    ready,
    readyMsMax: STARTS_MS,
  })
  running.add(worker)
  void worker.ended.then(() => running.delete(worker))
  return worker
}

/** A mail server that leaves the first of something without an answer. */
const firstUnanswered = async (step: 'onRecipient' | 'onMessage') => {
  let isReached = false
  const server = await startMailServer({
    [step]: () => {
      if (isReached) return undefined
      isReached = true
      return new Promise<void>(() => {})
    },
  })
  return { server, reached: () => vi.waitFor(() => expect(isReached).toBe(true), PATIENCE) }
}

const told = (bookingId: string) =>
  vi.waitFor(async () => {
    const notifications = await desk.notifications(bookingId)
    expect(notifications.map(({ status }) => status)).toEqual(['sent'])
    return notifications
  }, PATIENCE)

const lockedJobs = async (bookingId: string) =>
  desk.database.sql`
    SELECT 1 FROM graphile_worker.jobs
    WHERE key = ${`outbox:${bookingId}`} AND locked_at IS NOT NULL`

/** The clock of a worker that comes when a claim of the one before has run out. */
const later = { CLOCK_AHEAD_MS: '60000' }

describe('a worker that is killed', { timeout: 2 * STARTS_MS }, () => {
  test('before it has sent a message leaves its job to the next one, which sends it once', async () => {
    const { server, reached } = await firstUnanswered('onRecipient')
    const first = await startWorker(server)
    const booking = await desk.book(['ann@example.com'])
    await reached()
    await first.kill()
    expect(await lockedJobs(booking.id)).toHaveLength(1)
    const second = await startWorker(server, later)
    expect(await told(booking.id)).toMatchObject([{ attempts: 2 }])
    expect(server.messages).toHaveLength(1)
    expect(second.output()).toContain('jobs of lost workers freed')
    expect(await second.terminate()).toEqual({ code: 0, signal: null })
  })

  test('between sending and saying so has it sent at most twice, under one Message-ID', async () => {
    const { server, reached } = await firstUnanswered('onMessage')
    const first = await startWorker(server)
    const booking = await desk.book(['ann@example.com'])
    await reached()
    await first.kill()
    const second = await startWorker(server, later)
    await told(booking.id)
    expect(server.messages).toHaveLength(2)
    expect(new Set(server.messages.map(({ email }) => email.messageId)).size).toBe(1)
    await second.terminate()
  })

  test('leaves its job to one that runs already, too', async () => {
    const { server, reached } = await firstUnanswered('onRecipient')
    const [first, second] = await Promise.all([startWorker(server), startWorker(server, later)])
    // Whoever sleeps takes no job.
    second.signal('SIGSTOP')
    const booking = await desk.book(['ann@example.com'])
    await reached()
    second.signal('SIGCONT')
    await first.kill()
    await told(booking.id)
    expect(server.messages).toHaveLength(1)
    await second.terminate()
  })
})

test('a worker that is killed while it moves horizons leaves the rest of them to the next one', {
  timeout: 2 * STARTS_MS,
}, async () => {
  const nowMs = Date.now()
  const old = await openDesk(nowMs - 100 * DAY_MS)
  const start = Math.ceil(nowMs / DAY_MS) * DAY_MS
  const rooms: string[] = []
  for (const name of ['One', 'Two', 'Three', 'Four']) {
    const { id } = await createRoom(old.ctx, name)
    const daily = { title: name, start, end: start + HOUR_MS, recurrenceRule: 'FREQ=DAILY' }
    await createSeries({ ...old.ctx, notifyAttendees: false }, { ...daily, resourceId: id })
    rooms.push(id)
  }
  // Rows are only added once the data that they are made by are noted.
  const logger = pino({ level: 'silent' })
  await retimeZonesJob({ database: old.database, logger, isStopping: () => false })
  const state = async () => {
    const rows = await old.database.sql<{ horizon: string; rows: number }[]>`
      SELECT horizon_until::text AS horizon,
        (SELECT count(*)::int FROM occurrences WHERE resource_id = resources.id) AS rows
      FROM resources WHERE id = ANY (${rooms}::uuid[])`
    return { horizons: new Set(rows.map((row) => row.horizon)), rows: new Set(rows.map((row) => row.rows)) }
  }
  const before = await state()
  const mail = await startMailServer()
  const env = { DATABASE_URL: old.url, WORKER_CONCURRENCY: '1' }
  await old.database.sql.begin(async (tx) => {
    await tx`SELECT 1 FROM resources WHERE id = ${rooms[2] ?? ''} FOR UPDATE`
    const first = await startWorker(mail, env, 'at once')
    await vi.waitFor(async () => {
      // A transaction that says nothing is ended by PostgreSQL before a slow process has come this far.
      await tx`SELECT 1`
      const waiting = await old.database.sql`
        SELECT 1 FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'booking worker' AND wait_event_type = 'Lock'`
      expect(waiting).toHaveLength(1)
    }, PATIENCE)
    await first.kill()
  })
  expect((await state()).horizons).toContain([...before.horizons][0])
  const second = await startWorker(mail, env)
  await vi.waitFor(
    async () => expect((await state()).horizons).not.toContain([...before.horizons][0]),
    PATIENCE,
  )
  const after = await state()
  expect([after.horizons.size, after.rows.size]).toEqual([1, 1])
  expect([...after.rows][0]).toBeGreaterThan([...before.rows][0] ?? 0)
  await second.terminate()
})

describe('SIGTERM', { timeout: 2 * STARTS_MS }, () => {
  test('lets the message that is being sent be sent and written down, and ends with 0', async () => {
    let answer = () => {}
    const server = await startMailServer({
      onMessage: () =>
        new Promise<void>((resolve) => {
          answer = resolve
        }),
    })
    const worker = await startWorker(server)
    const booking = await desk.book(['ann@example.com'])
    await vi.waitFor(() => expect(server.messages).toHaveLength(1), PATIENCE)
    worker.signal('SIGTERM')
    await worker.untilOutput(/"stopping"/)
    answer()
    expect(await worker.ended).toEqual({ code: 0, signal: null })
    expect(await desk.notifications(booking.id)).toMatchObject([{ status: 'sent', attempts: 1 }])
    expect(await lockedJobs(booking.id)).toHaveLength(0)
  })

  test('gives back a job that takes too long to finish, and ends with 0', async () => {
    const { server, reached } = await firstUnanswered('onMessage')
    const worker = await startWorker(server, { FINISH_MS: '100' })
    const booking = await desk.book(['ann@example.com'])
    await reached()
    expect(await worker.terminate()).toEqual({ code: 0, signal: null })
    expect(await lockedJobs(booking.id)).toHaveLength(0)
    const next = await startWorker(server, later)
    await told(booking.id)
    await next.terminate()
  })
})
