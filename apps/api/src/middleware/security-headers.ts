import type { MiddlewareHandler } from 'hono'
import type { AppEnv } from '../environment.ts'

/** What an API that is called by programs tells a browser: nothing here is a page, nothing is kept. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async function securityHeaders(c, next) {
  c.header('X-Content-Type-Options', 'nosniff')
  c.header('Cache-Control', 'no-store')
  c.header('Referrer-Policy', 'no-referrer')
  await next()
}
