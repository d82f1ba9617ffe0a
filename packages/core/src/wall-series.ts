/**
 * A wall series is the nominal set of one rule, without COUNT, UNTIL or zone: ascending wall times from the start on.
 * Three shapes answer the same questions: a plain stride (stride-series.ts), days of periods (calendar-series.ts)
 * and steps below a day (subdaily-series.ts).
 */
import { CoreError } from './errors.ts'
import { searchStepsMax } from './limits.ts'

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

/** Growing list of walls with a budget. */
export class WallSink {
  data: Float64Array
  length = 0
  readonly #budget: number

  constructor(capacity: number, budget: number) {
    this.data = new Float64Array(Math.min(capacity, budget))
    this.#budget = budget
  }

  /**
   * Makes room for `extra` more values and returns the array to write to, from `length` on.
   * @throws CoreError `budget_exceeded` when the list would outgrow its budget.
   */
  reserve(extra: number): Float64Array {
    const needed = this.length + extra
    if (needed <= this.data.length) return this.data
    if (needed > this.#budget) {
      throw new CoreError(
        'budget_exceeded',
        `More than ${this.#budget} occurrences lie in the window; ask for a smaller one or raise the budget.`,
        { budget: this.#budget },
      )
    }
    const grown = new Float64Array(Math.min(Math.max(needed, this.data.length * 2, 16), this.#budget))
    grown.set(this.data.subarray(0, this.length))
    this.data = grown
    return grown
  }

  push(wall: number): void {
    this.reserve(1)[this.length++] = wall
  }
}

/** @throws CoreError `budget_exceeded` once a search has visited more days or periods than `searchStepsMax`. */
export function checkSteps(steps: number): void {
  if (steps > searchStepsMax) {
    throw new CoreError(
      'budget_exceeded',
      `The search visited more than ${searchStepsMax} days without an end.`,
      {
        budget: searchStepsMax,
      },
    )
  }
}
