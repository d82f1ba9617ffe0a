import { findBooking } from '../bookings/get-booking.ts'
import type { Database } from '../database.ts'
import { planNotifications } from '../notifications/plan-notifications.ts'
import { instantToSql } from '../sql-values.ts'
import { inTransaction } from '../transaction.ts'
import type { OutboxEvent } from './event.ts'

/**
 * Takes the events of a booking that wait, in order, to where they go; each is marked in the same transaction, so that
 * one that is interrupted is dispatched as if for the first time. Two at once wait for each other.
 *
 * @param options.canMail whether there is a mail server to give messages to
 * @returns how many were dispatched
 */
export const dispatchEvents = async (
  database: Database,
  bookingId: string,
  options: { readonly nowMs: number; readonly canMail: boolean },
): Promise<number> => {
  const found = await findBooking(database, bookingId)
  if (found === null) return 0
  const { bucket } = found.booking
  return inTransaction(database, async (tx) => {
    const events = await tx<OutboxEvent[]>`
      SELECT id, version, kind, payload FROM outbox
      WHERE bucket = ${bucket} AND booking_id = ${bookingId} AND dispatched_at IS NULL
      ORDER BY version FOR UPDATE`
    for (const event of events) await planNotifications(tx, { bucket, bookingId, event, ...options })
    if (events.length > 0)
      await tx`
        UPDATE outbox SET dispatched_at = ${instantToSql(options.nowMs)}
        WHERE bucket = ${bucket} AND id = ANY (${events.map(({ id }) => id)}::uuid[])`
    return events.length
  })
}
