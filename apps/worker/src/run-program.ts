import type { AddressInfo } from 'node:net'
import { ConfigError, readVersion } from '@booking/settings'
import {
  checkPooler,
  countZoneConflicts,
  followDatabaseClock,
  openDatabase,
  PoolerError,
} from '@booking/storage'
import { databaseTrace, openTracing, serveMetrics } from '@booking/telemetry'
import { type Logger, pino } from 'pino'
import { readConfig } from './config.ts'
import { openSmtpMailer } from './mail/smtp-mailer.ts'
import { tracedMailer } from './mail/traced-mailer.ts'
import { createWorkerMetrics } from './metrics.ts'
import { startWorker, type WorkerDeps } from './worker.ts'

/** Longer than jobs may take to finish, shorter than whoever stops us waits. */
const EXIT_MS = 15_000

/** Times that a test shortens. */
export type ProgramOptions = Partial<Pick<WorkerDeps, 'leases' | 'finishMs' | 'clock'>>

/** The worker as a program: settings from the environment, until it is told to stop; then its exit code is 0. */
export const runProgram = (options: ProgramOptions = {}): void => {
  start(options).catch((error: Error) => {
    process.stderr.write(
      `${error instanceof ConfigError || error instanceof PoolerError ? error.message : error.stack}\n`,
    )
    process.exit(1)
  })
}

const start = async (options: ProgramOptions) => {
  const config = readConfig(process.env)
  const tracing = await openTracing(config.traces, {
    version: readVersion(import.meta.url),
    onDelivery: (delivery) => logger.warn({ delivery }, 'traces'),
  })
  const logger = pino({ level: config.logLevel, ...(tracing === null ? {} : { mixin: tracing.logFields }) })
  // The queue listens for jobs, which takes a session of its own.
  await checkPooler({ url: config.databaseUrl })
  const database = openDatabase({
    url: config.databaseUrl,
    // One more than jobs may hold, so that the lease is renewed while all of them work.
    connectionsMax: config.concurrency + 1,
    applicationName: 'booking worker',
    statementTimeoutMs: 30_000,
    trace: tracing && databaseTrace(tracing),
  })
  const databaseClock = await followDatabaseClock(database)
  const smtp =
    config.mail === undefined ? null : openSmtpMailer({ ...config.mail, connectionsMax: config.concurrency })
  const mailer = smtp === null || tracing === null ? smtp : tracedMailer(smtp, tracing)
  const metrics = createWorkerMetrics()
  const worker = await startWorker({
    database,
    databaseUrl: config.databaseUrl,
    concurrency: config.concurrency,
    workerName: config.workerName,
    clock: databaseClock.now,
    logger,
    mailer,
    metrics,
    tracing,
    ...options,
  })
  if (config.metrics !== undefined) {
    metrics.watchProcess()
    metrics.watch(
      'booking_zone_conflicts',
      'Occurrences that could not follow their zone, by what became of them.',
      () => countZoneConflicts(database),
    )
    const { port } = (await serveMetrics(metrics, config.metrics)).address() as AddressInfo
    logger.info({ address: `http://localhost:${port}/metrics` }, 'the metrics are served')
  }
  logger.info('the worker works')
  process.send?.({ type: 'ready' })
  stopWhenAsked(logger, async () => {
    await worker.stop()
    databaseClock.stop()
    mailer?.close()
    await Promise.all([database.close({ timeoutSeconds: 2 }), tracing?.close(2_000)])
  })
}

const stopWhenAsked = (logger: Logger, stop: () => Promise<void>) => {
  let isStopping = false
  const stopOnce = async () => {
    if (isStopping) return
    isStopping = true
    logger.info('stopping')
    setTimeout(() => process.exit(1), EXIT_MS).unref()
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const)
    process.on(signal, () => {
      stopOnce().catch(() => process.exit(1))
    })
}
