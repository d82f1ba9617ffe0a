import { Redis } from 'ioredis'
import type { Hit, HitStore } from './hit-store.ts'

const COMMAND_TIMEOUT_MS = 50
const CLOSED_FOR_MS = 1_000

/**
 * The same arithmetic as countHit, by Redis' own clock, in one atomic step. One hash a key: n the number of the
 * fixed window, c its hits, p the hits of the one before. The key dies when neither window can matter.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
local number = math.floor(now / window)
local stored = redis.call('HMGET', KEYS[1], 'n', 'c', 'p')
local n, current, previous = tonumber(stored[1] or -1), 0, 0
if n == number then
  current, previous = tonumber(stored[2]), tonumber(stored[3])
elseif n == number - 1 then
  previous = tonumber(stored[2])
end
local used = math.ceil(previous * (1 - (now % window) / window)) + current
local reset = (number + 1) * window
if used + 1 > limit then return { limit + 1, tostring(reset) } end
redis.call('HSET', KEYS[1], 'n', number, 'c', current + 1, 'p', previous)
redis.call('PEXPIRE', KEYS[1], window * 2)
return { used + 1, tostring(reset) }
`

type WithScript = Redis & {
  countHit(key: string, limit: number, windowMs: number): Promise<[number, string]>
}

export type RedisState = 'up' | 'down'

export interface RedisHitStore extends HitStore {
  readonly state: () => RedisState
  /** Milliseconds a PING takes. @throws when Redis does not answer */
  readonly ping: () => Promise<number>
  readonly close: () => void
}

/**
 * Windows in Redis, shared by every process. No request ever waits for Redis: a command has 50 ms, and after a
 * failure `fallback` counts for a second before Redis is asked again.
 */
export const redisHitStore = (
  url: string,
  fallback: HitStore,
  { clock, onError }: { clock: () => number; onError: (error: Error) => void },
): RedisHitStore => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, CLOSED_FOR_MS),
  }) as WithScript
  redis.defineCommand('countHit', { numberOfKeys: 1, lua: SCRIPT })
  redis.on('error', onError)
  let closedUntil = 0
  return {
    async hit(key, limit, windowMs): Promise<Hit> {
      if (redis.status !== 'ready' || clock() < closedUntil) return fallback.hit(key, limit, windowMs)
      try {
        const [totalHits, reset] = await redis.countHit(`booking:limit:${key}`, limit, windowMs)
        return { totalHits, resetTime: new Date(Number(reset)) }
      } catch (error) {
        closedUntil = clock() + CLOSED_FOR_MS
        onError(error as Error)
        return fallback.hit(key, limit, windowMs)
      }
    },
    state: () => (redis.status === 'ready' && clock() >= closedUntil ? 'up' : 'down'),
    async ping() {
      const startedAt = performance.now()
      await redis.ping()
      return performance.now() - startedAt
    },
    close: () => redis.disconnect(),
  }
}
