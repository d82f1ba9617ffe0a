import { CoreError } from './errors.ts'
import { buildMaxLevels, type MaxLevels, nextAbove, previousAbove } from './max-levels.ts'

/**
 * An immutable index over half-open intervals [start, end) in integer milliseconds, built once and asked
 * often. Two flat sorted arrays plus a running maximum of the ends answer "does anything overlap" with two
 * binary-search-like looks; block maxima (max-levels.ts) keep "everything that overlaps" and "the first free
 * gap" logarithmic even when a few intervals are very long. Ids are positions in the caller's arrays.
 * Every question refuses with CoreError `invalid_interval` a window whose ends are no numbers or the wrong way round.
 * @example
 * const busy = new IntervalIndex(Float64Array.of(0, 5000), Float64Array.of(1000, 6000))
 * busy.overlapsAny(1000, 5000) // => false
 * busy.firstOverlap(500, 5500) // => 0
 * busy.firstFree(0, 10_000, 4000) // => 1000
 * new IntervalIndex(Float64Array.of(1), Float64Array.of(1)) // => throws invalid_interval
 */
export class IntervalIndex {
  /** Starts, ascending. */
  readonly starts: Float64Array
  /** Ends, in the order of `starts`. */
  readonly ends: Float64Array
  /** Position in the caller's arrays of each sorted interval; null when the caller's order was sorted already. */
  readonly #ids: Int32Array | null
  /** runningEnd[i] = the largest end among the first i + 1 intervals. */
  readonly runningEnd: Float64Array
  #endLevels: MaxLevels | null = null
  #gapLevels: MaxLevels | null = null

  /**
   * @param starts ms, finite safe integers; kept by reference when already ascending, never written to
   * @param ends ms, each greater than its start
   * @throws CoreError `invalid_interval` for arrays of different length or an interval that is empty,
   *   reversed or not made of integers
   */
  constructor(starts: Float64Array, ends: Float64Array) {
    const sorted = inspect(starts, ends)
    this.#ids = sorted ? null : sortedPositions(starts, ends)
    this.starts = this.#ids === null ? starts : permuted(starts, this.#ids)
    this.ends = this.#ids === null ? ends : permuted(ends, this.#ids)
    this.runningEnd = runningMax(this.ends)
  }

  /** How many intervals the index holds. */
  get size(): number {
    return this.starts.length
  }

  /** The caller's position of the interval at sorted position `at`. */
  idAt(at: number): number {
    return this.#ids === null ? at : this.#ids[at]!
  }

  /** Whether any interval overlaps [start, end). Touching is not overlapping. O(log n). */
  overlapsAny(start: number, end: number): boolean {
    checkWindow(start, end)
    const to = lowerBound(this.starts, end)
    return to > 0 && this.runningEnd[to - 1]! > start
  }

  /** Id of the overlapping interval that starts first, or -1. O(log n). */
  firstOverlap(start: number, end: number): number {
    checkWindow(start, end)
    const to = lowerBound(this.starts, end)
    if (to === 0 || this.runningEnd[to - 1]! <= start) return -1
    return this.idAt(this.#firstAbove(start, to))
  }

  /**
   * Calls `visit` with the id of every interval that overlaps [start, end), in order of start, until it
   * returns false. O(log n + hits · log n).
   */
  eachOverlap(start: number, end: number, visit: (id: number) => unknown): void {
    this.eachOverlapAt(start, end, (at) => visit(this.idAt(at)))
  }

  /** `eachOverlap` by sorted position, for `starts`, `ends` and `idAt`. */
  eachOverlapAt(start: number, end: number, visit: (at: number) => unknown): void {
    checkWindow(start, end)
    const to = lowerBound(this.starts, end)
    if (to === 0 || this.runningEnd[to - 1]! <= start) return
    const levels = this.endLevels()
    let at = this.#firstAbove(start, to)
    while (at !== -1) {
      if (visit(at) === false) return
      at = nextAbove(levels, at + 1, to, start)
    }
  }

  /**
   * Writes the ids of the intervals that overlap [start, end) into `out`, in order of start, and returns how
   * many were written; stops when `out` is full.
   */
  overlapsInto(start: number, end: number, out: Int32Array): number {
    checkWindow(start, end)
    const to = lowerBound(this.starts, end)
    if (to === 0 || this.runningEnd[to - 1]! <= start) return 0
    const levels = this.endLevels()
    let written = 0
    let at = this.#firstAbove(start, to)
    while (at !== -1 && written < out.length) {
      out[written++] = this.idAt(at)
      at = nextAbove(levels, at + 1, to, start)
    }
    return written
  }

  /**
   * Where the running end first passes `start`, which it has done before `to`: looked for from there backwards in
   * doubling steps, for all but very long intervals lie close by.
   */
  #firstAbove(start: number, to: number): number {
    let step = 1
    let high = to - 1
    while (high - step >= 0 && this.runningEnd[high - step]! > start) {
      high -= step
      step *= 2
    }
    return upperBoundWithin(this.runningEnd, start, Math.max(0, high - step), high)
  }

  /**
   * The smallest t >= from such that [t, t + durationMs) is free and t + durationMs <= to, or null. O(log n).
   * @param durationMs ms, a positive integer
   */
  firstFree(from: number, to: number, durationMs: number): number | null {
    checkSearch(from, to, durationMs)
    if (from + durationMs > to) return null
    const next = lowerBound(this.starts, from)
    const free = next === 0 ? from : Math.max(from, this.runningEnd[next - 1]!)
    if (next === this.size || this.starts[next]! - free >= durationMs) {
      return free + durationMs <= to ? free : null
    }
    const gap = nextAbove(this.gapLevels(), next + 1, this.size + 1, durationMs - 0.5)
    const start = this.runningEnd[gap - 1]!
    return start + durationMs <= to ? start : null
  }

  /**
   * The largest t >= from such that [t, t + durationMs) is free and t + durationMs <= to, or null. O(log n).
   * @param durationMs ms, a positive integer
   */
  lastFree(from: number, to: number, durationMs: number): number | null {
    checkSearch(from, to, durationMs)
    if (from + durationMs > to) return null
    const before = lowerBound(this.starts, to)
    if (before === 0 || this.runningEnd[before - 1]! <= to - durationMs) return to - durationMs
    const gap = previousAbove(this.gapLevels(), 0, before, durationMs - 0.5)
    const start = this.starts[gap]! - durationMs
    return start >= from ? start : null
  }

  /** Block maxima over `ends`, built at the first use. */
  endLevels(): MaxLevels {
    this.#endLevels ??= buildMaxLevels(this.ends)
    return this.#endLevels
  }

  /** Block maxima over the free gap before each interval; the gaps before the first and after the last are endless. */
  gapLevels(): MaxLevels {
    if (this.#gapLevels === null) {
      const gaps = new Float64Array(this.size + 1).fill(Infinity)
      for (let i = 1; i < this.size; i++) gaps[i] = this.starts[i]! - this.runningEnd[i - 1]!
      this.#gapLevels = buildMaxLevels(gaps)
    }
    return this.#gapLevels
  }
}

/** @throws CoreError `invalid_interval` for a window whose ends are no numbers or the wrong way round */
function checkWindow(start: number, end: number): void {
  if (start <= end) return
  throw new CoreError(
    'invalid_interval',
    `[${start}, ${end}) is not a window: its start must not be after its end`,
  )
}

/** @throws CoreError `invalid_interval` for ends that are no numbers, or a length that is not positive */
function checkSearch(from: number, to: number, durationMs: number): void {
  if (!Number.isNaN(to - from) && durationMs > 0) return
  throw new CoreError('invalid_interval', `no ${durationMs} ms can be looked for in [${from}, ${to})`)
}

/** First position in `sorted` whose value is >= x. */
export function lowerBound(sorted: Float64Array, x: number): number {
  return lowerBoundWithin(sorted, x, 0, sorted.length)
}

/** First position in [lo, hi) whose value is >= x, or hi. */
export function lowerBoundWithin(sorted: Float64Array, x: number, lo: number, hi: number): number {
  let low = lo
  let high = hi
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < x) low = middle + 1
    else high = middle
  }
  return low
}

/** First position in [lo, hi) whose value is > x, or hi. */
export function upperBoundWithin(sorted: Float64Array, x: number, lo: number, hi: number): number {
  let low = lo
  let high = hi
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! <= x) low = middle + 1
    else high = middle
  }
  return low
}

/** Running maximum: out[i] = the largest of the first i + 1 values. */
function runningMax(values: Float64Array): Float64Array {
  const out = new Float64Array(values.length)
  let largest = -Infinity
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (value > largest) largest = value
    out[i] = largest
  }
  return out
}

/** Validates every interval; tells whether the starts ascend already. */
function inspect(starts: Float64Array, ends: Float64Array): boolean {
  if (starts.length !== ends.length) {
    throw new CoreError('invalid_interval', `${starts.length} starts but ${ends.length} ends`)
  }
  let sorted = true
  let previous = -Infinity
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!
    const end = ends[i]!
    if (!(start < end) || !Number.isSafeInteger(start) || !Number.isSafeInteger(end)) {
      throw new CoreError('invalid_interval', `interval ${i} is [${start}, ${end})`)
    }
    if (start < previous) sorted = false
    previous = start
  }
  return sorted
}

function sortedPositions(starts: Float64Array, ends: Float64Array): Int32Array {
  const positions = new Int32Array(starts.length)
  for (let i = 0; i < positions.length; i++) positions[i] = i
  return positions.sort((a, b) => starts[a]! - starts[b]! || ends[a]! - ends[b]! || a - b)
}

function permuted(values: Float64Array, positions: Int32Array): Float64Array {
  const out = new Float64Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[positions[i]!]!
  return out
}
