import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'

/**
 * A half-open stretch of time [start, end) in epoch milliseconds: it holds its start and not its end, so
 * intervals that merely touch do not overlap. Never empty: start < end.
 */
export interface Interval {
  readonly start: Instant
  readonly end: Instant
}

/**
 * Builds a checked interval.
 * @throws CoreError `invalid_interval` unless start and end are safe integers and start < end
 */
export function interval(start: Instant, end: Instant): Interval {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start >= end) {
    throw new CoreError('invalid_interval', `[${start}, ${end}) is not an interval: start must be before end`)
  }
  return { start, end }
}

/** Whether two intervals share an instant. Touching is not overlapping. */
export function intervalsOverlap(a: Interval, b: Interval): boolean {
  return a.start < b.end && b.start < a.end
}

/** Whether `inner` lies wholly inside `outer`; an interval contains itself. */
export function intervalContains(outer: Interval, inner: Interval): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

/** Whether `instant` lies in [start, end). */
export function intervalHolds(outer: Interval, instant: Instant): boolean {
  return outer.start <= instant && instant < outer.end
}

/** The union as the fewest intervals, ascending. Touching intervals become one. O(n log n). */
export function mergeIntervals(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => a.start - b.start)
  const merged: Interval[] = []
  for (const next of sorted) {
    const last = merged.at(-1)
    if (last === undefined || next.start > last.end) merged.push(next)
    else if (next.end > last.end) merged[merged.length - 1] = { start: last.start, end: next.end }
  }
  return merged
}

/** What is left of the union of `from` outside the union of `taken`, ascending, never empty pieces. */
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
