import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import { instantFromSql } from '../sql-values.ts'
import { metClaims } from './met-claims.ts'

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
    SELECT found.booking_id, COALESCE(exceptions.new_title, bookings.title) AS title,
      lower(found.during)::text AS start, upper(found.during)::text AS "end", (count(*) OVER ())::int AS total
    FROM found
    JOIN bookings ON bookings.bucket = ${where.bucket} AND bookings.id = found.booking_id
    LEFT JOIN exceptions ON exceptions.bucket = ${where.bucket} AND exceptions.booking_id = found.booking_id
      AND exceptions.wall_start = found.wall_start
    ORDER BY lower(found.during)
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
