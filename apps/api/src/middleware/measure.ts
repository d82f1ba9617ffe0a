import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'
import type { Metrics } from '../metrics.ts'

/** Counts every request and its time, by the route's pattern. */
export const measure = (metrics: Metrics): MiddlewareHandler<AppEnv> =>
  async function measure(c, next) {
    const startedAt = performance.now()
    await next()
    metrics.requestFinished({
      method: c.req.method,
      route: c.get('route') ?? 'none',
      status: c.res.status,
      durationMs: performance.now() - startedAt,
      problemCode: c.get('problemCode'),
    })
  }
