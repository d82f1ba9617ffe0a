/**
 * Proofs that the regular occurrences of two series never meet, without walking them.
 *
 * 1. Away from transitions both zones keep one offset each, so the starts are residues (residue-form.ts) shifted by
 *    a constant; if the residues never come closer than the durations for any difference of offsets that is ever
 *    in force, no such pair overlaps.
 * 2. A pair that is not of that kind lies around a jump at T: one start in (T - its duration, T + jump), the other
 *    in [T, T + jump + that duration), and the one uses the offset before the jump, the other the one after it.
 *    Jumps fall on few points of the week (zone-crossings.ts), so the residues tell which jumps allow such a
 *    pair; only those are walked.
 */
import { civilOf, civilYear, cycleDays, dayMs, yearStart } from './civil.ts'
import { firstRegularClash, type StartPair, type StepBudget } from './clash-sweep.ts'
import { gcd, modulo } from './congruence.ts'
import { type Instant, instantMax } from './instant.ts'
import { joinCycles, type PreparedSeries } from './prepared-series.ts'
import type { ResidueForm } from './residue-form.ts'
import { shapesMayMeet } from './rule-shape.ts'
import {
  type Crossing,
  crossingKey,
  crossingsFrom,
  type Jump,
  jumpsBetween,
  weekMs,
} from './zone-crossings.ts'
import { regularYear } from './zone-regimes.ts'

/** Occurrences longer than this can span two transitions, and every point of the week is near to them. */
export const longMs = 14 * dayMs

/** What a look for a rule's next start costs, in visited occurrences. */
const nextSteps = 8

/** Jumps that both series can come near to, by the key of their crossing; null when the residues do meet. */
export type NearJumps = ReadonlySet<string> | null

/** Step 1 and the screening of step 2, for everything from `from` on. */
export function nearJumpsOf(a: PreparedSeries, b: PreparedSeries, from: number): NearJumps {
  const { differences, crossings } = crossingsFrom(a.zone, b.zone, yearOf(from))
  if (differences.some((shiftMs) => meetAt(a, b, shiftMs))) return null
  const near = new Set<string>()
  for (const crossing of crossings) {
    if (comesNear(a, b, crossing)) near.add(crossingKey(crossing))
  }
  return near
}

/** Step 2: walks around the jumps in `near`, in time order, up to the end of the joint period. */
export function firstClashAtJumps(
  a: PreparedSeries,
  b: PreparedSeries,
  near: ReadonlySet<string>,
  from: number,
  budget: StepBudget,
): StartPair | null {
  if (near.size === 0) return null
  const reachMs = Math.max(a.durationMs, b.durationMs) + longMs
  const end = Math.min(jointPeriodEnd(a, b, from), a.lastStart + reachMs, b.lastStart + reachMs)
  for (const jump of jumpsBetween(a.zone, b.zone, from - reachMs, end)) {
    budget.spend(1)
    if (!near.has(crossingKey({ ...jump, utcWeekMs: modulo(jump.instant, weekMs) }))) continue
    if (!maySpan(a, b, jump, budget) && !maySpan(b, a, jump, budget)) continue
    const sideMs = Math.max(a.durationMs, b.durationMs) + jumpMs(jump)
    const low = Math.max(from, jump.instant - sideMs)
    const pair = firstRegularClash(a, b, low, jump.instant + sideMs, budget)
    if (pair !== null) return pair
  }
  return null
}

/** Whether `first` can have a start that runs across the jump and `second` one right after it. */
function maySpan(
  first: PreparedSeries,
  second: PreparedSeries,
  jump: Jump & { readonly instant: number },
  budget: StepBudget,
): boolean {
  const { instant } = jump
  const sideMs = jumpMs(jump)
  return (
    startsWithin(first, instant - first.durationMs, instant + sideMs, sideMs, budget) &&
    startsWithin(second, instant, instant + sideMs + first.durationMs, sideMs, budget)
  )
}

/** Whether a rule has a start in [from, to], instants; may say yes for one just outside. */
function startsWithin(
  { rules, zone }: PreparedSeries,
  from: number,
  to: number,
  sideMs: number,
  budget: StepBudget,
): boolean {
  budget.spend(nextSteps * rules.length)
  const wallFrom = zone.wallOf(from as Instant) - sideMs
  const wallTo = zone.wallOf(to as Instant) + sideMs
  return rules.some((rule) => rule.next(wallFrom) <= wallTo)
}

/**
 * An instant up to which it is enough to look for a first clash from `from` on: once both series are past their
 * last irregularity and the zones follow rules that repeat with the calendar, everything repeats after the least
 * common multiple of 400 years and the two rules' own periods.
 */
export function jointPeriodEnd(a: PreparedSeries, b: PreparedSeries, from: number): number {
  const areFixed = a.zone.isFixed && b.zone.isFixed
  const regularFrom = areFixed ? Number.NEGATIVE_INFINITY : yearStart(regularYear) * dayMs
  const settled = Math.max(from, regularFrom, a.lastIrregular, b.lastIrregular)
  const cycles = joinCycles(a.cycles, b.cycles)
  const period = cycles * cycleDays * dayMs
  return Math.min(settled + period + 2 * Math.max(a.durationMs, b.durationMs) + longMs, instantMax)
}

function comesNear(a: PreparedSeries, b: PreparedSeries, crossing: Crossing): boolean {
  const { utcWeekMs: at, aBefore, aAfter, bBefore, bAfter } = crossing
  const jump = jumpMs(crossing)
  const canBe = (series: PreparedSeries, isA: boolean, from: number, to: number): boolean =>
    isA ? mayStartNear(series, from, to, aBefore, aAfter) : mayStartNear(series, from, to, bBefore, bAfter)
  const lastingMs = Math.max(a.durationMs, b.durationMs)
  if (lastingMs <= longMs && !meetAcross(a, b, crossing)) return false
  const straddles = (first: PreparedSeries, second: PreparedSeries, firstIsA: boolean): boolean => {
    const lasting = first.durationMs
    if (lasting > longMs) return true
    return (
      canBe(first, firstIsA, at - lasting, at + jump + 1) && canBe(second, !firstIsA, at, at + jump + lasting)
    )
  }
  return straddles(a, b, true) || straddles(b, a, false)
}

/** Whether residues meet when one series is still at the offset before the jump and the other past it. */
function meetAcross(
  a: PreparedSeries,
  b: PreparedSeries,
  { aBefore, aAfter, bBefore, bAfter }: Jump,
): boolean {
  return [aBefore - bAfter, aAfter - bBefore].some((shiftMs) => meetAt(a, b, shiftMs))
}

function meetAt(a: PreparedSeries, b: PreparedSeries, shiftMs: number): boolean {
  return a.shapes.some((left) =>
    b.shapes.some((right) => shapesMayMeet(left, a.durationMs, right, b.durationMs, shiftMs)),
  )
}

/**
 * Whether a start may lie in [from, to), instants on the weekly circle, with one of two offsets in force. "No" is
 * certain.
 */
export function mayStartNear(
  series: PreparedSeries,
  from: number,
  to: number,
  offsetBefore: number,
  offsetAfter: number,
): boolean {
  const low = from + Math.min(offsetBefore, offsetAfter)
  const high = to + Math.max(offsetBefore, offsetAfter)
  return series.shapes.some(({ residues }) => residues === null || reachesWeek(residues, low, high))
}

/** Whether a residue falls into [from, to) on the weekly circle. */
function reachesWeek({ residues, modulusMs }: ResidueForm, from: number, to: number): boolean {
  const circle = gcd(modulusMs, weekMs)
  if (to - from >= circle) return residues.length > 0
  for (const residue of residues) if (modulo(residue - from, circle) < to - from) return true
  return false
}

/** The larger of the two zones' jumps, ms. */
export function jumpMs({ aBefore, aAfter, bBefore, bAfter }: Jump): number {
  return Math.max(Math.abs(aAfter - aBefore), Math.abs(bAfter - bBefore))
}

function yearOf(ms: number): number {
  return civilYear(civilOf(Math.floor(ms / dayMs)))
}
