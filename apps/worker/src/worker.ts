import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { beat, type Database, leaseTimes, sweepExpired } from '@booking/storage'
import type { Tracing } from '@booking/telemetry'
import { parseCronItems, Logger as QueueLogger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Logger } from 'pino'
import { dispatchOutboxJob } from './jobs/dispatch-outbox.ts'
import { extendHorizonJob } from './jobs/extend-horizon.ts'
import { retimeZonesJob } from './jobs/retime-zones.ts'
import { sweepOutboxJob } from './jobs/sweep-outbox.ts'
import { keepLease, type LeaseTimes } from './lease.ts'
import type { Mailer } from './mail/mail-message.ts'
import { measuredTasks } from './measured-tasks.ts'
import { createWorkerMetrics, type WorkerMetrics } from './metrics.ts'
import { tracedTasks, traceparentOf } from './traced-tasks.ts'

const BEAT_MS = 10_000

/** How long jobs that run may take to finish when the worker is told to stop; then they are given back. */
const FINISH_MS = 10_000

export interface WorkerDeps {
  readonly database: Database
  readonly databaseUrl: string
  readonly concurrency: number
  readonly workerName: string
  /** Milliseconds since the epoch, by the database's clock. */
  readonly clock: () => number
  readonly logger: Logger
  /** Null where no mail server is configured. */
  readonly mailer?: Mailer | null
  /** Where runs and messages are counted; by default nowhere that anybody sees. */
  readonly metrics?: WorkerMetrics
  /** Null traces nothing. */
  readonly tracing?: Tracing | null
  readonly leases?: LeaseTimes
  readonly finishMs?: number
}

export interface RunningWorker {
  /** Lets running jobs finish, or gives back those that take too long, then closes the queue. */
  readonly stop: () => Promise<void>
}

/** Starts working: the queue lives in PostgreSQL, and its tables are made when they are missing. */
export const startWorker = async (deps: WorkerDeps): Promise<RunningWorker> => {
  const { database, clock, logger } = deps
  let isStopping = false
  const metrics = deps.metrics ?? createWorkerMetrics()
  const events: WorkerEvents = new EventEmitter()
  const pools: string[] = []
  events.on('pool:create', ({ workerPool }) => pools.push(workerPool.id))
  const tasks = measuredTasks(tasksOf({ ...deps, metrics, isStopping: () => isStopping }), metrics)
  const runner = await run({
    connectionString: deps.databaseUrl,
    concurrency: deps.concurrency,
    noHandleSignals: true,
    pollInterval: leaseTimes.pollMs,
    events,
    logger: new QueueLogger(
      () => (level, message) => logger[level === 'warning' ? 'warn' : level]({ message }, 'queue'),
    ),
    taskList: deps.tracing ? tracedTasks(tasks, deps.tracing) : tasks,
    parsedCronItems: parseCronItems([
      { task: 'extend_horizon', match: '17 2 * * *', identifier: 'extend-horizon' },
      { task: 'retime_zones', match: '23 * * * *', identifier: 'retime-zones' },
      { task: 'sweep_expired', match: '41 * * * *', identifier: 'sweep-expired' },
      { task: 'sweep_outbox', match: '* * * * *', identifier: 'sweep-outbox' },
    ]),
  })
  await runner.addJob('retime_zones', {}, { jobKey: 'retime-zones-at-start', maxAttempts: 5 })
  await runner.addJob('extend_horizon', {}, { jobKey: 'extend-horizon-at-start', maxAttempts: 5 })
  const lease = await keepLease(deps, pools[0] ?? deps.workerName, deps.leases ?? leaseTimes)
  let beatAt = 0
  const beatNow = async () => {
    const nowMs = clock()
    await beat(database, deps.workerName, nowMs)
    beatAt = nowMs
  }
  await beatNow()
  metrics.watch(
    'booking_worker_beat_age_seconds',
    'Time since this worker last said in the database that it is alive.',
    () => (clock() - beatAt) / 1000,
  )
  const heartbeat = setInterval(() => {
    beatNow().catch(({ name }: Error) => logger.warn({ name }, 'no heartbeat'))
  }, BEAT_MS)
  return {
    async stop() {
      isStopping = true
      clearInterval(heartbeat)
      await Promise.race([runner.stop(), delay(deps.finishMs ?? FINISH_MS, undefined, { ref: false })])
      await lease.end()
    },
  }
}

/** What this worker can do, by the names under which jobs ask for it. */
const tasksOf = (
  deps: WorkerDeps & { readonly metrics: WorkerMetrics; readonly isStopping: () => boolean },
): TaskList => {
  const { database, clock, logger } = deps
  return {
    sweep_expired: async () => {
      logger.info(await sweepExpired(database, clock()), 'expired rows swept')
    },
    extend_horizon: () => extendHorizonJob(deps),
    retime_zones: async (_, { addJob }) => {
      if (await retimeZonesJob(deps))
        await addJob('extend_horizon', {}, { jobKey: 'extend-horizon-after-zones', maxAttempts: 5 })
    },
    dispatch_outbox: (payload) =>
      dispatchOutboxJob(
        { ...deps, mailer: deps.mailer ?? null, random: Math.random },
        bookingIdOf(payload),
        traceparentOf(payload),
      ),
    sweep_outbox: () => sweepOutboxJob(deps),
  }
}

const bookingIdOf = (payload: unknown): string => (payload as { readonly bookingId: string }).bookingId
