import { asInstant } from '@booking/core'
import { type BookingRow, bookingFromRow } from '../bookings/booking-from-row.ts'
import type { Sql } from '../database.ts'
import { instantToSql, wallFromSql } from '../sql-values.ts'
import { recurrenceOf } from './recurrence-of.ts'

export interface Window {
  /** Milliseconds since the epoch; absent: since ever. */
  readonly from?: number | undefined
  /** Absent: for ever. */
  readonly to?: number | undefined
  readonly resourceId?: string | undefined
}

/** Ids of live series that have an occurrence without a row, past the horizon, inside a window. */
export const tailsMeeting = async (sql: Sql, { from, to, resourceId }: Window): Promise<string[]> => {
  const rows = await sql<(BookingRow & { excepted: string[] })[]>`
    SELECT bookings.*, ARRAY(
        SELECT exceptions.wall_start::text FROM exceptions
        WHERE exceptions.bucket = bookings.bucket AND exceptions.booking_id = bookings.id
      ) AS excepted
    FROM bookings
    WHERE status = 'active' AND materialised_until IS NOT NULL
      AND materialised_until < ${to === undefined ? 'infinity' : instantToSql(to)}::timestamptz
      AND (last_ends_at IS NULL OR last_ends_at > ${from === undefined ? '-infinity' : instantToSql(from)}::timestamptz)
      AND (${resourceId ?? null}::uuid IS NULL OR resource_id = ${resourceId ?? null}::uuid)`
  return rows.filter((row) => meets(row, from, to)).map(({ id }) => id)
}

const meets = (
  row: BookingRow & { excepted: string[] },
  from = Number.NEGATIVE_INFINITY,
  to = Number.POSITIVE_INFINITY,
) => {
  const series = bookingFromRow(row)
  if (series.materialisedUntil === null) return false
  const earliest = Math.max(series.materialisedUntil, from - series.durationMs + 1)
  const next = recurrenceOf(series, row.excepted.map(wallFromSql)).next(asInstant(earliest - 1))
  return next !== null && next.start < to
}
