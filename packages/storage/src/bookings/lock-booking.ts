import { lockResource } from '../claims/lock-resource.ts'
import type { Sql } from '../database.ts'
import { type Precondition, requireVersion } from '../precondition.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { ChangedMeanwhile } from '../starting-over.ts'
import { type BookingRow, bookingFromRow } from './booking-from-row.ts'

/**
 * Locks a booking for a change. A series that goes on past its rows is locked after its resource, the order
 * in which the worker takes them when it extends the series.
 *
 * @param seen the booking as it was read before
 * @throws Refusal precondition_failed; ChangedMeanwhile
 */
export const lockBooking = async (
  sql: Sql,
  seen: BookingRecord,
  options: { precondition?: Precondition; alsoResource?: boolean } = {},
): Promise<BookingRecord> => {
  if (options.alsoResource || seen.materialisedUntil !== null) await lockResource(sql, seen)
  const locked = await sql`
    SELECT 1 FROM bookings WHERE bucket = ${seen.bucket} AND id = ${seen.id} FOR NO KEY UPDATE`
  const [row] = await sql<BookingRow[]>`
    SELECT * FROM bookings WHERE bucket = ${seen.bucket} AND id = ${seen.id}`
  if (locked.length === 0 || row === undefined) throw new ChangedMeanwhile()
  const booking = bookingFromRow(row)
  requireVersion(booking.version, options.precondition ?? {})
  if (booking.version !== seen.version || booking.resourceId !== seen.resourceId) throw new ChangedMeanwhile()
  return booking
}
