/**
 * One allowance of steps for everything a public call does, however deep it goes. A step is one day, period,
 * occurrence or transition looked at, about 50 ns once it is compiled; so the default is some 2.5 ms, which leaves room
 * below 20 ms for a slower machine, and much of it for code and zones that are met for the first time. Steps are counted and clocks never read: whether a call
 * succeeds does not depend on the machine.
 *
 * The allowance is module state because it must reach the innermost loops at no cost. That is sound: nothing in the
 * core waits, so at most one call runs at a time.
 */
import { CoreError } from './errors.ts'
import { stepsDefault } from './limits.ts'

let isRunning = false
let limit = Number.POSITIVE_INFINITY
/** One number: in a variable it would be allocated anew with every step. */
const left = Float64Array.of(Number.POSITIVE_INFINITY)

/**
 * Lets everything inside `work` take up to `steps` steps together, instead of `stepsDefault` for each call: for jobs
 * that may block, such as a migration or a nightly check. About 50 ns a step.
 *
 * @throws whatever `work` throws; CoreError `budget_exceeded` beyond `steps`
 * @example
 * const start = parseWall('2026-01-05T09:00:00')
 * const rules = [parseRule('FREQ=DAILY;COUNT=3')]
 * const series = createRecurrence({ start, zone: zoneOf('UTC'), durationMs: 0, rules })
 * withSteps(10_000_000, () => series.count()) // => 3
 */
export function withSteps<Result>(steps: number, work: () => Result): Result {
  const wasRunning = isRunning
  const outerLimit = limit
  const outerLeft = left[0] as number
  isRunning = true
  limit = steps
  left[0] = steps
  try {
    return work()
  } finally {
    isRunning = wasRunning
    limit = outerLimit
    left[0] = outerLeft
  }
}

/** More steps than any call takes, and few enough that a quarter of one is still told apart. */
const countedMax = 2 ** 40

/** Steps that `work` takes, however many: what a call costs, without a clock. */
export function countSteps(work: () => void): number {
  return withSteps(countedMax, () => {
    work()
    return countedMax - (left[0] as number)
  })
}

/** Runs a public call: on the allowance in force, or on one of `steps` when it is the outermost call. */
export function metered<Result>(work: () => Result, steps: number = stepsDefault): Result {
  return isRunning ? work() : withSteps(steps, work)
}

/** @throws CoreError `budget_exceeded` when the allowance in force does not cover `steps` more */
export function spendSteps(steps: number): void {
  const rest = (left[0] as number) - steps
  left[0] = rest
  if (rest >= 0) return
  throw new CoreError('budget_exceeded', `The answer takes more than ${limit} steps; allow more of them.`, {
    budget: limit,
  })
}
