import type { Sql } from '../database.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'
import { instantToSql } from '../sql-values.ts'
import { firstClaimAfter } from './first-claim-after.ts'

/**
 * Everything claimed on a resource inside a window, complete, ascending, as the core's availability functions
 * take it. A window holds many claims, so those that end in it are read as one range of the index by end; a descent for
 * each, as {@link metClaims} makes, costs three times as much.
 */
export const busyBetween = async (
  sql: Sql,
  resource: ResourceRecord,
  window: { start: number; end: number },
  exceptBookingId?: string,
): Promise<{ starts: Float64Array; ends: Float64Array }> => {
  const from = sql`${instantToSql(window.start)}::timestamptz`
  const to = sql`${instantToSql(window.end)}::timestamptz`
  const rows = await sql<{ start: number; end: number }[]>`
    SELECT (extract(epoch FROM lower(during)) * 1000)::float8 AS start,
      (extract(epoch FROM upper(during)) * 1000)::float8 AS "end"
    FROM (
      (SELECT booking_id, during FROM occurrences
       WHERE bucket = ${resource.bucket} AND resource_id = ${resource.id}
         AND upper(during) > ${from} AND upper(during) <= ${to}
       ORDER BY upper(during))
      UNION ALL
      (SELECT booking_id, during FROM (${firstClaimAfter(sql, resource, to)}) first)
    ) o
    WHERE lower(during) < ${to} AND booking_id IS DISTINCT FROM ${exceptBookingId ?? null}::uuid`
  const busy: { start: number; end: number }[] = [...rows]
  if (window.end > resource.horizonUntil) {
    const tails = await loadTails(sql, { bucket: resource.bucket, resourceId: resource.id, exceptBookingId })
    for (const tail of tails) busy.push(...clashesWithTail(tail, window))
  }
  busy.sort((a, b) => a.start - b.start)
  return {
    starts: Float64Array.from(busy, ({ start }) => start),
    ends: Float64Array.from(busy, ({ end }) => end),
  }
}
