import type { Context, MiddlewareHandler } from 'hono'
import { rateLimiter, type Store } from 'hono-rate-limiter'
import { carry } from '../answer.ts'
import type { AppEnv, Deps } from '../environment.ts'
import type { HitStore } from '../limits/hit-store.ts'
import { Problem } from '../problem.ts'
import { addressBlock, clientAddress } from './client-address.ts'

/**
 * Limits requests a window: by subject, with the limit of its role, and by address for those without a valid
 * token. The answer says what is left (draft-ietf-httpapi-ratelimit-headers-10).
 */
export const rateLimit = (
  deps: Pick<Deps, 'hits' | 'redis' | 'rateLimit' | 'trustedProxies' | 'clock' | 'metrics'>,
): [MiddlewareHandler<AppEnv>, MiddlewareHandler<AppEnv>] => {
  const { windowMs } = deps.rateLimit
  const limitOf = (c: Context<AppEnv>) => deps.rateLimit[c.get('actor')?.role ?? 'standard']
  const count = (c: Context<AppEnv>, decision: 'granted' | 'refused') =>
    deps.metrics.limitDecided({
      tier: c.get('actor')?.role ?? 'none',
      decision,
      store: deps.redis?.state() === 'up' ? 'redis' : 'memory',
    })
  const limiter = rateLimiter<AppEnv>({
    windowMs,
    limit: limitOf,
    standardHeaders: false,
    store: storeOf(deps.hits, windowMs),
    keyGenerator: (c) => {
      const actor = c.get('actor')
      const who =
        actor === null
          ? `address:${addressBlock(clientAddress(c, deps.trustedProxies))}`
          : `subject:${actor.subject}`
      return `${limitOf(c)}:${who}`
    },
    handler: (c) => {
      count(c, 'refused')
      const seconds = secondsLeft(c, deps.clock())
      throw new Problem('rate_limited', {
        detail: `The ${limitOf(c)} requests of this window are used up.`,
        headers: { 'Retry-After': String(seconds), ...rateLimitHeaders(c, windowMs, deps.clock()) },
      })
    },
  })
  return [
    limiter,
    async function tellRateLimit(c, next) {
      count(c, 'granted')
      for (const [name, value] of Object.entries(rateLimitHeaders(c, windowMs, deps.clock())))
        carry(c, name, value)
      await next()
    },
  ]
}

/** The limit travels in the key, since a store of the library is not told it. */
const storeOf = (hits: HitStore, windowMs: number): Store<AppEnv> => ({
  increment(key: string) {
    const colon = key.indexOf(':')
    return hits.hit(key.slice(colon + 1), Number(key.slice(0, colon)), windowMs)
  },
  decrement() {},
  resetKey() {},
})

const secondsLeft = (c: Context<AppEnv>, nowMs: number): number => {
  const resetMs = c.get('rateLimit').resetTime?.getTime() ?? nowMs
  return Math.max(1, Math.ceil((resetMs - nowMs) / 1000))
}

const rateLimitHeaders = (c: Context<AppEnv>, windowMs: number, nowMs: number): Record<string, string> => {
  const { limit, remaining } = c.get('rateLimit')
  return {
    RateLimit: `"default";r=${remaining};t=${secondsLeft(c, nowMs)}`,
    'RateLimit-Policy': `"default";q=${limit};w=${Math.ceil(windowMs / 1000)}`,
  }
}
