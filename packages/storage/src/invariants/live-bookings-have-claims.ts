import type { Check } from './check.ts'

/** A series whose rows all exist may be without any only when exceptions took every occurrence. */
export const liveBookingsHaveClaims: Check = {
  id: 'I3',
  title: 'Claims belong to live bookings, and live bookings have claims',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN bookings.id IS NULL THEN 'claim of no booking' ELSE 'claim of a cancelled booking' END AS what,
          booking_id::text, occurrences.wall_start::text, during::text
        FROM occurrences LEFT JOIN bookings ON bookings.id = booking_id
        WHERE bookings.id IS NULL OR bookings.status <> 'active'`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'live booking without a claim' AS what, id::text AS booking_id, recurrence_rule
        FROM bookings
        WHERE status = 'active' AND materialised_until IS NULL
          AND NOT EXISTS (SELECT 1 FROM occurrences WHERE booking_id = bookings.id)
          AND (recurrence_rule IS NULL OR COALESCE(occurrence_count, 0) > (
            SELECT count(*) FROM exceptions
            WHERE exceptions.bucket = bookings.bucket AND exceptions.booking_id = bookings.id
              AND exceptions.kind IN ('cancelled', 'skipped')))`,
    )
  },
}
