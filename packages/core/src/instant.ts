import { dayMax, dayMin, dayMs } from './civil.ts'
import { CoreError } from './errors.ts'

/**
 * A point on the time line: integer milliseconds since 1970-01-01T00:00:00Z.
 * @example
 * const instant: Instant = asInstant(Date.UTC(2026, 0, 5, 8))
 * zoneOf('Europe/Berlin').wallOf(instant) // => parseWall('2026-01-05T09:00:00')
 */
export type Instant = number & { readonly brand: 'Instant' }

/**
 * The first instant, epoch ms: one day before the first supported wall time, so that every zone's walls fit.
 * @example
 * new Date(instantMin).toISOString() // => '0000-12-31T00:00:00.000Z'
 */
export const instantMin = ((dayMin - 1) * dayMs) as Instant
/**
 * The last instant, epoch ms: one day after the last supported wall time.
 * @example
 * new Date(instantMax).toISOString() // => '+010000-01-01T23:59:59.999Z'
 */
export const instantMax = ((dayMax + 2) * dayMs - 1) as Instant

/**
 * Brands milliseconds since the epoch (`Date.now()`, `date.getTime()`) as an instant.
 * @throws CoreError `invalid_instant` when not an integer or outside the years 1 to 9999 (one day of slack).
 * @example
 * asInstant(Date.parse('2026-01-05T08:00:00Z')) // => 1_767_600_000_000
 * asInstant(0.5) // => throws invalid_instant
 */
export function asInstant(ms: number): Instant {
  if (!Number.isInteger(ms) || ms < instantMin || ms > instantMax) {
    throw new CoreError(
      'invalid_instant',
      `${ms} is not a whole number of milliseconds in the years 1 to 9999.`,
      {
        value: String(ms),
      },
    )
  }
  return ms as Instant
}
