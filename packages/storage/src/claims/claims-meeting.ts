import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import { instantFromSql } from '../sql-values.ts'
import { metClaims } from './met-claims.ts'
import { titleOf } from './title-of.ts'

/**
 * Stored occurrences that meet each of many intervals, by the interval's position.
 *
 * @returns null when the resource has another version by now
 */
export const claimsMeeting = async (
  sql: Sql,
  resource: { bucket: number; id: string; version: number },
  intervals: readonly { start: number; end: number }[],
): Promise<Map<number, Clash[]> | null> => {
  const [asKnown, ...rows] = await sql<
    { position: number; booking_id: string; title: string; start: string; end: string }[]
  >`
    WITH RECURSIVE met AS (${metClaims(sql, resource, intervals)})
    SELECT (position - 1)::int AS position, booking_id, title, lower(during)::text AS start, upper(during)::text AS "end"
    FROM (
      SELECT 0 AS position, NULL::uuid AS booking_id, NULL AS title, NULL::tstzrange AS during
      FROM resources WHERE bucket = ${resource.bucket} AND id = ${resource.id} AND version = ${resource.version}
      UNION ALL
      SELECT position, booking_id, ${titleOf(sql, resource.bucket, sql`met`)}, during FROM met
    ) found
    ORDER BY found.position, lower(during)`
  if (asKnown?.position !== -1) return null
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
