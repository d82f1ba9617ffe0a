/**
 * What the transitions of two zones look like from far away: which differences of offset are ever in force, and at
 * which points of the week the offsets jump. Both are short lists (the transitions of a zone fall on a handful of
 * points of the UTC week), so they settle for nearly every pair of rules that no transition can matter.
 */
import { civilOf, civilYear, dayMs, yearStart } from './civil.ts'
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
}

export interface ZoneCrossings {
  /** Every offset(a) - offset(b) in force at some instant, ms. */
  readonly differences: readonly number[]
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
  const differences = new Set(years.length === 0 ? [offsetAt(a, 0) - offsetAt(b, 0)] : [])
  const crossings: Crossing[] = []
  for (const year of years) {
    const from = yearStart(year) * dayMs - 1
    differences.add(offsetAt(a, from) - offsetAt(b, from))
    for (const jump of jumpsBetween(a, b, from, yearStart(year + 1) * dayMs - 1)) {
      differences.add(jump.aAfter - jump.bAfter)
      if (isAmong(crossings, jump)) continue
      const { instant, ...offsets } = jump
      crossings.push({ utcWeekMs: modulo(instant, weekMs), ...offsets })
    }
  }
  return { differences: [...differences], crossings }
}

/** Whether a jump is one of the crossings. */
export function isAmong(crossings: readonly Crossing[], jump: JumpAt): boolean {
  const utcWeekMs = modulo(jump.instant, weekMs)
  return crossings.some(
    (c) =>
      c.utcWeekMs === utcWeekMs &&
      c.aBefore === jump.aBefore &&
      c.aAfter === jump.aAfter &&
      c.bBefore === jump.bBefore &&
      c.bAfter === jump.bAfter,
  )
}

/** The calendar year of an instant in UTC. */
export function yearOf(instant: number): number {
  return civilYear(civilOf(Math.floor(instant / dayMs)))
}
