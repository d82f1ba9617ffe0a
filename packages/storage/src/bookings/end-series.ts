import type { Occurrence, Recurrence } from '@booking/core'
import { type Action, recordChange } from '../change.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import { endedBefore } from '../series/following.ts'
import { wallToSql } from '../sql-values.ts'
import { differences } from './booking-changes.ts'
import { saveBooking } from './save-booking.ts'

export interface EndSeries {
  /** Under its lock. */
  readonly series: BookingRecord
  readonly recurrence: Recurrence
  /** The first that goes; not the series' first. */
  readonly occurrence: Occurrence
  readonly action: Action
  readonly details: Record<string, unknown>
}

/** Ends a series before one of its occurrences: later claims and exceptions go. */
export const endSeries = async (
  sql: Sql,
  ctx: Context,
  { series, recurrence, occurrence, action, details }: EndSeries,
): Promise<BookingRecord> => {
  const wall = wallToSql(occurrence.wallStart)
  await sql`
    DELETE FROM occurrences
    WHERE bucket = ${series.bucket} AND booking_id = ${series.id} AND wall_start >= ${wall}`
  await sql`
    DELETE FROM exceptions
    WHERE bucket = ${series.bucket} AND booking_id = ${series.id} AND wall_start >= ${wall}`
  const after = await withEffectiveEnd(sql, {
    ...endedBefore(series, recurrence, occurrence),
    version: series.version + 1,
    updatedAt: ctx.nowMs,
  })
  await saveBooking(sql, after)
  await recordChange(sql, ctx, {
    bucket: after.bucket,
    bookingId: after.id,
    version: after.version,
    action,
    details: { ...differences(series, after), ...details },
  })
  return after
}
