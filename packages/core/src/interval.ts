import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'

/**
 * A half-open stretch of time [start, end) in epoch milliseconds: it holds its start and not its end, so
 * intervals that merely touch do not overlap. Never empty: start < end.
 * @example
 * const hour: Interval = interval(asInstant(0), asInstant(3_600_000))
 * hour.end - hour.start // => 3_600_000
 */
export interface Interval {
  readonly start: Instant
  readonly end: Instant
}

/**
 * Builds a checked interval.
 * @throws CoreError `invalid_interval` unless start and end are safe integers and start < end
 * @example
 * interval(asInstant(0), asInstant(1000)) // => { start: 0, end: 1000 }
 * interval(asInstant(1000), asInstant(1000)) // => throws invalid_interval
 */
export function interval(start: Instant, end: Instant): Interval {
  checkInterval(start, end)
  return { start, end }
}

function checkInterval(start: number, end: number): void {
  if (Number.isSafeInteger(start) && Number.isSafeInteger(end) && start < end) return
  throw new CoreError('invalid_interval', `[${start}, ${end}) is not an interval: start must be before end`)
}

/**
 * Whether two intervals share an instant. Touching is not overlapping.
 * @example
 * const early = interval(asInstant(0), asInstant(1000))
 * const late = interval(asInstant(1000), asInstant(2000))
 * intervalsOverlap(early, late) // => false
 */
export function intervalsOverlap(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end
}

/**
 * Whether `inner` lies wholly inside `outer`; an interval contains itself.
 * @example
 * const early = interval(asInstant(0), asInstant(1000))
 * const late = interval(asInstant(1000), asInstant(2000))
 * intervalContains(early, early) // => true
 * intervalContains(early, late) // => false
 */
export function intervalContains(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/**
 * Whether `instant` lies in [start, end).
 * @example
 * const early = interval(asInstant(0), asInstant(1000))
 * const late = interval(asInstant(1000), asInstant(2000))
 * intervalHolds(early, late.start) // => false
 * intervalHolds(late, late.start) // => true
 */
export function intervalHolds(outer: Interval, instant: Instant): boolean {
  return outer.start <= instant && instant < outer.end
}

/**
 * The union as the fewest intervals, ascending. Touching intervals become one. O(n log n).
 * @throws CoreError `invalid_interval` for an interval that `interval` would refuse
 * @example
 * const early = interval(asInstant(0), asInstant(1000))
 * const late = interval(asInstant(1000), asInstant(2000))
 * mergeIntervals([late, early]) // => [{ start: 0, end: 2000 }]
 */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  for (const { start, end } of intervals) checkInterval(start, end)
  const sorted = [...intervals].sort((a, b) => a.start - b.start)
  const merged: Interval[] = []
  for (const next of sorted) {
    const last = merged.at(-1)
    if (last === undefined || next.start > last.end) merged.push(next)
    else if (next.end > last.end) merged[merged.length - 1] = { start: last.start, end: next.end }
  }
  return merged
}

/**
 * What is left of the union of `from` outside the union of `taken`, ascending, never empty pieces.
 * @throws CoreError `invalid_interval` for an interval that `interval` would refuse
 * @example
 * const early = interval(asInstant(0), asInstant(1000))
 * const late = interval(asInstant(1000), asInstant(2000))
 * const both = mergeIntervals([early, late])
 * subtractIntervals(both, [late]) // => [{ start: 0, end: 1000 }]
 */
export function subtractIntervals(from: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const holes = mergeIntervals(taken)
  const left: Interval[] = []
  let first = 0
  for (const piece of mergeIntervals(from)) {
    while (first < holes.length && holes[first]!.end <= piece.start) first++
    let start = piece.start
    for (let i = first; i < holes.length && holes[i]!.start < piece.end; i++) {
      const hole = holes[i]!
      if (hole.start > start) left.push({ start, end: hole.start })
      if (hole.end > start) start = hole.end
    }
    if (start < piece.end) left.push({ start, end: piece.end })
  }
  return left
}
