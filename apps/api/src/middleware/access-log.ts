import type { MiddlewareHandler } from 'hono'
import type { Logger } from 'pino'
import type { AppEnv } from '../environment.ts'

/** One line a request: the route's pattern, not the path, and the subject, but nothing a person wrote. */
export const accessLog = (logger: Logger): MiddlewareHandler<AppEnv> =>
  async function accessLog(c, next) {
    const startedAt = performance.now()
    await next()
    logger.info({
      requestId: c.get('requestId'),
      subject: c.get('actor')?.subject,
      method: c.req.method,
      route: c.get('route'),
      status: c.res.status,
      code: c.get('problemCode'),
      durationMs: Math.round((performance.now() - startedAt) * 100) / 100,
    })
  }
