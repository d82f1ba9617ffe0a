import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'

/** Stored occurrences that meet each of many intervals, by the interval's position. */
export const claimsMeeting = async (
  sql: Sql,
  resource: { bucket: number; id: string },
  intervals: readonly { start: number; end: number }[],
): Promise<Map<number, Clash[]>> => {
  const rows = await sql<
    { position: number; booking_id: string; title: string; start: string; end: string }[]
  >`
    SELECT (wanted.position - 1)::int AS position, o.booking_id,
      COALESCE(exceptions.new_title, bookings.title) AS title,
      lower(o.during)::text AS start, upper(o.during)::text AS "end"
    FROM unnest(
      ${intervals.map(({ start }) => instantToSql(start))}::text[]::timestamptz[],
      ${intervals.map(({ end }) => instantToSql(end))}::text[]::timestamptz[]
    ) WITH ORDINALITY AS wanted (s, e, position)
    CROSS JOIN LATERAL (
      (SELECT booking_id, wall_start, during FROM occurrences
       WHERE bucket = ${resource.bucket} AND resource_id = ${resource.id}
         AND upper(during) > wanted.s AND upper(during) <= wanted.e)
      UNION ALL
      (SELECT booking_id, wall_start, during FROM occurrences
       WHERE bucket = ${resource.bucket} AND resource_id = ${resource.id} AND upper(during) > wanted.e
       ORDER BY upper(during) LIMIT 1)
    ) o
    JOIN bookings ON bookings.bucket = ${resource.bucket} AND bookings.id = o.booking_id
    LEFT JOIN exceptions ON exceptions.bucket = ${resource.bucket} AND exceptions.booking_id = o.booking_id
      AND exceptions.wall_start = o.wall_start
    WHERE lower(o.during) < wanted.e
    ORDER BY position, lower(o.during)`
  const byPosition = new Map<number, Clash[]>()
  for (const row of rows) {
    const clashes = byPosition.get(row.position) ?? []
    clashes.push({
      bookingId: row.booking_id,
      title: row.title,
      start: instantFromSql(row.start),
      end: instantFromSql(row.end),
    })
    byPosition.set(row.position, clashes)
  }
  return byPosition
}
