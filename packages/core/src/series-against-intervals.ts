import { typicalGap } from './clash-sweep.ts'
import { type Instant, instantMax, instantMin } from './instant.ts'
import type { IntervalIndex } from './interval-index.ts'
import { startsBudgetDefault, stepsDefault } from './limits.ts'
import { type PreparedSeries, regularEnd, regularOccurrence, regularStarts } from './prepared-series.ts'
import type { Occurrence } from './recurrence.ts'
import { metered, spendSteps } from './work-budget.ts'

/**
 * An occurrence of a series that overlaps an interval, by the interval's position in the caller's arrays.
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const busy = new IntervalIndex(Float64Array.of(Date.UTC(2026, 0, 12)), Float64Array.of(Date.UTC(2026, 0, 13)))
 * const [clash]: IntervalClash[] = clashesWithIntervals(series('2026-01-05T09:00', 'FREQ=WEEKLY'), busy)
 * clash?.interval // => 0
 */
export interface IntervalClash {
  readonly occurrence: Occurrence
  readonly interval: number
}

/**
 * Which clashes are reported, and how many.
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const busy = new IntervalIndex(Float64Array.of(Date.UTC(2026, 0, 12)), Float64Array.of(Date.UTC(2027, 0, 1)))
 * const options: AgainstIntervalsOptions = { from: asInstant(Date.UTC(2026, 5, 1)), clashesMax: 2 }
 * clashesWithIntervals(series('2026-01-05T09:00', 'FREQ=WEEKLY'), busy, options).length // => 2
 */
export interface AgainstIntervalsOptions {
  /** Only clashes that are still going on after this instant are reported; all of them when absent. */
  readonly from?: Instant
  /** Most clashes reported, the first ones; all of them when absent. */
  readonly clashesMax?: number
  /** Most occurrences looked at before the call fails with `budget_exceeded`; 50,000 when absent. */
  readonly budget?: number
}

/** Intervals further apart than this many occurrences are looked at one by one. */
const bridgedOccurrences = 32

/**
 * All clashes of a series (exceptions applied) with a set of intervals, ascending by occurrence and then by the
 * interval's start. An endless series costs no more than a bounded one: only the time around the intervals is
 * laid out, and each occurrence is looked up in the index.
 * @throws CoreError `budget_exceeded`
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const busy = new IntervalIndex(Float64Array.of(Date.UTC(2026, 0, 12)), Float64Array.of(Date.UTC(2026, 0, 13)))
 * const clashes = clashesWithIntervals(series('2026-01-05T09:00', 'FREQ=WEEKLY'), busy)
 * clashes.map(({ occurrence }) => formatWall(occurrence.wallStart)) // => ['2026-01-12T09:00:00']
 */
export function clashesWithIntervals(
  series: PreparedSeries,
  intervals: IntervalIndex,
  options: AgainstIntervalsOptions = {},
): IntervalClash[] {
  const budget = options.budget ?? startsBudgetDefault
  return metered(() => clashes(series, intervals, options, budget), Math.max(stepsDefault, budget))
}

/** What a reported clash costs, in steps: it is kept and sorted. And what laying out its occurrence costs. */
const clashSteps = 4
const occurrenceSteps = 16

function clashes(
  series: PreparedSeries,
  intervals: IntervalIndex,
  options: AgainstIntervalsOptions,
  budget: number,
): IntervalClash[] {
  const from = options.from ?? instantMin
  const max = options.clashesMax ?? Number.POSITIVE_INFINITY
  const found: { readonly start: number; readonly at: number; readonly extra: Occurrence | null }[] = []
  const meet = (start: number, end: number, extra: Occurrence | null): void => {
    if (end <= from) return
    intervals.eachOverlapAt(Math.max(start, from), end, (at) => {
      spendSteps(clashSteps)
      found.push({ start, at, extra })
    })
  }
  for (const extra of series.extras) meet(extra.start, extra.end, extra)
  const extras = found.length
  for (const start of startsAround(series, intervals, from, budget)) {
    spendSteps(1)
    meet(start, regularEnd(series, start), null)
    if (found.length - extras >= max) break
  }
  found.sort((x, y) => x.start - y.start || x.at - y.at)
  const reported: IntervalClash[] = []
  let last: Occurrence | null = null
  for (const { start, at, extra } of found.slice(0, max)) {
    if (extra === null && last?.start !== start) {
      spendSteps(occurrenceSteps)
      last = regularOccurrence(series, start)
    }
    reported.push({ occurrence: extra ?? (last as Occurrence), interval: intervals.idAt(at) })
  }
  return reported
}

/**
 * Regular starts whose occurrences can touch one of the intervals, ascending and each once: intervals closer than
 * an occurrence lasts are bridged.
 */
function* startsAround(
  series: PreparedSeries,
  intervals: IntervalIndex,
  from: number,
  budget: number,
): Generator<number, undefined> {
  const { starts, runningEnd } = intervals
  const low = Math.max(from, series.firstStart)
  if (series.rules.length === 0 || low > instantMax) return undefined
  const bridgeMs = series.durationMs + bridgedOccurrences * typicalGap(series, low)
  let left = budget
  for (let i = 0; i < starts.length; ) {
    const runStart = starts[i]!
    let runEnd = runningEnd[i++]!
    while (i < starts.length && starts[i]! - runEnd <= bridgeMs) runEnd = runningEnd[i++]!
    const found = regularStarts(series, Math.max(low, runStart) - series.durationMs + 1, runEnd, left)
    left -= found.length
    yield* found
  }
  return undefined
}
