/**
 * Exact series against series: the first clash, however far away, or a proof that there is none.
 *
 * Regular occurrences: a short walk through the near future, where most clashes are; then the proof by residues
 * (clash-proof.ts); where residues cannot decide, a walk of the whole joint period (clash-sweep.ts), at most a
 * few hundred years for most pairs. Extras, a finite list, are looked up one by one. Every part sees the work
 * budget; an answer is never guessed.
 */
import { firstClashAtJumps, jointPeriodEnd, nearJumpsOf } from './clash-proof.ts'
import { reasonOf } from './clash-reason.ts'
import { firstRegularClash, nearEnd, type StartPair, StepBudget } from './clash-sweep.ts'
import { type Instant, instantMin } from './instant.ts'
import { firstClashOf, type SortedIntervals } from './interval-join.ts'
import { conflictStepsDefault } from './limits.ts'
import { type PreparedSeries, regularOccurrence, regularStarts } from './prepared-series.ts'
import type { Occurrence } from './recurrence.ts'

export interface SeriesClash {
  readonly a: Occurrence
  readonly b: Occurrence
}

export type SeriesVerdict =
  | {
      readonly disjointForever: true
      /** Why, in plain English: 'their weekdays never meet'. */
      readonly reason: string
      /** What the proof takes for granted. */
      readonly assumption: string
    }
  | { readonly disjointForever: false; readonly clash: SeriesClash }

export interface ConflictOptions {
  /** Only clashes that are still going on after this instant matter; all of them when absent. */
  readonly from?: Instant
  /** Occurrences and transitions the comparison may visit; 600,000 when absent. */
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
 */
export function firstSeriesClash(
  a: PreparedSeries,
  b: PreparedSeries,
  options: ConflictOptions = {},
): SeriesVerdict {
  const from = options.from ?? instantMin
  const budget = new StepBudget(options.budget ?? conflictStepsDefault)
  const regular = regularClash(a, b, from, budget)
  const candidates: Found[] = []
  if (regular.pair !== null) candidates.push(foundPair(a, b, regular.pair))
  const before = candidates[0]?.at ?? Number.POSITIVE_INFINITY
  for (const found of [
    extrasClash(a, b, from),
    extraAgainstRegular(a, b, from, before, budget, false),
    extraAgainstRegular(b, a, from, before, budget, true),
  ]) {
    if (found !== null) candidates.push(found)
  }
  const first = candidates.reduce<Found | null>(
    (best, f) => (best === null || f.at < best.at ? f : best),
    null,
  )
  if (first !== null) return { disjointForever: false, clash: first.clash() }
  const assumption =
    a.zone.isFixed && b.zone.isFixed
      ? 'nothing: both zones are fixed'
      : 'the zone rules of the tz data in use'
  return { disjointForever: true, reason: regular.reason(), assumption }
}

/** One candidate against many series: the position in `existing` and the first clash of each that clashes. */
export function conflictsOf(
  candidate: PreparedSeries,
  existing: readonly PreparedSeries[],
  options: ConflictOptions = {},
): { readonly index: number; readonly clash: SeriesClash }[] {
  const found: { index: number; clash: SeriesClash }[] = []
  for (const [index, other] of existing.entries()) {
    const verdict = firstSeriesClash(candidate, other, options)
    if (!verdict.disjointForever) found.push({ index, clash: verdict.clash })
  }
  return found
}

interface RegularAnswer {
  readonly pair: StartPair | null
  readonly reason: () => string
}

function regularClash(a: PreparedSeries, b: PreparedSeries, from: number, budget: StepBudget): RegularAnswer {
  const low = Math.max(from, a.firstStart, b.firstStart)
  const high = Math.min(a.lastStart + a.durationMs, b.lastStart + b.durationMs)
  if (low >= high) return { pair: null, reason: () => reasonOf(a, b, 'apart') }
  const near = Math.min(nearEnd(a, b, low), high)
  const pair = firstRegularClash(a, b, from, near, budget)
  if (pair !== null || near >= high) return { pair, reason: () => reasonOf(a, b, 'walked') }
  const jumps = nearJumpsOf(a, b, low)
  if (jumps !== null) {
    return { pair: firstClashAtJumps(a, b, jumps, low, budget), reason: () => reasonOf(a, b, 'residues') }
  }
  const end = Math.min(high, jointPeriodEnd(a, b, low))
  return { pair: firstRegularClash(a, b, near, end, budget), reason: () => reasonOf(a, b, 'walked') }
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
  budget: StepBudget,
  isSwapped: boolean,
): Found | null {
  let best: Found | null = null
  let bestAt = before
  for (const extra of owner.extras) {
    if (extra.start >= bestAt) break
    if (extra.end <= from) continue
    budget.spend(lookUpSteps)
    const reach = Math.max(from, extra.start) - other.durationMs + 1
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
