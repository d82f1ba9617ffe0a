import type { Action } from '../change.ts'
import type { Check } from './check.ts'

/** A record, so that the compiler asks for every action there is. */
const actions: Record<Action, true> = {
  'booking.created': true,
  'booking.updated': true,
  'booking.retimed': true,
  'booking.split': true,
  'booking.cancelled': true,
  'exception.created': true,
  'exception.replaced': true,
  'exception.undone': true,
  'occurrence.rebooked': true,
}

/** A booking is created once, changed any number of times, cancelled at most once, and then rests. */
export const legalLife: Check = {
  id: 'I13',
  title: 'Each booking is what its audit trail made of it, by legal steps',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT 'step that cannot come here' AS what, booking_id::text, version, action, before
        FROM (
          SELECT booking_id, version, action,
            lag(action) OVER (PARTITION BY booking_id ORDER BY version) AS before
          FROM audit
        ) step
        WHERE action <> ALL (${Object.keys(actions)}::text[]) OR (action = 'booking.created') <> (before IS NULL)
          OR before = 'booking.cancelled'`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'booking is not what its audit trail says' AS what, bookings.id::text AS booking_id, status,
          bookings.version, last.version AS last_version, last.action AS last_action,
          created_at::text, first_at::text, updated_at::text, last.at::text AS last_at
        FROM bookings JOIN (
          SELECT DISTINCT ON (booking_id) booking_id, version, action, at,
            first_value(at) OVER (PARTITION BY booking_id ORDER BY version) AS first_at
          FROM audit ORDER BY booking_id, version DESC
        ) last ON last.booking_id = bookings.id
        WHERE bookings.version <> last.version OR (status = 'cancelled') <> (last.action = 'booking.cancelled')
          OR updated_at < created_at OR created_at <> first_at OR updated_at <> last.at
          OR (status = 'cancelled' AND cancelled_at IS DISTINCT FROM last.at)`,
    )
  },
}
