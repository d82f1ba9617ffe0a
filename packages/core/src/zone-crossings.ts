/**
 * What the transitions of two zones look like from far away: which differences of offset are ever in force, and at
 * which points of the week the offsets jump. Both are short lists (the transitions of a zone fall on a handful of
 * points of the UTC week), so they settle for nearly every pair of rules that no transition can matter.
 */
import { dayMs, yearStart } from './civil.ts'
import { modulo } from './congruence.ts'
import type { Zone } from './zone.ts'
import { offsetAt, regularYear, type Transition, templateOf, transitionsBetween } from './zone-regimes.ts'

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
  for (let y = year - 1; y < regularYear; y++) years.push(y)
  const templates = new Set<number>()
  for (let y = regularYear; y < regularYear + 400; y++) templates.add(templateOf(y))
  return [...years, ...templates]
}

/** Instants at which either zone jumps, in (from, to], ascending, with the offsets on both sides. */
export function* jumpsBetween(
  a: Zone,
  b: Zone,
  from: number,
  to: number,
): Generator<Jump & { readonly instant: number }, undefined> {
  const left = transitionsBetween(a, from, to)
  const right = a === b ? left : transitionsBetween(b, from, to)
  let aOffset = offsetAt(a, from)
  let bOffset = offsetAt(b, from)
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    const instant = Math.min(instantAt(left, i), instantAt(right, j))
    const aBefore = aOffset
    const bBefore = bOffset
    if (instantAt(left, i) === instant) aOffset = left[i++]!.offsetAfter
    if (instantAt(right, j) === instant) bOffset = right[j++]!.offsetAfter
    yield { instant, aBefore, aAfter: aOffset, bBefore, bAfter: bOffset }
  }
  return undefined
}

function instantAt(transitions: readonly Transition[], i: number): number {
  return transitions[i]?.instant ?? Number.POSITIVE_INFINITY
}

function scan(a: Zone, b: Zone, years: readonly number[]): ZoneCrossings {
  const differences = new Set(years.length === 0 ? [offsetAt(a, 0) - offsetAt(b, 0)] : [])
  const crossings = new Map<string, Crossing>()
  for (const year of years) {
    const from = yearStart(year) * dayMs - 1
    differences.add(offsetAt(a, from) - offsetAt(b, from))
    for (const { instant, ...jump } of jumpsBetween(a, b, from, yearStart(year + 1) * dayMs - 1)) {
      differences.add(jump.aAfter - jump.bAfter)
      const crossing = { utcWeekMs: modulo(instant, weekMs), ...jump }
      crossings.set(crossingKey(crossing), crossing)
    }
  }
  return { differences: [...differences], crossings: [...crossings.values()] }
}

/** Equal for crossings that are the same. */
export function crossingKey({ utcWeekMs, aBefore, aAfter, bBefore, bAfter }: Crossing): string {
  return `${utcWeekMs} ${aBefore} ${aAfter} ${bBefore} ${bAfter}`
}
