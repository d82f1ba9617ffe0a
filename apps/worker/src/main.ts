import { openDatabase } from '@booking/storage'
import { pino } from 'pino'
import { ConfigError, readConfig } from './config.ts'
import { startWorker } from './worker.ts'

const EXIT_MS = 15_000

const start = async () => {
  const config = readConfig(process.env)
  const logger = pino({ level: config.logLevel })
  const database = openDatabase({
    url: config.databaseUrl,
    connectionsMax: config.concurrency,
    applicationName: 'booking worker',
    statementTimeoutMs: 30_000,
  })
  const worker = await startWorker({
    database,
    databaseUrl: config.databaseUrl,
    concurrency: config.concurrency,
    workerName: config.workerName,
    clock: () => Date.now(),
    logger,
  })
  logger.info('the worker works')
  process.send?.({ type: 'ready' })

  let isStopping = false
  const stop = async () => {
    if (isStopping) return
    isStopping = true
    setTimeout(() => process.exit(1), EXIT_MS).unref()
    await worker.stop()
    await database.close({ timeoutSeconds: 2 })
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop())
}

start().catch((error: Error) => {
  process.stderr.write(`${error instanceof ConfigError ? error.message : error.stack}\n`)
  process.exit(1)
})
