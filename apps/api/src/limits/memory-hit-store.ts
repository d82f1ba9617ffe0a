import { countHit, type Hit, type HitStore, type WindowCount } from './hit-store.ts'

const KEYS_MAX = 100_000

/** Windows in this process's memory. The keys that were hit longest ago make room for new ones. */
export const memoryHitStore = (clock: () => number): HitStore => {
  const windows = new Map<string, WindowCount>()
  return {
    hit(key, limit, windowMs): Hit {
      const { count, hit } = countHit(windows.get(key), clock(), limit, windowMs)
      windows.delete(key)
      windows.set(key, count)
      if (windows.size > KEYS_MAX) windows.delete(windows.keys().next().value as string)
      return hit
    },
  }
}
