/**
 * The compiled form of a rule. A wall series is its nominal set, without COUNT, UNTIL or zone: ascending wall times
 * from the start on. What can be known of it without walking, by its shape:
 *
 * - `StrideSeries`: wall = first + k * strideMs. Rules that only step.
 * - `CalendarSeries`: days with times. Periods (`periods.unit`) are numbered; those congruent to `origin` modulo
 *   `interval` count. `periods.at(index)` gives the days of one (offsets from `periods.base`) and, with BYSETPOS,
 *   their own times; `times` are the times of day otherwise. Patterns repeat after `periods.perCycle` periods, which
 *   are 146,097 days, so a day set of one cycle and one congruence modulo gcd(interval, perCycle) tell everything.
 *   A DAILY or sub-daily rule with day limits and INTERVAL 1 uses years as batches of days.
 * - `SubdailySeries`: units numbered day * perDay + unit; those congruent to `phase` modulo `interval` count, cut to
 *   `candidates` and to the days of `parts.days`. Without day limits it repeats after `dayCycle` days.
 *
 * `RuleSeries` (rule-series.ts) adds the ends: `first`, and `end` from COUNT or UNTIL.
 */
import { CoreError } from './errors.ts'

export interface WallSeries {
  /** The first instance in [wall, wallLimit], Infinity when there is none; the year 9999 ends every search. */
  next(wall: number, wallLimit?: number): number
  /** The last instance at or before `wall`, -Infinity when there is none. */
  previous(wall: number): number
  /** Appends the instances in [from, to). */
  fill(from: number, to: number, sink: WallSink): void
  /** Counts instances up to `wallEnd` (inclusive), at most `countEnd` of them, and tells the last one counted. */
  tally(countEnd: number, wallEnd: number): Tally
  /** True when no instance can ever come, whatever the end: a proof, not a search. */
  isImpossible(): boolean
}

export interface Tally {
  readonly count: number
  /** -Infinity when nothing was counted. */
  readonly last: number
}

/** A released array waits here for the next sink: small typed arrays cost more to allocate than to fill. */
const spareLengthMax = 65_536
const noValues = new Float64Array(0)
let spare: Float64Array = new Float64Array(1024)

/** Gives the array behind `values` to the next sink: nobody may read it any more. */
export function reuse(values: Float64Array): void {
  const { buffer } = values
  const length = buffer.byteLength / Float64Array.BYTES_PER_ELEMENT
  if (length <= spare.length || length > spareLengthMax) return
  spare = values.length === length ? values : new Float64Array(buffer)
}

/** Growing list of walls with a budget, and with a stop for rules that end after COUNT instances. */
export class WallSink {
  data: Float64Array
  length = 0
  /** The list takes no more values once it has this length. */
  stop = Number.POSITIVE_INFINITY
  readonly #budget: number

  constructor(capacity: number, budget: number) {
    this.#budget = budget
    this.data = spare.length >= capacity ? spare : new Float64Array(capacity)
    spare = noValues
  }

  /** How long the list may become without asking for room. */
  get capacity(): number {
    return Math.min(this.data.length, this.stop, this.#budget)
  }

  get isFull(): boolean {
    return this.length >= this.stop
  }

  /**
   * Makes room for `extra` more values, or for as many as the stop allows, and returns the array to write to, from
   * `length` up to its own length at most.
   * @throws CoreError `budget_exceeded` when the list would outgrow its budget.
   */
  reserve(extra: number): Float64Array {
    const needed = Math.min(this.length + extra, this.stop)
    if (!(needed <= this.#budget)) {
      throw new CoreError(
        'budget_exceeded',
        `More than ${this.#budget} occurrences lie in the window; ask for a smaller one or raise the budget.`,
        { budget: this.#budget },
      )
    }
    if (needed > this.data.length) this.#grow(needed)
    return this.data
  }

  push(wall: number): void {
    if (this.length >= this.stop) return
    this.reserve(1)[this.length++] = wall
  }

  /** A copy of the values [from, to); the sink may no longer be used. */
  take(from: number, to: number): Float64Array {
    const taken = this.data.slice(from, to)
    this.release()
    return taken
  }

  /** Hands the array on to the next sink; this one may no longer be used. */
  release(): void {
    if (this.data.length > spare.length && this.data.length <= spareLengthMax) spare = this.data
    this.data = noValues
    this.length = 0
  }

  #grow(needed: number): void {
    const grown = new Float64Array(Math.max(needed, this.data.length * 2))
    grown.set(this.data.subarray(0, this.length))
    this.data = grown
  }
}
