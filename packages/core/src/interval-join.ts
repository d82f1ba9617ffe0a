import { type IntervalIndex, lowerBoundWithin, upperBoundWithin } from './interval-index.ts'
import { nextAbove } from './max-levels.ts'

/** Below this ratio of sizes the smaller side looks up the larger one instead of walking both. */
const gallopRatio = 32

/**
 * Receives the caller's positions of two overlapping intervals; returning false stops the join.
 * @example
 * const a = new IntervalIndex(Float64Array.of(0, 5000), Float64Array.of(1000, 6000))
 * const b = new IntervalIndex(Float64Array.of(5500), Float64Array.of(7000))
 * let pairs = 0
 * const visit: JoinVisitor = () => pairs++
 * joinIntervals(a, b, visit)
 * pairs // => 1
 */
export type JoinVisitor = (a: number, b: number) => unknown

/**
 * Flat intervals [start, end) in ms, sorted by start: the input of the bulk functions. An `IntervalIndex` is one.
 * @example
 * const sorted: SortedIntervals = { starts: Float64Array.of(0, 5000), ends: Float64Array.of(1000, 6000) }
 * firstClashOf(sorted, sorted) // => { a: 0, b: 0 }
 */
export interface SortedIntervals {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/**
 * Reports every overlapping pair of two indexes by the callers' ids. Sides of comparable size are swept
 * together, O(n + m + hits); below 1:32 the smaller side gallops through the larger, O(n log m + hits log m).
 * @example
 * const a = new IntervalIndex(Float64Array.of(0, 5000), Float64Array.of(1000, 6000))
 * const b = new IntervalIndex(Float64Array.of(5500), Float64Array.of(7000))
 * const pairs: [number, number][] = []
 * joinIntervals(a, b, (i, k) => pairs.push([i, k]))
 * pairs // => [[1, 0]]
 */
export function joinIntervals(a: IntervalIndex, b: IntervalIndex, visit: JoinVisitor): void {
  if (a.size * gallopRatio < b.size) {
    gallopJoin(a, b, (i, j) => visit(a.idAt(i), b.idAt(j)))
  } else if (b.size * gallopRatio < a.size) {
    gallopJoin(b, a, (i, j) => visit(a.idAt(j), b.idAt(i)))
  } else {
    sweepJoin(a, b, (i, j) => visit(a.idAt(i), b.idAt(j)))
  }
}

/**
 * Forward-scan sweep over plain sorted arrays: every step either advances one side or reports a hit, so long
 * intervals cost nothing extra. Reports sorted positions. Source: forward-scan plane sweep join (Brinkhoff,
 * Kriegel and Seeger, SIGMOD 1993).
 * @example
 * const a = new IntervalIndex(Float64Array.of(0, 5000), Float64Array.of(1000, 6000))
 * const b = new IntervalIndex(Float64Array.of(5500), Float64Array.of(7000))
 * const pairs: [number, number][] = []
 * sweepJoin(a, b, (i, k) => pairs.push([i, k]))
 * pairs // => [[1, 0]]
 */
export function sweepJoin(a: SortedIntervals, b: SortedIntervals, visit: JoinVisitor): void {
  const { starts: aStarts, ends: aEnds } = a
  const { starts: bStarts, ends: bEnds } = b
  let i = 0
  let j = 0
  while (i < aStarts.length && j < bStarts.length) {
    if (aStarts[i]! <= bStarts[j]!) {
      const end = aEnds[i]!
      for (let k = j; k < bStarts.length && bStarts[k]! < end; k++) {
        if (visit(i, k) === false) return
      }
      i++
    } else {
      const end = bEnds[j]!
      for (let k = i; k < aStarts.length && aStarts[k]! < end; k++) {
        if (visit(k, j) === false) return
      }
      j++
    }
  }
}

/**
 * Writes overlapping pairs (sorted positions) into two arrays of equal length and returns how many pairs
 * there are in all, which may exceed the room: nothing is written past the end. What lies behind the last pair in
 * the arrays has no meaning. It is `sweepJoin` without calls, and without branches that no processor could predict:
 * which side starts first, and whether the two at the cursors overlap, are numbers that are added.
 * @example
 * const a = new IntervalIndex(Float64Array.of(0, 5000), Float64Array.of(1000, 6000))
 * const b = new IntervalIndex(Float64Array.of(5500), Float64Array.of(7000))
 * const [hitsA, hitsB] = [new Int32Array(8), new Int32Array(8)]
 * sweepJoinInto(a, b, hitsA, hitsB) // => 1
 * hitsA[0] // => 1
 */
export function sweepJoinInto(
  a: SortedIntervals,
  b: SortedIntervals,
  aHits: Int32Array,
  bHits: Int32Array,
): number {
  const { starts: aStarts, ends: aEnds } = a
  const { starts: bStarts, ends: bEnds } = b
  const aLast = aStarts.length - 1
  const bLast = bStarts.length - 1
  let hits = 0
  let i = 0
  let j = 0
  while (i < aLast && j < bLast) {
    const aStart = aStarts[i]!
    const bStart = bStarts[j]!
    const aEnd = aEnds[i]!
    const bEnd = bEnds[j]!
    const isAFirst = Number(aStart <= bStart)
    aHits[hits] = i
    bHits[hits] = j
    hits = (hits + (Number(aStart < bEnd) & Number(bStart < aEnd))) | 0
    const hasMoreOfB = isAFirst & Number(bStarts[j + 1]! < aEnd)
    const hasMoreOfA = (1 - isAFirst) & Number(aStarts[i + 1]! < bEnd)
    if ((hasMoreOfB | hasMoreOfA) === 1) {
      hits =
        hasMoreOfB === 1
          ? writeRun(bStarts, j + 1, aEnd, i, bHits, aHits, hits)
          : writeRun(aStarts, i + 1, bEnd, j, aHits, bHits, hits)
    }
    i = (i + isAFirst) | 0
    j = (j + 1 - isAFirst) | 0
  }
  return sweepLast(a, b, aHits, bHits, i, j, hits)
}

/** Writes the pairs of `one` with every start of the other side from `from` on that lies before `end`. */
function writeRun(
  starts: Float64Array,
  from: number,
  end: number,
  one: number,
  runHits: Int32Array,
  oneHits: Int32Array,
  hitsBefore: number,
): number {
  let hits = hitsBefore
  for (let k = from; k < starts.length && starts[k]! < end; k++) {
    oneHits[hits] = one
    runHits[hits++] = k
  }
  return hits
}

/** The rest of the sweep from the positions i and j, one of which is the last of its side. */
function sweepLast(
  a: SortedIntervals,
  b: SortedIntervals,
  aHits: Int32Array,
  bHits: Int32Array,
  aFrom: number,
  bFrom: number,
  hitsBefore: number,
): number {
  let hits = hitsBefore
  let i = aFrom
  let j = bFrom
  while (i < a.starts.length && j < b.starts.length) {
    if (a.starts[i]! <= b.starts[j]!) {
      hits = writeRun(b.starts, j, a.ends[i]!, i, bHits, aHits, hits)
      i++
    } else {
      hits = writeRun(a.starts, i, b.ends[j]!, j, aHits, bHits, hits)
      j++
    }
  }
  return hits
}

/**
 * The pair that clashes first in time (the smallest instant contained in an interval of each side), as sorted
 * positions, or null. O(n + m): two cursors and the running maximum end of each side.
 * @example
 * const a = new IntervalIndex(Float64Array.of(0, 5000), Float64Array.of(1000, 6000))
 * const b = new IntervalIndex(Float64Array.of(5500), Float64Array.of(7000))
 * firstClashOf(a, b) // => { a: 1, b: 0 }
 * firstClashOf(b, { starts: Float64Array.of(7000), ends: Float64Array.of(8000) }) // => null
 */
export function firstClashOf(
  a: SortedIntervals,
  b: SortedIntervals,
): { readonly a: number; readonly b: number } | null {
  let i = 0
  let j = 0
  let longestA = -1
  let longestB = -1
  while (i < a.starts.length || j < b.starts.length) {
    const aStart = i < a.starts.length ? a.starts[i]! : Infinity
    const bStart = j < b.starts.length ? b.starts[j]! : Infinity
    if (aStart <= bStart) {
      if (longestB >= 0 && b.ends[longestB]! > aStart) return { a: i, b: longestB }
      if (longestA < 0 || a.ends[i]! > a.ends[longestA]!) longestA = i
      i++
    } else {
      if (longestA >= 0 && a.ends[longestA]! > bStart) return { a: longestA, b: j }
      if (longestB < 0 || b.ends[j]! > b.ends[longestB]!) longestB = j
      j++
    }
  }
  return null
}

/** Looks up each interval of the small side, moving through the large one by doubling steps. */
function gallopJoin(small: IntervalIndex, large: IntervalIndex, visit: JoinVisitor): void {
  const levels = large.endLevels()
  let from = 0
  for (let i = 0; i < small.size; i++) {
    const start = small.starts[i]!
    from = gallopAbove(large.runningEnd, start, from)
    if (from === large.size) return
    const to = gallopNotBelow(large.starts, small.ends[i]!, from)
    for (let at = nextAbove(levels, from, to, start); at !== -1; at = nextAbove(levels, at + 1, to, start)) {
      if (visit(i, at) === false) return
    }
  }
}

/** First position >= from whose value is > x, found by doubling steps. */
function gallopAbove(sorted: Float64Array, x: number, from: number): number {
  let step = 1
  let low = from
  while (low + step < sorted.length && sorted[low + step - 1]! <= x) {
    low += step
    step *= 2
  }
  return upperBoundWithin(sorted, x, low, Math.min(low + step, sorted.length))
}

/** First position >= from whose value is >= x, found by doubling steps. */
function gallopNotBelow(sorted: Float64Array, x: number, from: number): number {
  let step = 1
  let low = from
  while (low + step < sorted.length && sorted[low + step - 1]! < x) {
    low += step
    step *= 2
  }
  return lowerBoundWithin(sorted, x, low, Math.min(low + step, sorted.length))
}
