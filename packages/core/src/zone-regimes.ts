/**
 * The transitions of a zone as flat arrays, for reasoning about all of its future at once. From `regularYear` on a
 * zone's rules depend only on the kind of the year (zone-table.ts), so 14 template years describe every later one
 * and the whole repeats with the calendar, every 400 years.
 */
import { dayMs, yearStart } from './civil.ts'
import type { Instant } from './instant.ts'
import type { Zone } from './zone.ts'
import { templateYearOf } from './zone-table.ts'

/** The shortest known regimes last about 30 days (Morocco's Ramadan), so half of that cannot jump over one. */
const probeMs = 15 * dayMs

export interface Transition {
  readonly instant: Instant
  readonly offsetBefore: number
  readonly offsetAfter: number
}

const cache = new WeakMap<Zone, Map<number, readonly Transition[]>>()

/**
 * The transitions of a zone in the UTC year, ascending. Years before `regularYear` and templates are kept.
 * @example
 * const berlin = transitionsOfYear(zoneOf('Europe/Berlin'), 2026)
 * berlin.map(({ instant }) => new Date(instant).toISOString().slice(0, 10)) // => ['2026-03-29', '2026-10-25']
 */
export function transitionsOfYear(zone: Zone, year: number): readonly Transition[] {
  if (zone.isFixed) return []
  const template = templateYearOf(year)
  if (template !== year) return moved(transitionsOfYear(zone, template), template, year)
  const years = cache.get(zone) ?? new Map<number, readonly Transition[]>()
  cache.set(zone, years)
  const known = years.get(year)
  if (known !== undefined) return known
  const found = probeYear(zone, year)
  years.set(year, found)
  return found
}

/** Offset in force at an instant, ms, east positive. */
export function offsetAt(zone: Zone, instant: number): number {
  return zone.wallOf(instant as Instant) - instant
}

function moved(transitions: readonly Transition[], from: number, to: number): readonly Transition[] {
  const shiftMs = (yearStart(to) - yearStart(from)) * dayMs
  return transitions.map((t) => ({ ...t, instant: (t.instant + shiftMs) as Instant }))
}

function probeYear(zone: Zone, year: number): Transition[] {
  const found: Transition[] = []
  const end = yearStart(year + 1) * dayMs - 1
  let low = yearStart(year) * dayMs - 1
  let offset = offsetAt(zone, low)
  while (low < end) {
    const high = Math.min(low + probeMs, end)
    if (offsetAt(zone, high) === offset) {
      low = high
      continue
    }
    low = bisect(zone, low, high, offset)
    const offsetAfter = offsetAt(zone, low)
    found.push({ instant: low as Instant, offsetBefore: offset, offsetAfter })
    offset = offsetAfter
  }
  return found
}

/** The first instant in (low, high] whose offset differs from `offset`, which holds at `low`. */
function bisect(zone: Zone, low: number, high: number, offset: number): number {
  let before = low
  let after = high
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(zone, middle) === offset) before = middle
    else after = middle
  }
  return after
}
