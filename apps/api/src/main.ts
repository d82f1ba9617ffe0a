import type { AddressInfo } from 'node:net'
import { ConfigError, readVersion } from '@booking/settings'
import {
  checkPooler,
  createFirstAdmin,
  type DatabaseOptions,
  defaultBounds,
  followDatabaseClock,
  openDatabase,
  PoolerError,
} from '@booking/storage'
import { databaseTrace, openTracing, serveMetrics } from '@booking/telemetry'
import { type Logger, pino } from 'pino'
import { createApp } from './app.ts'
import { readConfig } from './config.ts'
import { ensureFirstAdmin } from './first-admin.ts'
import { createGate } from './gate.ts'
import { memoryHitStore } from './limits/memory-hit-store.ts'
import { redisHitStore } from './limits/redis-hit-store.ts'
import { tracedHitStore } from './limits/traced-hit-store.ts'
import { listen } from './listen.ts'
import { createMetrics } from './metrics.ts'
import { shutdown } from './shutdown.ts'
import { tokenSigner, tokenVerifier } from './tokens.ts'
import { tracedGate } from './traced-gate.ts'
import { watchSystem } from './watch-system.ts'

/** How long a balancer has to notice that a process stops; nobody else has to wait for it. */
const STOP_NOTICE_MS = 1_000

/** Lines are written a few at a time, and none later than this: a write for each request costs as much as its query. */
const batched = { sync: false, minLength: 4_096, periodicFlush: 100 }

const start = async () => {
  const config = readConfig(process.env)
  const version = readVersion(import.meta.url)
  const tracing = await openTracing(config.traces, {
    version,
    onDelivery: (delivery) => logger.warn({ delivery }, 'traces'),
  })
  const mixin = tracing === null ? {} : { mixin: tracing.logFields }
  const logger = pino({ level: config.logLevel, ...mixin }, pino.destination(batched))
  const ownClock = () => Date.now()
  const databaseOptions: DatabaseOptions = {
    url: config.databaseUrl,
    connectionsMax: config.databasePoolMax,
    applicationName: 'booking api',
    pooler: config.databasePooler,
    trace: tracing && databaseTrace(tracing),
  }
  await refuseUnknownPooler(databaseOptions, logger)
  const database = openDatabase(databaseOptions)
  // Tokens come from elsewhere and are judged by this machine's clock; whatever is written, or is due, by the database's.
  const { now: clock } = await followDatabaseClock(database, { own: ownClock })
  const local = memoryHitStore(clock)
  const redis =
    config.redisUrl === undefined
      ? null
      : redisHitStore(config.redisUrl, local, {
          clock,
          onError: ({ message }) => logger.debug({ message }, 'redis'),
        })
  const { secret } = config.token
  const signIn =
    secret === undefined
      ? null
      : {
          signToken: await tokenSigner({ ...config.token, secret, clock: ownClock }),
          accessSeconds: config.accessTokenSeconds,
          refreshSeconds: config.refreshTokenSeconds,
        }
  const { firstAdmin } = config
  if (firstAdmin !== undefined)
    await ensureFirstAdmin(
      () => createFirstAdmin(database, { ...firstAdmin, nowMs: clock() }),
      ({ name }) => logger.warn({ name }, 'the first administrator waits for the database'),
    )
  const gate = createGate({ connectionsMax: config.databasePoolMax, clock: ownClock })
  const metrics = createMetrics()
  if (config.metricsPort !== undefined) {
    metrics.watchProcess()
    watchSystem({ metrics, gate, redis, database, clock })
    const { port } = (
      await serveMetrics(metrics, { port: config.metricsPort, hostname: config.host })
    ).address() as AddressInfo
    logger.info({ address: `http://localhost:${port}/metrics` }, 'the metrics are served')
  }
  let isStopping = false
  const app = createApp({
    database,
    gate: tracing === null ? gate : tracedGate(gate, tracing),
    metrics,
    tracing,
    bounds: { ...defaultBounds, occurrencesMax: config.occurrencesMax },
    verifyToken: await tokenVerifier({ ...config.token, clock: ownClock }),
    signIn,
    hits: redis !== null && tracing !== null ? tracedHitStore(redis, tracing) : (redis ?? local),
    redis,
    rateLimit: config.rateLimit,
    trustedProxies: config.trustedProxies,
    corsOrigins: config.corsOrigins,
    deadlineMs: config.deadlineMs,
    clock,
    startedAtMs: clock(),
    version,
    logger,
    isStopping: () => isStopping,
  })
  const server = listen(app, { port: config.port, hostname: config.host }, (port) => {
    const address = `http://localhost:${port}`
    logger.info({ address }, 'the API answers')
    process.send?.({ type: 'ready', address })
  })
  server.once('error', (error) => {
    logger.fatal({ message: error.message }, 'the API cannot listen')
    process.exit(1)
  })
  const stop = () => {
    if (isStopping) return
    isStopping = true
    const noticeMs = config.isProduction ? STOP_NOTICE_MS : 0
    void shutdown({ server, database, closeRedis: () => redis?.close(), tracing, logger, noticeMs })
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, stop)
}

/** A database that cannot be reached yet is waited for; one that is reached in a way that loses statements is not used. */
const refuseUnknownPooler = (options: DatabaseOptions, logger: Logger): Promise<void> =>
  checkPooler(options).catch((error: Error) => {
    if (error instanceof PoolerError) throw error
    logger.warn({ name: error.name }, 'the database cannot be reached yet')
  })

start().catch((error: Error) => {
  process.stderr.write(
    `${error instanceof ConfigError || error instanceof PoolerError ? error.message : error.stack}\n`,
  )
  process.exit(1)
})
