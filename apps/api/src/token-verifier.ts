/** What a window holds after a hit was counted. */
export interface Hit {
  /** Hits in the window; one more than the limit when the hit was refused. */
  readonly totalHits: number
  /** When the window is empty again, should nothing more come; after a refusal, when the next hit is granted. */
  readonly resetTime: Date
}

/** Counts hits in a sliding window. */
export interface HitStore {
  /**
   * @param key names whose window it is
   * @param limit a hit beyond it is refused and not counted, so that whoever keeps trying is not shut out for ever
   */
  hit(key: string, limit: number, windowMs: number): Hit | Promise<Hit>
}

/**
 * Parts of a window that are counted by themselves. The present part and as many whole ones before it cover every
 * window that ends now, so no window of `windowMs` ever holds more granted hits than the limit; the price is that
 * a hit counts up to a twelfth of the window longer than it has to.
 */
export const WINDOW_PARTS = 12

/** The hits of one key. Both stores keep this, and count it in the same way. */
export interface WindowCount {
  /** Number of the present part since the epoch. */
  readonly part: number
  /** Granted hits of the parts of the window, the present one last: {@link WINDOW_PARTS} and one. */
  readonly hits: readonly number[]
}

/** Counts a hit at `nowMs`. */
export const countHit = (
  before: WindowCount | undefined,
  nowMs: number,
  limit: number,
  windowMs: number,
): { count: WindowCount; hit: Hit } => {
  const part = Math.floor((nowMs * WINDOW_PARTS) / windowMs)
  const hits = hitsAt(before, part)
  const used = hits.reduce((sum, count) => sum + count, 0)
  const isGranted = used < limit
  const leaving = isGranted ? WINDOW_PARTS : hits.findIndex((count) => count > 0)
  if (isGranted) hits[WINDOW_PARTS]! += 1
  const resetTime = new Date(Math.ceil(((part + leaving + 1) * windowMs) / WINDOW_PARTS))
  return { count: { part, hits }, hit: { totalHits: isGranted ? used + 1 : limit + 1, resetTime } }
}

/** The counted parts moved along to `part`. A clock that was set back begins anew. */
const hitsAt = (before: WindowCount | undefined, part: number): number[] => {
  const parts = WINDOW_PARTS + 1
  const moved = before === undefined ? parts : part - before.part
  if (before === undefined || moved < 0 || moved >= parts) return new Array<number>(parts).fill(0)
  return [...before.hits.slice(moved), ...new Array<number>(moved).fill(0)]
}
