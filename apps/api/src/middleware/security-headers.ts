import type { MiddlewareHandler } from 'hono'
import { carry } from '../answer.ts'
import type { AppEnv } from '../environment.ts'

/** What an API that is called by programs tells a browser: nothing here is a page, is kept, or is for other sites to embed. */
export const securityHeaders: MiddlewareHandler<AppEnv> = async function securityHeaders(c, next) {
  carry(c, 'X-Content-Type-Options', 'nosniff')
  carry(c, 'Cache-Control', 'no-store')
  carry(c, 'Referrer-Policy', 'no-referrer')
  carry(c, 'Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  carry(c, 'Cross-Origin-Resource-Policy', 'same-origin')
  await next()
}
