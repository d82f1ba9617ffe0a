import { type Action, recordChange } from '../change.ts'
import type { Claim } from '../claims/claim.ts'
import { requireFree } from '../claims/find-taken-claims.ts'
import { insertClaims } from '../claims/insert-claims.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { differences } from './booking-changes.ts'
import { moveBucket } from './move-bucket.ts'
import { saveBooking } from './save-booking.ts'

/**
 * Writes a changed booking in place of what it was: its old claims go, its new ones come, or both stay where
 * `claims` is null. The caller holds the lock.
 *
 * @throws Taken
 */
export const rewriteBooking = async (
  sql: Sql,
  ctx: Context,
  before: BookingRecord,
  after: BookingRecord,
  claims: readonly Claim[] | null,
  action: Action = 'booking.updated',
): Promise<void> => {
  if (claims !== null) {
    await requireFree(sql, after, claims)
    await sql`DELETE FROM occurrences WHERE bucket = ${before.bucket} AND booking_id = ${before.id}`
  }
  if (after.bucket === before.bucket) await saveBooking(sql, after)
  else await moveBucket(sql, before, after)
  if (claims !== null && claims.length > 0) await insertClaims(sql, after, claims)
  await recordChange(sql, ctx, {
    bucket: after.bucket,
    bookingId: after.id,
    version: after.version,
    action,
    details: differences(before, after),
  })
}
