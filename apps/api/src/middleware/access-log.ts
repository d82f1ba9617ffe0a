import { createHash } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { AppEnv } from '../environment.ts'

/**
 * Some issuers call people by their addresses, which the log has no need of: the first half of the SHA-256, in
 * hexadecimal, finds the lines of one whose address is known.
 */
const shownSubject = (subject: string | undefined): string | undefined =>
  subject?.includes('@')
    ? `sha256:${createHash('sha256').update(subject).digest('hex').slice(0, 32)}`
    : subject

/** One line a request: the route's pattern, not the path, and the subject, but nothing a person wrote. */
export const accessLog = (logger: Logger): MiddlewareHandler<AppEnv> =>
  async function accessLog(c, next) {
    const startedAt = performance.now()
    await next()
    logger.info({
      requestId: c.get('requestId'),
      subject: shownSubject(c.get('actor')?.subject),
      method: c.req.method,
      route: c.get('route'),
      status: c.res.status,
      code: c.get('problemCode'),
      durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
    })
  }
