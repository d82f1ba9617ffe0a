import type { Wall } from '@booking/core'
import { type BookingRow, bookingFromRow } from '../bookings/booking-from-row.ts'
import type { Sql } from '../database.ts'
import { type ExceptionRow, exceptionFromRow } from '../exceptions/exception-from-row.ts'
import { instantFromSql, wallFromSql } from '../sql-values.ts'
import type { Interval } from './place-shifts.ts'
import type { StoredSeries } from './series-shifts.ts'

export interface Place {
  readonly bucket: number
  readonly resourceId: string
}

interface ClaimRow {
  readonly booking_id: string
  readonly wall: string
  readonly start: string
  readonly end: string
}

/**
 * The live series of a resource in some zones, oldest first, with their exceptions, rows and open conflicts.
 *
 * @param lock holds the series from here on; the caller holds the resource's lock
 */
export const loadStoredSeries = async (
  sql: Sql,
  { bucket, resourceId }: Place,
  timeZones: readonly string[],
  { lock }: { lock: boolean },
): Promise<StoredSeries[]> => {
  const bookings = await sql<BookingRow[]>`
    SELECT * FROM bookings
    WHERE bucket = ${bucket} AND resource_id = ${resourceId} AND status = 'active' AND recurrence_rule IS NOT NULL
      AND time_zone = ANY (${[...timeZones]}::text[])
    ORDER BY id ${lock ? sql`FOR NO KEY UPDATE` : sql``}`
  const ids = bookings.map(({ id }) => id)
  const exceptions = await sql<ExceptionRow[]>`
    SELECT * FROM exceptions WHERE bucket = ${bucket} AND booking_id = ANY (${ids}::text[]::uuid[])`
  const claims = await sql<ClaimRow[]>`
    SELECT booking_id, wall_start::text AS wall, lower(during)::text AS start, upper(during)::text AS "end"
    FROM occurrences WHERE bucket = ${bucket} AND booking_id = ANY (${ids}::text[]::uuid[])`
  const kept = await sql<{ booking_id: string; wall: string }[]>`
    SELECT DISTINCT c.booking_id, c.wall_start::text AS wall
    FROM zone_conflicts c
    JOIN exceptions e ON e.bucket = c.bucket AND e.booking_id = c.booking_id AND e.wall_start = c.wall_start
    WHERE c.bucket = ${bucket} AND c.booking_id = ANY (${ids}::text[]::uuid[])
      AND c.stays_at = e.new_starts_at`
  return bookings.map((row) => ({
    booking: bookingFromRow(row),
    exceptions: exceptions.filter(({ booking_id }) => booking_id === row.id).map(exceptionFromRow),
    rows: new Map(claims.filter(({ booking_id }) => booking_id === row.id).map(placeOf)),
    kept: new Set(
      kept.filter(({ booking_id }) => booking_id === row.id).map(({ wall }) => wallFromSql(wall)),
    ),
  }))
}

const placeOf = ({ wall, start, end }: ClaimRow): [Wall, Interval] => [
  wallFromSql(wall),
  { start: instantFromSql(start), end: instantFromSql(end) },
]
