import type { Sql } from '../database.ts'
import type { OutboxEvent } from '../outbox/event.ts'
import { instantToSql } from '../sql-values.ts'
import { addressesOf } from './address-of.ts'

/**
 * Writes down whom an event is to be told by e-mail: everyone who attends the booking now, and whom the event took
 * off it. Done again, it changes nothing.
 */
export const planNotifications = async (
  sql: Sql,
  plan: {
    readonly bucket: number
    readonly bookingId: string
    readonly event: OutboxEvent
    readonly nowMs: number
    readonly canMail: boolean
  },
): Promise<void> => {
  const { bucket, bookingId, event } = plan
  if (event.payload.notifyAttendees !== true) return
  const [booking] = await sql<{ attendees: string[] }[]>`
    SELECT attendees FROM bookings WHERE bucket = ${bucket} AND id = ${bookingId}`
  const attendees = [...new Set([...(booking?.attendees ?? []), ...removedAttendees(event)])]
  const addresses = await addressesOf(sql, attendees)
  const statuses = attendees.map((attendee) => {
    if (!addresses.has(attendee)) return 'no_address'
    return plan.canMail ? 'pending' : 'not_configured'
  })
  const now = instantToSql(plan.nowMs)
  await sql`
    INSERT INTO notifications (bucket, event_id, attendee, booking_id, version, status, attempts, due_at, updated_at)
    SELECT ${bucket}, ${event.id}, attendee, ${bookingId}, ${event.version}, status, 0,
      CASE status WHEN 'pending' THEN ${now}::timestamptz END, ${now}
    FROM unnest(${attendees}::text[], ${statuses}::text[]) AS planned (attendee, status)
    ON CONFLICT DO NOTHING`
}

/** Whom a change took off the booking; they are told that it is no longer theirs. */
export const removedAttendees = ({ payload }: Pick<OutboxEvent, 'payload'>): string[] => {
  const change = payload.attendees as { from?: string[]; to?: string[] } | undefined
  return (change?.from ?? []).filter((attendee) => !change?.to?.includes(attendee))
}
