/** What the transitions of a zone are, year by year, for reasoning about all of its future at once. */
import type { Instant } from './instant.ts'
import type { Transition, Zone } from './zone.ts'

/**
 * The transitions of a zone in the UTC year, ascending.
 * @throws CoreError `invalid_instant` for what is no year
 * @example
 * const berlin = transitionsOfYear(zoneOf('Europe/Berlin'), 2026)
 * berlin.map(({ instant }) => new Date(instant).toISOString().slice(0, 10)) // => ['2026-03-29', '2026-10-25']
 */
export function transitionsOfYear(zone: Zone, year: number): readonly Transition[] {
  return zone.transitionsOf(year)
}

/** Offset in force at an instant, ms, east positive. */
export function offsetAt(zone: Zone, instant: number): number {
  return zone.wallOf(instant as Instant) - instant
}
