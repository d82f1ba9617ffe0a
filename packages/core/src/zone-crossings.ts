/**
 * What the transitions of two zones look like from far away: which differences of offset are ever in force, at which
 * points of the week the offsets jump, and in which months. Both are short lists (the transitions of a zone fall on a
 * handful of points of the UTC week), so they settle for nearly every pair of rules that no transition can matter.
 */
import { allMonths, civilMonth, civilOf, civilYear, dayMs, yearStart } from './civil.ts'
import { modulo } from './congruence.ts'
import type { Transition, Zone } from './zone.ts'
import { offsetAt } from './zone-regimes.ts'
import { firstYear, regularYear, templateYearOf } from './zone-table.ts'

export const weekMs = 7 * dayMs

/** The offsets of two zones on both sides of an instant at which one of them, or both, jump. */
export interface Jump {
  readonly aBefore: number
  readonly aAfter: number
  readonly bBefore: number
  readonly bAfter: number
}

/** Jumps that fall on the same point of the UTC week with the same offsets. */
export interface Crossing extends Jump {
  /** Instant modulo seven days. */
  readonly utcWeekMs: number
  /** The months, bit 0 for January, of all local dates within `nearMs` of one of these jumps. */
  readonly months: number
}

/** How far from a jump its months are looked at. */
export const nearMs = 14 * dayMs

/** An offset(a) - offset(b) that is in force at some instant. */
export interface Difference {
  readonly shiftMs: number
  /** The months, bit 0 for January, of all local dates at which it ever is. */
  readonly months: number
}

export interface ZoneCrossings {
  readonly differences: readonly Difference[]
  readonly crossings: readonly Crossing[]
}

const cache = new WeakMap<Zone, WeakMap<Zone, Map<number, ZoneCrossings>>>()

/** Differences and crossings of two zones from the first day of `year` on, for ever. Kept once worked out. */
export function crossingsFrom(a: Zone, b: Zone, year: number): ZoneCrossings {
  if (a.isFixed && b.isFixed) return scan(a, b, [])
  const ofA = cache.get(a) ?? new WeakMap<Zone, Map<number, ZoneCrossings>>()
  cache.set(a, ofA)
  const ofB = ofA.get(b) ?? new Map<number, ZoneCrossings>()
  ofA.set(b, ofB)
  const known = ofB.get(year)
  if (known !== undefined) return known
  const found = scan(a, b, yearsToScan(year))
  ofB.set(year, found)
  return found
}

/** Every year up to `regularYear`, then one of each of the 14 kinds, which stand for all the others. */
function yearsToScan(year: number): number[] {
  const years: number[] = []
  for (let y = Math.max(year, firstYear) - 1; y < regularYear; y++) years.push(y)
  const templates = new Set<number>()
  for (let y = regularYear; y < regularYear + 400; y++) templates.add(templateYearOf(y))
  return [...years, ...templates]
}

/** A jump with its instant. */
export interface JumpAt extends Jump {
  readonly instant: number
}

/** The jumps of either zone in (from, to], ascending, worked out year by year as they are asked for. */
export function* jumpsBetween(a: Zone, b: Zone, from: number, to: number): Generator<JumpAt, undefined> {
  if (a.isFixed && b.isFixed) return undefined
  let aAfter = offsetAt(a, from)
  let bAfter = offsetAt(b, from)
  const lastYear = yearOf(to)
  for (let year = yearOf(from); year <= lastYear; year++) {
    const left = a.transitionsOf(year)
    const right = a === b ? left : b.transitionsOf(year)
    let i = 0
    let j = 0
    while (i < left.length || j < right.length) {
      const instant = Math.min(instantAt(left, i), instantAt(right, j))
      const aBefore = aAfter
      const bBefore = bAfter
      const next = { a: instantAt(left, i) === instant, b: instantAt(right, j) === instant }
      if (next.a) aAfter = left[i++]!.offsetAfter
      if (next.b) bAfter = right[j++]!.offsetAfter
      if (instant > to) return undefined
      if (instant > from) yield { instant, aBefore, aAfter, bBefore, bAfter }
    }
  }
  return undefined
}

function instantAt(transitions: readonly Transition[], i: number): number {
  return transitions[i]?.instant ?? Number.POSITIVE_INFINITY
}

function scan(a: Zone, b: Zone, years: readonly number[]): ZoneCrossings {
  if (years.length === 0) {
    return { differences: [{ shiftMs: offsetAt(a, 0) - offsetAt(b, 0), months: allMonths }], crossings: [] }
  }
  const monthsByShift = new Map<number, number>()
  const keep = (shiftMs: number, from: number, to: number): void => {
    monthsByShift.set(shiftMs, (monthsByShift.get(shiftMs) ?? 0) | monthsAround(from, to))
  }
  const crossings: Crossing[] = []
  for (const year of years) {
    const end = yearStart(year + 1) * dayMs - 1
    let from = yearStart(year) * dayMs - 1
    let shiftMs = offsetAt(a, from) - offsetAt(b, from)
    for (const jump of jumpsBetween(a, b, from, end)) {
      const { instant, ...offsets } = jump
      keep(shiftMs, from, instant)
      from = instant
      shiftMs = jump.aAfter - jump.bAfter
      const months = monthsAround(instant - nearMs, instant + nearMs)
      const known = crossings.findIndex((crossing) => isOf(crossing, jump))
      const crossing = { utcWeekMs: modulo(instant, weekMs), ...offsets }
      if (known === -1) crossings.push({ ...crossing, months })
      else crossings[known] = { ...crossing, months: months | crossings[known]!.months }
    }
    keep(shiftMs, from, end)
  }
  const differences = Array.from(monthsByShift, ([of, months]) => ({ shiftMs: of, months }))
  return { differences, crossings }
}

/** No local date is further than this from the date in UTC, and no jump takes longer. */
const marginMs = 2 * dayMs

/** The months of the local dates from one instant to another, wherever. */
function monthsAround(from: number, to: number): number {
  let months = 0
  const last = to + marginMs
  for (let at = from - marginMs; at < last; at += 28 * dayMs) months |= monthBit(at)
  return months | monthBit(last)
}

function monthBit(at: number): number {
  return 1 << (civilMonth(civilOf(Math.floor(at / dayMs))) - 1)
}

/** Whether a jump is one of the crossings. */
export function isAmong(crossings: readonly Crossing[], jump: JumpAt): boolean {
  return crossings.some((crossing) => isOf(crossing, jump))
}

function isOf(crossing: Crossing, jump: JumpAt): boolean {
  return (
    crossing.utcWeekMs === modulo(jump.instant, weekMs) &&
    crossing.aBefore === jump.aBefore &&
    crossing.aAfter === jump.aAfter &&
    crossing.bBefore === jump.bBefore &&
    crossing.bAfter === jump.bAfter
  )
}

/** The calendar year of an instant in UTC. */
export function yearOf(instant: number): number {
  return civilYear(civilOf(Math.floor(instant / dayMs)))
}
