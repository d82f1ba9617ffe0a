/**
 * Proofs that the regular occurrences of two series never meet, without walking them.
 *
 * 1. Away from transitions both zones keep one offset each, so the starts are residues (residue-form.ts) shifted by
 *    a constant; if the residues never come closer than the durations for any difference of offsets that is ever
 *    in force in a month of theirs, no such pair overlaps.
 * 2. A pair that is not of that kind lies around a jump at T: one start in (T - its duration, T + jump), the other
 *    in [T, T + jump + that duration), and the one uses the offset before the jump, the other the one after it.
 *    Jumps fall on few points of the week and in few months (zone-crossings.ts), so the residues tell which jumps
 *    allow such a pair; only those are walked.
 */
import { allMonths, cycleDays, dayMs, yearStart } from './civil.ts'
import { firstRegularClash, type StartPair } from './clash-sweep.ts'
import { gcd, modulo } from './congruence.ts'
import { instantMax } from './instant.ts'
import { areLocalDays, clockMs, joinCycles, type PreparedSeries } from './prepared-series.ts'
import type { ResidueForm } from './residue-form.ts'
import { mayStartIn, shapesMayMeet } from './rule-shape.ts'
import { spendSteps } from './work-budget.ts'
import {
  type Crossing,
  crossingsFrom,
  isAmong,
  type Jump,
  type JumpAt,
  jumpsBetween,
  nearMs,
  weekMs,
  yearOf,
} from './zone-crossings.ts'
import { regularYear } from './zone-table.ts'

/** Occurrences longer than this can span two transitions, and every point of the week is near to them. */
export const longMs = nearMs

/** Jumps are looked at in stretches of about a year. */
export const stretchMs = 366 * dayMs

/** What a look for a rule's next start costs, in visited occurrences. */
const nextSteps = 8

/** Crossings that both series can come near to; null when the residues do meet. */
export type NearJumps = readonly Crossing[] | null

/** Step 1 and the screening of step 2, for everything from `from` on. */
export function nearJumpsOf(a: PreparedSeries, b: PreparedSeries, from: number): NearJumps {
  const { differences, crossings } = crossingsFrom(a.zone, b.zone, yearOf(from))
  if (areLocalDays(a, b)) {
    return meetAt(a, b, 0, allMonths, clockMs(a), clockMs(b)) ? null : crossings.filter(skipsDays)
  }
  if (differences.some(({ shiftMs, months }) => meetAt(a, b, shiftMs, months))) return null
  return crossings.filter((crossing) => comesNear(a, b, crossing))
}

/** Step 2: walks around the jumps in `near`, in time order, up to the end of the joint period. */
export function firstClashAtJumps(
  a: PreparedSeries,
  b: PreparedSeries,
  near: readonly Crossing[],
  from: number,
): StartPair | null {
  if (near.length === 0) return null
  const reachMs = Math.max(a.durationMs, b.durationMs) + longMs
  const end = Math.min(jointPeriodEnd(a, b, from), a.lastStart + reachMs, b.lastStart + reachMs)
  for (let at = from - reachMs; at < end; ) {
    // Both have a start within reach of the jump of a clash, so what lies before the later of their next starts is empty.
    const starting = Math.max(nextWall(a, at - reachMs), nextWall(b, at - reachMs))
    at = Math.max(at, starting - reachMs)
    if (at >= end) return null
    const to = Math.min(end, at + stretchMs)
    for (const jump of jumpsBetween(a.zone, b.zone, at, to)) {
      spendSteps(1)
      if (!isAmong(near, jump) || !maySpanEither(a, b, jump)) continue
      const sideMs = Math.max(a.durationMs, b.durationMs) + jumpMs(jump)
      const low = Math.max(from, jump.instant - sideMs)
      const pair = firstRegularClash(a, b, low, jump.instant + sideMs)
      if (pair !== null) return pair
    }
    at = to
  }
  return null
}

/** The first nominal start at or after a time, to a few days: offsets are not looked at. */
export function nextWall({ rules }: PreparedSeries, at: number): number {
  spendSteps(nextSteps * rules.length)
  return rules.reduce((first, rule) => Math.min(first, rule.next(at)), Number.POSITIVE_INFINITY)
}

/** Whether one series can have a start that runs across the jump and the other one right after it. */
function maySpanEither(a: PreparedSeries, b: PreparedSeries, jump: JumpAt): boolean {
  const lasting = Math.max(a.durationMs, b.durationMs)
  if (lasting > longMs) return true
  const { instant, aBefore, aAfter, bBefore, bAfter } = jump
  const side = jumpMs(jump)
  const startsIn = (isA: boolean, from: number, to: number): boolean => {
    const { rules } = isA ? a : b
    spendSteps(nextSteps * rules.length)
    const wallFrom = instant + from + (isA ? Math.min(aBefore, aAfter) : Math.min(bBefore, bAfter))
    const wallTo = instant + to + (isA ? Math.max(aBefore, aAfter) : Math.max(bBefore, bAfter))
    return rules.some((rule) => rule.next(wallFrom) <= wallTo)
  }
  const isAFirst = a.cycles >= b.cycles
  if (!startsIn(isAFirst, -lasting, side + lasting) || !startsIn(!isAFirst, -lasting, side + lasting))
    return false
  const spans = (firstIsA: boolean): boolean => {
    const first = (firstIsA ? a : b).durationMs
    return startsIn(firstIsA, -first, side) && startsIn(!firstIsA, 0, side + first)
  }
  return spans(true) || spans(false)
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
  { aBefore, aAfter, bBefore, bAfter, months }: Crossing,
): boolean {
  return [aBefore - bAfter, aAfter - bBefore].some((shiftMs) => meetAt(a, b, shiftMs, months))
}

/** Whether starts of both may overlap that lie in some of the months. */
function meetAt(
  a: PreparedSeries,
  b: PreparedSeries,
  shiftMs: number,
  months: number,
  aMs = a.durationMs,
  bMs = b.durationMs,
): boolean {
  const rights = b.shapes.filter((right) => mayStartIn(right, months))
  return a.shapes.some(
    (left) =>
      mayStartIn(left, months) && rights.some((right) => shapesMayMeet(left, aMs, right, bMs, shiftMs)),
  )
}

/**
 * Whether a jump can bring whole local days of one clock together. They begin and end at midnights, however many hours
 * they have, and a midnight in a gap lands on its own day; unless the gap has swallowed the day.
 */
export function skipsDays(jump: Jump): boolean {
  return jumpMs(jump) >= dayMs
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
