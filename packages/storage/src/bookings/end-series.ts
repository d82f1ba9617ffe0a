import type { Occurrence } from '@booking/core'
import { recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import type { endedBefore } from '../series/following.ts'
import { wallToSql } from '../sql-values.ts'
import { differences } from './booking-changes.ts'
import { saveBooking } from './save-booking.ts'

/** Ends a series before one of its occurrences: later claims and exceptions go. The caller holds the lock. */
export const endSeries = async (
  sql: Sql,
  ctx: Context,
  before: BookingRecord,
  ended: NonNullable<ReturnType<typeof endedBefore>>,
  occurrence: Occurrence,
): Promise<BookingRecord> => {
  const wall = wallToSql(occurrence.wallStart)
  await sql`
    DELETE FROM occurrences
    WHERE bucket = ${before.bucket} AND booking_id = ${before.id} AND wall_start >= ${wall}`
  await sql`
    DELETE FROM exceptions
    WHERE bucket = ${before.bucket} AND booking_id = ${before.id} AND wall_start >= ${wall}`
  const after = await withEffectiveEnd(sql, {
    ...before,
    ...ended,
    version: before.version + 1,
    updatedAt: ctx.nowMs,
  })
  await saveBooking(sql, after)
  await recordChange(sql, ctx, {
    bucket: after.bucket,
    bookingId: after.id,
    version: after.version,
    action: 'booking.updated',
    details: differences(before, after),
  })
  return after
}
