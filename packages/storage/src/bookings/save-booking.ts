import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { bookingRow } from './booking-row.ts'

/** Writes a booking that exists anew; the caller holds its lock. */
export const saveBooking = async (sql: Sql, booking: BookingRecord): Promise<void> => {
  await sql`
    UPDATE bookings SET (
      resource_id, title, description, starts_at, ends_at, recurrence_rule, time_zone, wall_start, duration_ms,
      last_starts_at, last_ends_at, occurrence_count, materialised_until, start_adjusted, attendees, metadata, status,
      cancel_reason, cancelled_at, cancelled_by, version, updated_at
    ) = (
      SELECT
        resource_id, title, description, starts_at, ends_at, recurrence_rule, time_zone, wall_start, duration_ms,
        last_starts_at, last_ends_at, occurrence_count, materialised_until, start_adjusted, attendees, metadata, status,
        cancel_reason, cancelled_at, cancelled_by, version, updated_at
      FROM jsonb_populate_record(NULL::bookings, ${bookingRow(booking)}::text::jsonb)
    )
    WHERE bucket = ${booking.bucket} AND id = ${booking.id}`
}
