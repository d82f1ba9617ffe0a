import { findBooking } from '../bookings/get-booking.ts'
import type { Database } from '../database.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import type { ClaimedNotification } from './claim-notification.ts'

/** How a try to send ended; `error` is a code such as 550 or ECONNREFUSED. */
export type NotificationOutcome =
  | { readonly status: 'sent' | 'not_configured' | 'no_address' | 'superseded' }
  | { readonly status: 'failed'; readonly error: string }
  | { readonly status: 'pending'; readonly error: string; readonly retryAtMs: number }

/** Writes down how a try ended. What was sent stays sent, whatever a slower worker says of it. */
export const settleNotification = async (
  database: Database,
  { bucket, eventId, attendee, attempts }: ClaimedNotification,
  outcome: NotificationOutcome,
  nowMs: number,
): Promise<void> => {
  const dueAt = outcome.status === 'pending' ? instantToSql(outcome.retryAtMs) : null
  const error = 'error' in outcome ? outcome.error : null
  await database.sql`
    UPDATE notifications
    SET status = ${outcome.status}, due_at = ${dueAt}, last_error = COALESCE(${error}, last_error),
      updated_at = ${instantToSql(nowMs)}
    WHERE bucket = ${bucket} AND event_id = ${eventId} AND attendee = ${attendee} AND status = 'pending'
      AND (attempts = ${attempts} OR ${outcome.status === 'sent'})`
}

/** Puts everything of a booking that is due off, as one failed try, where the server itself cannot be reached. */
export const postponeNotifications = async (
  database: Database,
  bookingId: string,
  { error, retryAtMs, nowMs }: { error: string; retryAtMs: number; nowMs: number },
): Promise<void> => {
  const found = await findBooking(database, bookingId)
  if (found === null) return
  await database.sql`
    UPDATE notifications
    SET attempts = attempts + 1, due_at = ${instantToSql(retryAtMs)}, last_error = ${error},
      updated_at = ${instantToSql(nowMs)}
    WHERE bucket = ${found.booking.bucket} AND booking_id = ${bookingId} AND status = 'pending'
      AND due_at <= ${instantToSql(nowMs)}`
}

/** When the next notification of a booking is due, in milliseconds since the epoch; null when none waits. */
export const nextNotificationAt = async (database: Database, bookingId: string): Promise<number | null> => {
  const found = await findBooking(database, bookingId)
  if (found === null) return null
  const [row] = await database.sql<{ due_at: string | null }[]>`
    SELECT min(due_at)::text AS due_at FROM notifications
    WHERE bucket = ${found.booking.bucket} AND booking_id = ${bookingId} AND status = 'pending'`
  return row?.due_at == null ? null : instantFromSql(row.due_at)
}
