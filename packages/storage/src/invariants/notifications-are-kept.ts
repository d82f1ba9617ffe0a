import type { Check } from './check.ts'

/**
 * An attendee may have come or gone since an event, so who exactly was to be told of it is not known any more; that
 * somebody was, where there is anybody, is.
 */
export const notificationsAreKept: Check = {
  id: 'I18',
  title: 'Each notification is of an event that asked for it, and each such event told somebody',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT 'notification of no event that asked for it' AS what, event_id::text, told.booking_id::text, told.version
        FROM notifications told LEFT JOIN outbox
          ON outbox.bucket = told.bucket AND outbox.id = event_id AND outbox.booking_id = told.booking_id
            AND outbox.version = told.version AND payload @> '{"notifyAttendees": true}'
        WHERE outbox.id IS NULL OR outbox.dispatched_at IS NULL`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'dispatched event that told nobody' AS what, outbox.id::text AS event_id, booking_id::text,
          outbox.version
        FROM outbox JOIN bookings ON bookings.bucket = outbox.bucket AND bookings.id = booking_id
        WHERE payload @> '{"notifyAttendees": true}' AND dispatched_at IS NOT NULL AND bookings.version = outbox.version
          AND cardinality(attendees) > 0
          AND NOT EXISTS (
            SELECT FROM notifications told WHERE told.bucket = outbox.bucket AND told.event_id = outbox.id
          )`,
    )
  },
}
