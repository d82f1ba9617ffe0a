import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import { instantFromSql } from '../sql-values.ts'
import { metClaims } from './met-claims.ts'
import { titleOf } from './title-of.ts'

/** Stored occurrences that meet each of many intervals, by the interval's position. */
export const claimsMeeting = async (
  sql: Sql,
  resource: { bucket: number; id: string },
  intervals: readonly { start: number; end: number }[],
): Promise<Map<number, Clash[]>> => {
  const rows = await sql<
    { position: number; booking_id: string; title: string; start: string; end: string }[]
  >`
    WITH RECURSIVE met AS (${metClaims(sql, resource, intervals)})
    SELECT (position - 1)::int AS position, booking_id, ${titleOf(sql, resource.bucket, sql`met`)} AS title,
      lower(during)::text AS start, upper(during)::text AS "end"
    FROM met
    ORDER BY met.position, lower(during)`
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
