import type { Sql } from '../database.ts'
import { instantToSql } from '../sql-values.ts'

/**
 * The query of a recursive table `met (position, e, booking_id, wall_start, during)`: the stored occurrences of a
 * resource that overlap intervals [s, e), with the interval's position from 1 on. Claims of one resource never overlap,
 * so in order of their ends those that meet an interval are the first that ends after its start and its successors,
 * until one starts at its end or later.
 *
 * Each step is one row of the index by end. It is written as a comparison of rows because only that index can answer
 * it: left to its statistics, the planner goes through every claim of a resource that was filled since the last
 * ANALYZE, once for each interval.
 */
export const metClaims = (
  sql: Sql,
  { bucket, id }: { readonly bucket: number; readonly id: string },
  intervals: readonly { readonly start: number; readonly end: number }[],
) => {
  const firstEndingAfter = (instant: ReturnType<Sql>) => sql`
    SELECT booking_id, wall_start, during FROM occurrences
    WHERE (bucket, resource_id, upper(during)) > (${bucket}::smallint, ${id}::uuid, ${instant})
      AND (bucket, resource_id, upper(during)) <= (${bucket}::smallint, ${id}::uuid, 'infinity'::timestamptz)
    ORDER BY bucket, resource_id, upper(during) LIMIT 1`
  return sql`
    SELECT wanted.position, wanted.e, o.booking_id, o.wall_start, o.during
    FROM unnest(
      ${intervals.map(({ start }) => instantToSql(start))}::text[]::timestamptz[],
      ${intervals.map(({ end }) => instantToSql(end))}::text[]::timestamptz[]
    ) WITH ORDINALITY AS wanted (s, e, position)
    CROSS JOIN LATERAL (${firstEndingAfter(sql`wanted.s`)}) o
    WHERE lower(o.during) < wanted.e
    UNION ALL
    SELECT met.position, met.e, o.booking_id, o.wall_start, o.during
    FROM met CROSS JOIN LATERAL (${firstEndingAfter(sql`upper(met.during)`)}) o
    WHERE lower(o.during) < met.e`
}
