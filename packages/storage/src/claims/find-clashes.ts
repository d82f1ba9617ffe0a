import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import { instantFromSql } from '../sql-values.ts'
import { isLeftOut, type LeftOut } from './left-out.ts'
import { metClaims } from './met-claims.ts'
import { titleOf } from './title-of.ts'

export const CLASHES_TOLD_MAX = 100

interface ClashRow {
  readonly booking_id: string
  readonly title: string
  readonly start: string
  readonly end: string
  readonly total: number
}

export interface FoundClashes {
  /** In order of time, at most {@link CLASHES_TOLD_MAX}. */
  readonly clashes: Clash[]
  readonly total: number
}

/** The stored occurrences of a resource that overlap any of `intervals`. */
export const findClashes = async (
  sql: Sql,
  { bucket, resourceId }: { readonly bucket: number; readonly resourceId: string },
  intervals: readonly { start: number; end: number }[],
  leftOut?: LeftOut,
): Promise<FoundClashes> => {
  const rows = await sql<ClashRow[]>`
    WITH RECURSIVE met AS (${metClaims(sql, { bucket, id: resourceId }, intervals)}),
    found AS (
      SELECT DISTINCT booking_id, wall_start, during FROM met
      WHERE NOT ${isLeftOut(sql, leftOut)}
    )
    SELECT booking_id, ${titleOf(sql, bucket, sql`found`)} AS title,
      lower(during)::text AS start, upper(during)::text AS "end", (count(*) OVER ())::int AS total
    FROM found
    ORDER BY lower(during)
    LIMIT ${CLASHES_TOLD_MAX}`
  return {
    clashes: rows.map((row) => ({
      bookingId: row.booking_id,
      title: row.title,
      start: instantFromSql(row.start),
      end: instantFromSql(row.end),
    })),
    total: rows[0]?.total ?? 0,
  }
}
