import { findBooking } from '../bookings/get-booking.ts'
import type { Database } from '../database.ts'
import type { OutboxEvent } from '../outbox/event.ts'
import { loadResource } from '../resources/get-resource.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { instantToSql } from '../sql-values.ts'
import { addressesOf } from './address-of.ts'
import { removedAttendees } from './plan-notifications.ts'

/** A notification that is being sent. */
export interface ClaimedNotification {
  readonly bucket: number
  readonly eventId: string
  readonly attendee: string
  /** How often it was tried, this time included. */
  readonly attempts: number
}

/** What a message tells: the event, and the booking as it is now, which may be later than the event. */
export interface NotificationFacts {
  readonly attendee: string
  /** Null when the attendee has none (any more). */
  readonly address: string | null
  readonly event: OutboxEvent
  readonly booking: BookingRecord
  readonly resource: ResourceRecord
  readonly exceptions: readonly ExceptionRecord[]
}

/**
 * How long a claim keeps others from sending the same. Whoever is killed between sending and saying so leaves a
 * notification that is sent again after this, under the same Message-ID.
 */
const CLAIM_MS = 30_000

/** Takes the next notification of a booking that is due, with what it is to tell; null when none is. */
export const claimNotification = async (
  database: Database,
  bookingId: string,
  nowMs: number,
): Promise<{ claimed: ClaimedNotification; facts: NotificationFacts } | null> => {
  const found = await findBooking(database, bookingId)
  if (found === null) return null
  const { booking } = found
  const [row] = await database.sql<{ event_id: string; attendee: string; attempts: number }[]>`
    UPDATE notifications
    SET attempts = attempts + 1, due_at = ${instantToSql(nowMs + CLAIM_MS)}, updated_at = ${instantToSql(nowMs)}
    WHERE (bucket, event_id, attendee) = (
      SELECT bucket, event_id, attendee FROM notifications
      WHERE bucket = ${booking.bucket} AND booking_id = ${bookingId} AND status = 'pending'
        AND due_at <= ${instantToSql(nowMs)}
      ORDER BY version, attendee LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    RETURNING event_id, attendee, attempts`
  if (row === undefined) return null
  const { event_id: eventId, attendee, attempts } = row
  const facts = await loadFacts(database, booking, eventId, attendee)
  return { claimed: { bucket: booking.bucket, eventId, attendee, attempts }, facts }
}

const loadFacts = async (
  database: Database,
  booking: BookingRecord,
  eventId: string,
  attendee: string,
): Promise<NotificationFacts> => {
  const { bucket, id } = booking
  const [[event], addresses, resource, exceptions] = await Promise.all([
    database.sql<OutboxEvent[]>`
      SELECT id, version, kind, payload FROM outbox WHERE bucket = ${bucket} AND id = ${eventId}`,
    addressesOf(database.sql, [attendee]),
    loadResource(database, booking.resourceId),
    database.reads.exceptionsOfBooking.execute({ bucket, id }),
  ])
  if (event === undefined) throw new Error(`The event ${eventId} of a notification is not there.`)
  return { attendee, address: addresses.get(attendee) ?? null, event, booking, resource, exceptions }
}

/**
 * Whether there is nothing left to tell: the booking was cancelled, or the attendee taken off it, by a later change
 * than the event.
 */
export const isSuperseded = ({ attendee, event, booking }: NotificationFacts): boolean =>
  (booking.status === 'cancelled' && event.kind !== 'booking.cancelled') ||
  (!booking.attendees.includes(attendee) && !isRemovedBy(event, attendee))

const isRemovedBy = (event: OutboxEvent, attendee: string): boolean =>
  removedAttendees(event).includes(attendee)
