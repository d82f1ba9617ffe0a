/** What a window holds after a hit was counted. */
export interface Hit {
  /** Hits in the window; one more than the limit when the hit was refused. */
  readonly totalHits: number
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
 * The sliding window that both stores keep: the present fixed window and the one before it, which counts by the
 * share of it that still lies inside the sliding one.
 */
export interface WindowCount {
  /** Number of the present fixed window since the epoch. */
  readonly number: number
  readonly current: number
  readonly previous: number
}

/** Counts a hit at `nowMs`. */
export const countHit = (
  before: WindowCount | undefined,
  nowMs: number,
  limit: number,
  windowMs: number,
): { count: WindowCount; hit: Hit } => {
  const number = Math.floor(nowMs / windowMs)
  const current = before?.number === number ? before.current : 0
  const previous = previousCount(before, number)
  const elapsed = (nowMs % windowMs) / windowMs
  const used = Math.ceil(previous * (1 - elapsed)) + current
  const resetTime = new Date((number + 1) * windowMs)
  if (used + 1 > limit)
    return { count: { number, current, previous }, hit: { totalHits: limit + 1, resetTime } }
  return { count: { number, current: current + 1, previous }, hit: { totalHits: used + 1, resetTime } }
}

const previousCount = (before: WindowCount | undefined, number: number): number => {
  if (before === undefined) return 0
  if (before.number === number) return before.previous
  return before.number === number - 1 ? before.current : 0
}
