import type { Server } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import type { Database } from '@booking/storage'
import type { Tracing } from '@booking/telemetry'
import type { Logger } from 'pino'

const DRAIN_MS = 10_000
const EXIT_MS = 15_000
/** Time that what was traced last has to be sent. */
const TRACES_MS = 2_000

/**
 * Stops in order: for `noticeMs` everything is still answered, while `/health/ready` is 503 and each answer the last of
 * its connection, so that a balancer sends elsewhere; then no new connections, requests in flight finish (10 s at
 * most), connections are closed, then the pool and Redis; what was traced is sent meanwhile (2 s at most). Whatever hangs, the process is gone after 15 s.
 */
export const shutdown = async (parts: {
  server: Server
  database: Database
  closeRedis: () => void
  /** Null where nothing is traced. */
  tracing: Pick<Tracing, 'close'> | null
  logger: Logger
  /** Milliseconds. */
  noticeMs: number
}): Promise<void> => {
  parts.logger.info('stopping')
  setTimeout(() => process.exit(1), EXIT_MS).unref()
  if (parts.noticeMs > 0) await delay(parts.noticeMs)
  await drain(parts.server)
  await Promise.all([parts.database.close({ timeoutSeconds: 2 }), parts.tracing?.close(TRACES_MS)])
  parts.closeRedis()
  parts.logger.info('stopped')
  process.exit(0)
}

const drain = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), DRAIN_MS)
    server.close(() => {
      clearTimeout(deadline)
      resolve()
    })
    server.closeIdleConnections()
  })
