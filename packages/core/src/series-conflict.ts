/**
 * Exact series against series: the first clash, however far away, or a proof that there is none.
 *
 * Regular occurrences: first the proof by residues (clash-proof.ts), which settles most pairs in microseconds; where
 * it cannot, a short walk through the near future, where most clashes are, and then one of the whole joint period
 * (clash-sweep.ts), a few hundred years for most pairs. Extras, a finite list, are looked up one by one. Every part
 * spends from the work budget; an answer is never guessed.
 */
import { firstClashAtJumps, jointPeriodEnd, nearJumpsOf } from './clash-proof.ts'
import { type ProofKind, reasonOf } from './clash-reason.ts'
import { firstRegularClash, nearEnd, type StartPair } from './clash-sweep.ts'
import { type Instant, instantMin } from './instant.ts'
import { firstClashOf, type SortedIntervals } from './interval-join.ts'
import { conflictStepsDefault } from './limits.ts'
import { type PreparedSeries, reachBack, regularOccurrence, regularStarts } from './prepared-series.ts'
import type { Occurrence } from './recurrence.ts'
import { metered, spendSteps } from './work-budget.ts'

/**
 * Two occurrences that overlap, one of each series.
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const verdict = firstSeriesClash(series('2026-01-05T09:00', 'FREQ=DAILY'), series('2026-01-05T09:30', 'FREQ=WEEKLY'))
 * const clash: SeriesClash | null = verdict.disjointForever ? null : verdict.clash
 * clash && formatWall(clash.b.wallStart) // => '2026-01-05T09:30:00'
 */
export interface SeriesClash {
  readonly a: Occurrence
  readonly b: Occurrence
}

/**
 * Whether two series ever overlap: the first clash, or the reason why there is none.
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const mondays = series('2026-01-05T09:00', 'FREQ=WEEKLY')
 * const verdict: SeriesVerdict = firstSeriesClash(mondays, series('2026-01-06T09:00', 'FREQ=WEEKLY'))
 * verdict.disjointForever && verdict.assumption // => 'nothing: both zones are fixed'
 */
export type SeriesVerdict =
  | {
      readonly disjointForever: true
      /** Why, in plain English: 'their weekdays never meet'. */
      readonly reason: string
      /** What the proof takes for granted. */
      readonly assumption: string
    }
  | { readonly disjointForever: false; readonly clash: SeriesClash }

/**
 * Which clashes matter, and how much work the answer may take.
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const [a, b] = [series('2026-01-05T09:00', 'FREQ=DAILY'), series('2026-01-05T09:00', 'FREQ=YEARLY')]
 * const options: ConflictOptions = { from: asInstant(Date.UTC(2026, 5, 1)) }
 * const verdict = firstSeriesClash(a, b, options)
 * verdict.disjointForever ? null : formatWall(verdict.clash.a.wallStart) // => '2027-01-05T09:00:00'
 */
export interface ConflictOptions {
  /** Only clashes that are still going on after this instant matter; all of them when absent. */
  readonly from?: Instant
  /** Steps the call may take (days, occurrences and transitions looked at); 50,000 when absent. */
  readonly budget?: number
}

/** A clash of two occurrences that are known already. */
interface Found {
  /** When the overlap begins. */
  readonly at: number
  readonly clash: () => SeriesClash
}

/**
 * Decides whether two series ever overlap. Half-open intervals: touching occurrences do not clash, occurrences of
 * length zero clash with nothing. The calendar ends with the year 9999; endless means up to there.
 * @returns the clash whose overlap begins first, or the reason why there is none
 * @throws CoreError `budget_exceeded` when the answer would take more work than `budget`
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const everySevenWeeks = series('2026-01-05T09:00', 'FREQ=WEEKLY;INTERVAL=7')
 * const verdict = firstSeriesClash(everySevenWeeks, series('2028-02-29T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'))
 * verdict.disjointForever ? null : formatWall(verdict.clash.a.wallStart) // => '2072-02-29T09:00:00'
 */
export function firstSeriesClash(
  a: PreparedSeries,
  b: PreparedSeries,
  options: ConflictOptions = {},
): SeriesVerdict {
  return metered(() => {
    const { found, reason } = compare(a, b, options)
    if (found !== null) return { disjointForever: false, clash: found.clash() }
    const assumption =
      a.zone.isFixed && b.zone.isFixed
        ? 'nothing: both zones are fixed'
        : 'the zone rules of the tz data in use'
    return { disjointForever: true, reason: reason(), assumption }
  }, options.budget ?? conflictStepsDefault)
}

/**
 * One candidate against many series: the position in `existing` and the first clash of each that clashes.
 * @throws CoreError `budget_exceeded` when the comparisons together would take more work than `budget`
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const existing = [series('2026-01-06T09:00', 'FREQ=WEEKLY'), series('2026-01-05T09:00', 'FREQ=DAILY')]
 * conflictsOf(series('2026-01-05T09:30', 'FREQ=WEEKLY'), existing).map(({ index }) => index) // => [1]
 */
export function conflictsOf(
  candidate: PreparedSeries,
  existing: readonly PreparedSeries[],
  options: ConflictOptions = {},
): { readonly index: number; readonly clash: SeriesClash }[] {
  return metered(
    () =>
      existing.flatMap((other, index) => {
        spendSteps(comparisonSteps)
        const { found } = compare(candidate, other, options)
        return found === null ? [] : [{ index, clash: found.clash() }]
      }),
    options.budget ?? conflictStepsDefault,
  )
}

/** What the cheapest comparison costs: a proof by residues. */
const comparisonSteps = 16

/** The first clash of all, or what to say when there is none. */
function compare(
  a: PreparedSeries,
  b: PreparedSeries,
  options: ConflictOptions,
): { readonly found: Found | null; readonly reason: () => string } {
  const from = options.from ?? instantMin
  const { pair, proof } = regularClash(a, b, from)
  let found = pair === null ? null : foundPair(a, b, pair)
  if (a.extras.length + b.extras.length > 0) {
    const before = found?.at ?? Number.POSITIVE_INFINITY
    found = earliest([
      found,
      extrasClash(a, b, from),
      extraAgainstRegular(a, b, from, before, false),
      extraAgainstRegular(b, a, from, before, true),
    ])
  }
  return { found, reason: () => reasonOf(a, b, proof) }
}

function earliest(candidates: readonly (Found | null)[]): Found | null {
  return candidates.reduce((best, next) =>
    best === null || (next !== null && next.at < best.at) ? next : best,
  )
}

interface RegularAnswer {
  readonly pair: StartPair | null
  /** What shows that there is no pair, where there is none. */
  readonly proof: ProofKind
}

function regularClash(a: PreparedSeries, b: PreparedSeries, from: number): RegularAnswer {
  const low = Math.max(from, a.firstStart, b.firstStart)
  const high = Math.min(a.lastStart + a.durationMs, b.lastStart + b.durationMs)
  if (low >= high) return { pair: null, proof: 'apart' }
  const near = nearEnd(a, b, low)
  if (near >= high) return { pair: firstRegularClash(a, b, from, high), proof: 'walked' }
  const jumps = nearJumpsOf(a, b, low)
  if (jumps !== null) return { pair: firstClashAtJumps(a, b, jumps, low), proof: 'residues' }
  const pair = firstRegularClash(a, b, from, near)
  if (pair !== null) return { pair, proof: 'walked' }
  const end = Math.min(high, jointPeriodEnd(a, b, low))
  return { pair: firstRegularClash(a, b, near, end), proof: 'walked' }
}

function foundPair(a: PreparedSeries, b: PreparedSeries, pair: StartPair): Found {
  return {
    at: Math.max(pair.a, pair.b),
    clash: () => ({ a: regularOccurrence(a, pair.a), b: regularOccurrence(b, pair.b) }),
  }
}

function extrasClash(a: PreparedSeries, b: PreparedSeries, from: number): Found | null {
  const left = a.extras.filter((o) => o.end > from)
  const right = b.extras.filter((o) => o.end > from)
  const found = firstClashOf(flat(left), flat(right))
  if (found === null) return null
  const clash = { a: left[found.a]!, b: right[found.b]! }
  return { at: Math.max(clash.a.start, clash.b.start), clash: () => clash }
}

function flat(occurrences: readonly Occurrence[]): SortedIntervals {
  return {
    starts: Float64Array.from(occurrences, (o) => o.start),
    ends: Float64Array.from(occurrences, (o) => o.end),
  }
}

/** What a look-up of one extra costs, in visited occurrences. */
const lookUpSteps = 24

/** The first clash of an extra of `owner` with a regular occurrence of `other` that begins before `before`. */
function extraAgainstRegular(
  owner: PreparedSeries,
  other: PreparedSeries,
  from: number,
  before: number,
  isSwapped: boolean,
): Found | null {
  let best: Found | null = null
  let bestAt = before
  for (const extra of owner.extras) {
    if (extra.start >= bestAt) break
    if (extra.end <= from) continue
    spendSteps(lookUpSteps)
    const reach = reachBack(other, Math.max(from, extra.start))
    const [start] = regularStarts(other, reach, Math.min(extra.end, bestAt))
    if (start === undefined) continue
    bestAt = Math.max(extra.start, start)
    const clash = (): SeriesClash => {
      const regular = regularOccurrence(other, start)
      return isSwapped ? { a: regular, b: extra } : { a: extra, b: regular }
    }
    best = { at: bestAt, clash }
  }
  return best
}
