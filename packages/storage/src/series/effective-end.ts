import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { instantFromSql } from '../sql-values.ts'
import { recurrenceOf } from './recurrence-of.ts'

/**
 * A series with the end of its last occurrence as its rows have it, which exceptions may have moved. One whose
 * rule goes on past its rows, or of which no occurrence is left, has the end its rule gives.
 */
export const withEffectiveEnd = async (sql: Sql, series: BookingRecord): Promise<BookingRecord> => {
  if (series.materialisedUntil !== null) return series
  const [row] = await sql<{ last: string | null }[]>`
    SELECT max(upper(during))::text AS last FROM occurrences
    WHERE bucket = ${series.bucket} AND booking_id = ${series.id}`
  if (row?.last == null) return { ...series, lastEndsAt: recurrenceOf(series).last()?.end ?? null }
  return { ...series, lastEndsAt: instantFromSql(row.last) }
}
