import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import { instantFromSql } from '../sql-values.ts'
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
  where: { bucket: number; resourceId: string; exceptBookingId?: string | undefined },
  intervals: readonly { start: number; end: number }[],
): Promise<FoundClashes> => {
  const rows = await sql<ClashRow[]>`
    WITH RECURSIVE met AS (${metClaims(sql, { bucket: where.bucket, id: where.resourceId }, intervals)}),
    found AS (
      SELECT DISTINCT booking_id, wall_start, during FROM met
      WHERE booking_id IS DISTINCT FROM ${where.exceptBookingId ?? null}::uuid
    )
    SELECT booking_id, ${titleOf(sql, where.bucket, sql`found`)} AS title,
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
