import { beat, type Database, sweepExpired } from '@booking/storage'
import { parseCronItems, Logger as QueueLogger, run } from 'graphile-worker'
import type { Logger } from 'pino'
import { extendHorizonJob } from './jobs/extend-horizon.ts'

const BEAT_MS = 10_000

export interface WorkerDeps {
  readonly database: Database
  readonly databaseUrl: string
  readonly concurrency: number
  readonly workerName: string
  readonly clock: () => number
  readonly logger: Logger
}

export interface RunningWorker {
  /** Lets running jobs finish, then closes the queue. */
  readonly stop: () => Promise<void>
}

/** Starts working: the queue lives in PostgreSQL, and its tables are made when they are missing. */
export const startWorker = async (deps: WorkerDeps): Promise<RunningWorker> => {
  const { database, clock, logger } = deps
  let isStopping = false
  const runner = await run({
    connectionString: deps.databaseUrl,
    concurrency: deps.concurrency,
    noHandleSignals: true,
    logger: new QueueLogger(
      () => (level, message) => logger[level === 'warning' ? 'warn' : level]({ message }, 'queue'),
    ),
    taskList: {
      sweep_expired: async () => {
        logger.info(await sweepExpired(database, clock()), 'expired rows swept')
      },
      extend_horizon: () => extendHorizonJob({ database, clock, logger, isStopping: () => isStopping }),
    },
    parsedCronItems: parseCronItems([
      { task: 'extend_horizon', match: '17 2 * * *', identifier: 'extend-horizon' },
      { task: 'sweep_expired', match: '41 * * * *', identifier: 'sweep-expired' },
    ]),
  })
  await runner.addJob('extend_horizon', {}, { jobKey: 'extend-horizon-at-start', maxAttempts: 5 })
  await beat(database, deps.workerName, clock())
  const heartbeat = setInterval(() => {
    beat(database, deps.workerName, clock()).catch(({ name }: Error) => logger.warn({ name }, 'no heartbeat'))
  }, BEAT_MS)
  return {
    async stop() {
      isStopping = true
      clearInterval(heartbeat)
      await runner.stop()
    },
  }
}
