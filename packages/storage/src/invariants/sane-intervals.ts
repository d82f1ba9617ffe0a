import type { Check } from './check.ts'

/** Instants are those that RFC 3339 can write, from 1970 on, in whole milliseconds; a booking lasts at most ten years. */
export const saneIntervals: Check = {
  id: 'I7',
  title: 'Every interval is bounded, closed-open, in order, in range and in whole milliseconds',
  async find(sql, found) {
    const isOdd = (starts: string, ends: string) => sql`(
      ${sql.unsafe(starts)} < '1970-01-01Z' OR ${sql.unsafe(ends)} > '10000-01-01Z'
      OR date_trunc('milliseconds', ${sql.unsafe(starts)}) <> ${sql.unsafe(starts)}
      OR date_trunc('milliseconds', ${sql.unsafe(ends)}) <> ${sql.unsafe(ends)}
      OR ${sql.unsafe(ends)} > ${sql.unsafe(starts)} + interval '3660 days')`
    await found.addFrom(
      sql,
      sql`
        SELECT 'claim with an impossible interval' AS what, booking_id::text, wall_start::text, during::text
        FROM occurrences
        WHERE isempty(during) OR lower_inf(during) OR upper_inf(during) OR NOT lower_inc(during) OR upper_inc(during)
          OR ${isOdd('lower(during)', 'upper(during)')}`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'booking with an impossible interval' AS what, id::text AS booking_id, starts_at::text, ends_at::text,
          duration_ms::text
        FROM bookings
        WHERE ends_at <= starts_at OR ${isOdd('starts_at', 'ends_at')}
          OR duration_ms <> extract(epoch FROM ends_at - starts_at) * 1000
          OR (recurrence_rule IS NOT NULL AND duration_ms > 366 * 86400000::bigint)`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'exception with an impossible interval' AS what, id::text AS exception_id, booking_id::text,
          new_starts_at::text, new_ends_at::text
        FROM exceptions
        WHERE new_ends_at <= new_starts_at
          OR ${isOdd('COALESCE(new_starts_at, new_ends_at)', 'COALESCE(new_ends_at, new_starts_at)')}`,
    )
  },
}
