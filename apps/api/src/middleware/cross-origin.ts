import { headerTitles } from '@booking/contract'
import type { MiddlewareHandler } from 'hono'
import { cors } from 'hono/cors'
import type { AppEnv } from '../environment.ts'

const PREFLIGHT_SECONDS = 600

/** Lets pages of the named origins call the API from a browser; no cookies are involved (Fetch standard). */
export const crossOrigin = (origins: readonly string[]): MiddlewareHandler<AppEnv> => {
  const handle = cors({
    origin: [...origins],
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowHeaders: ['Authorization', 'Content-Type', ...Object.values(headerTitles)],
    exposeHeaders: [
      'Deprecation',
      'ETag',
      'Idempotency-Replayed',
      'Link',
      'Location',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'Sunset',
      'X-Request-Id',
    ],
    maxAge: PREFLIGHT_SECONDS,
  })
  return async function crossOrigin(c, next) {
    const preflight = await handle(c, next)
    for (const [name, value] of Object.entries(c.get('headers'))) preflight?.headers.set(name, value)
    return preflight
  }
}
