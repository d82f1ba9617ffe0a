import type { Tracing } from '@booking/telemetry'
import type { HitStore } from './hit-store.ts'
import type { RedisHitStore } from './redis-hit-store.ts'

const attributes = {
  'db.system.name': 'redis',
  'db.operation.name': 'EVALSHA',
  'db.stored_procedure.name': 'countHit',
}

/** The same windows in Redis; each hit that asks Redis is a span, without the key, which names whose window it is. */
export const tracedHitStore = (store: RedisHitStore, tracing: Tracing): HitStore => ({
  async hit(key, limit, windowMs) {
    if (store.state() === 'down') return store.hit(key, limit, windowMs)
    const span = tracing.child({ name: 'EVALSHA countHit', kind: 'client', attributes })
    const hit = await store.hit(key, limit, windowMs)
    // The store does not throw: it counts in memory, and asks Redis no more for a while.
    if (store.state() === 'down') span?.fail('redis_unavailable')
    span?.end()
    return hit
  },
})
