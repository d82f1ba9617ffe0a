import type { Sql } from '../database.ts'
import { instantsToSql } from '../sql-values.ts'
import { firstClaimAfter } from './first-claim-after.ts'

/**
 * The query of a recursive table `met (position, e, booking_id, wall_start, during)`: the stored occurrences of a
 * resource that overlap intervals [s, e), with the interval's position from 1 on. Claims of one resource never overlap,
 * so in order of their ends those that meet an interval are the first that ends after its start and its successors,
 * until one starts at its end or later. Each step is one row of the index by end.
 *
 * The arrays stand in selects of their own so that the planner does not see how long they are: a plan for a short one
 * looks cheaper than one for any, and it would go on planning the statement anew for each call, which costs more than
 * running it.
 */
export const metClaims = (
  sql: Sql,
  resource: { readonly bucket: number; readonly id: string },
  intervals: readonly { readonly start: number; readonly end: number }[],
) =>
  sql`
    SELECT wanted.position, wanted.e, o.booking_id, o.wall_start, o.during
    FROM unnest(
      (SELECT ${instantsToSql(intervals.map(({ start }) => start))}::text::timestamptz[]),
      (SELECT ${instantsToSql(intervals.map(({ end }) => end))}::text::timestamptz[])
    ) WITH ORDINALITY AS wanted (s, e, position)
    CROSS JOIN LATERAL (${firstClaimAfter(sql, resource, sql`wanted.s`)}) o
    WHERE lower(o.during) < wanted.e
    UNION ALL
    SELECT met.position, met.e, o.booking_id, o.wall_start, o.during
    FROM met CROSS JOIN LATERAL (${firstClaimAfter(sql, resource, sql`upper(met.during)`)}) o
    WHERE lower(o.during) < met.e`
