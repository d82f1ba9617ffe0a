import { Redis } from 'ioredis'
import { type Hit, type HitStore, WINDOW_PARTS } from './hit-store.ts'

const COMMAND_TIMEOUT_MS = 50
const PROBE_EVERY_MS = 1_000
/** No subject and no address is called so: their keys have a prefix. */
const PROBE_KEY = 'probe'
/** A command that was given up on is forgotten by the client after so many of its times. */
const FORGOTTEN_AFTER = 10

/**
 * The same arithmetic as countHit, by Redis' own clock, in one atomic step. One hash a key: the number of each part
 * of the window that was hit, with its hits. The key dies when no part can matter any more. Answers with the hits
 * and with the milliseconds until the reset, so that the clocks of Redis and of this process need not agree.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window, parts = tonumber(ARGV[1]), tonumber(ARGV[2]), ${WINDOW_PARTS}
local part = math.floor(now * parts / window)
local used, oldest, stored = 0, part, redis.call('HGETALL', KEYS[1])
for at = 1, #stored, 2 do
  local number = tonumber(stored[at])
  if number > part or number < part - parts then
    redis.call('HDEL', KEYS[1], stored[at])
  else
    used = used + tonumber(stored[at + 1])
    oldest = math.min(oldest, number)
  end
end
local untilFree = function(number) return math.ceil((number + parts + 1) * window / parts) - now end
if used >= limit then return { limit + 1, untilFree(oldest) } end
redis.call('HINCRBY', KEYS[1], string.format('%d', part), 1)
redis.call('PEXPIRE', KEYS[1], untilFree(part))
return { used + 1, untilFree(part) }
`

type WithScript = Redis & {
  countHit(key: string, limit: number, windowMs: number): Promise<[number, number]>
}

export type RedisState = 'up' | 'down'

export interface RedisHitStore extends HitStore {
  readonly state: () => RedisState
  /** Milliseconds a PING takes. @throws when Redis does not answer */
  readonly ping: () => Promise<number>
  readonly close: () => void
}

/**
 * Gives Redis its time. A timer that is late tells that this process was busy: the command may not have been sent, or
 * its answer not been read. So it is given its time once more; a busy process is not a slow Redis.
 */
const inTime = <Answer>(ms: number, command: Promise<Answer>): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error('Redis did not answer in time'))
    const dueAt = performance.now() + ms
    let timer = setTimeout(() => {
      const isLate = performance.now() - dueAt > ms / 2
      if (isLate) timer = setTimeout(giveUp, ms)
      else giveUp()
    }, ms)
    command.then(resolve, reject).finally(() => clearTimeout(timer))
  })

/**
 * Windows in Redis, shared by every process. A hit waits for Redis at most 50 ms, and after a failure none does: until
 * a probe finds that Redis counts again, `fallback` does.
 *
 * What Redis grants is counted in `fallback` too. So a window that Redis lost does not begin anew here, and however
 * often Redis goes, comes back and forgets, this process grants no more than twice the limit in any window.
 */
export const redisHitStore = (
  url: string,
  fallback: HitStore,
  {
    clock,
    onError,
    commandTimeoutMs = COMMAND_TIMEOUT_MS,
  }: { clock: () => number; onError: (error: Error) => void; commandTimeoutMs?: number },
): RedisHitStore => {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    // Hits of one turn of the event loop go out in one write.
    enableAutoPipelining: true,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs * FORGOTTEN_AFTER,
    connectTimeout: 1_000,
    retryStrategy: (attempt) => Math.min(100 * attempt, PROBE_EVERY_MS),
  }) as WithScript
  redis.defineCommand('countHit', { numberOfKeys: 1, lua: SCRIPT })
  redis.on('error', onError)
  let isTrusted = true
  let probing: NodeJS.Timeout | undefined
  const state = (): RedisState => (redis.status === 'ready' && isTrusted ? 'up' : 'down')
  const count = (key: string, limit: number, windowMs: number) =>
    inTime(commandTimeoutMs, redis.countHit(`booking:limit:${key}`, limit, windowMs))

  /** Counts, since a Redis that is full, or a replica, answers a PING as well. */
  const probe = async () => {
    try {
      await count(PROBE_KEY, Number.MAX_SAFE_INTEGER, PROBE_EVERY_MS)
      isTrusted = true
    } catch {
      if (redis.status !== 'end') probeLater()
    }
  }
  const probeLater = () => {
    probing = setTimeout(probe, PROBE_EVERY_MS).unref()
  }
  const distrust = (error: Error) => {
    if (!isTrusted) return
    isTrusted = false
    onError(error)
    probeLater()
  }

  return {
    async hit(key, limit, windowMs): Promise<Hit> {
      if (state() === 'down') return fallback.hit(key, limit, windowMs)
      try {
        const [totalHits, resetMs] = await count(key, limit, windowMs)
        const hit = { totalHits, resetTime: new Date(clock() + resetMs) }
        if (totalHits > limit) return hit
        const own = await fallback.hit(key, 2 * limit, windowMs)
        return own.totalHits > 2 * limit ? { totalHits: limit + 1, resetTime: own.resetTime } : hit
      } catch (error) {
        distrust(error as Error)
        return fallback.hit(key, limit, windowMs)
      }
    },
    state,
    async ping() {
      const startedAt = performance.now()
      await inTime(commandTimeoutMs, redis.ping())
      return performance.now() - startedAt
    },
    close() {
      clearTimeout(probing)
      redis.disconnect()
    },
  }
}
