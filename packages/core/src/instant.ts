import { dayMax, dayMin, dayMs } from './civil.ts'
import { CoreError } from './errors.ts'

/** A point on the time line: integer milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number & { readonly brand: 'Instant' }

/** Instants reach one day past the supported wall times on either side, so that every zone's walls fit. */
export const instantMin = ((dayMin - 1) * dayMs) as Instant
export const instantMax = ((dayMax + 2) * dayMs - 1) as Instant

/**
 * Brands milliseconds since the epoch (`Date.now()`, `date.getTime()`) as an instant.
 * @throws CoreError `invalid_instant` when not an integer or outside the years 1 to 9999 (one day of slack).
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
