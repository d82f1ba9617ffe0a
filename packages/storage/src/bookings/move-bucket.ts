import { bucketOfId } from '../bucket.ts'
import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { bookingRow } from './booking-row.ts'

/**
 * Takes a booking, with all that hangs on it, to the bucket of its new resource, and leaves behind where it
 * went. Its claims are gone already; the caller claims anew.
 */
export const moveBucket = async (sql: Sql, from: BookingRecord, to: BookingRecord): Promise<void> => {
  await sql`INSERT INTO bookings
    SELECT * FROM jsonb_populate_record(NULL::bookings, ${bookingRow(to)}::text::jsonb)`
  await sql`UPDATE exceptions SET bucket = ${to.bucket} WHERE bucket = ${from.bucket} AND booking_id = ${from.id}`
  await sql`UPDATE audit SET bucket = ${to.bucket} WHERE bucket = ${from.bucket} AND booking_id = ${from.id}`
  await sql`UPDATE outbox SET bucket = ${to.bucket} WHERE bucket = ${from.bucket} AND booking_id = ${from.id}`
  await sql`
    UPDATE notifications SET bucket = ${to.bucket} WHERE bucket = ${from.bucket} AND booking_id = ${from.id}`
  await sql`DELETE FROM bookings WHERE bucket = ${from.bucket} AND id = ${from.id}`
  const home = bucketOfId(from.id)
  if (to.bucket === home) {
    await sql`DELETE FROM booking_moves WHERE bucket = ${home} AND booking_id = ${from.id}`
    return
  }
  await sql`
    INSERT INTO booking_moves (bucket, booking_id, to_bucket) VALUES (${home}, ${from.id}, ${to.bucket})
    ON CONFLICT (bucket, booking_id) DO UPDATE SET to_bucket = excluded.to_bucket`
}
