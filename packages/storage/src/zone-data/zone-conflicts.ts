import type { Wall } from '@booking/core'
import type { Database, Sql } from '../database.ts'
import { instantFromSql, instantToSql, wallFromSql, wallToSql } from '../sql-values.ts'
import type { Interval } from './place-shifts.ts'

/** What a change of zone data could not do without an overlap. */
export interface ZoneConflict {
  readonly bucket: number
  readonly bookingId: string
  /** Original start, on the series' own clock. */
  readonly wallStart: Wall
  /**
   * `kept`: the occurrence stays where it was. `skipped`: it does not take place. `rule`: past the horizon the rule
   * meets another one for ever; what meets is skipped when it gets its row.
   */
  readonly kind: 'kept' | 'skipped' | 'rule'
  readonly otherBookingId: string
  /** Where the occurrence would be. */
  readonly wanted: Interval
  /** Where a kept one starts, milliseconds since the epoch. */
  readonly staysAt: number | null
}

/** A conflict on record, with when it was found and by which release of the tz database. */
export interface StoredZoneConflict extends ZoneConflict {
  readonly tzVersion: string
  readonly foundAt: number
}

interface ConflictRow {
  readonly bucket: number
  readonly booking_id: string
  readonly wall: string
  readonly kind: ZoneConflict['kind']
  readonly other_booking_id: string
  readonly start: string
  readonly end: string
  readonly stays_at: string | null
  readonly tz_version: string
  readonly found_at: string
}

/**
 * Open conflicts that changes of zone data have left, oldest first. They go when their occurrence has begun, or was
 * moved or cancelled by a person, or could follow after all.
 */
export const listZoneConflicts = async (database: Database, limit: number): Promise<StoredZoneConflict[]> => {
  const rows = await database.sql<ConflictRow[]>`
    SELECT bucket, booking_id, wall_start::text AS wall, kind, other_booking_id, lower(wanted)::text AS start,
      upper(wanted)::text AS "end", stays_at::text, tz_version, found_at::text
    FROM zone_conflicts ORDER BY found_at, bucket, booking_id, wall_start LIMIT ${limit}`
  return rows.map((row) => ({
    bucket: row.bucket,
    bookingId: row.booking_id,
    wallStart: wallFromSql(row.wall),
    kind: row.kind,
    otherBookingId: row.other_booking_id,
    wanted: { start: instantFromSql(row.start), end: instantFromSql(row.end) },
    staysAt: row.stays_at === null ? null : instantFromSql(row.stays_at),
    tzVersion: row.tz_version,
    foundAt: instantFromSql(row.found_at),
  }))
}

/**
 * Adds conflicts to the record; one that is on it already stays as it was found.
 *
 * @returns those that are new
 */
export const addZoneConflicts = async (
  sql: Sql,
  conflicts: readonly ZoneConflict[],
  found: { tzVersion: string; nowMs: number },
): Promise<ZoneConflict[]> => {
  if (conflicts.length === 0) return []
  const added = await sql<{ position: number }[]>`
    WITH conflict AS (
      SELECT *, tstzrange(s, e, '[)') AS wanted FROM unnest(
        ${conflicts.map(({ bucket }) => String(bucket))}::text[]::smallint[],
        ${conflicts.map(({ bookingId }) => bookingId)}::text[]::uuid[],
        ${conflicts.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[],
        ${conflicts.map(({ kind }) => kind)}::text[],
        ${conflicts.map(({ otherBookingId }) => otherBookingId)}::text[]::uuid[],
        ${conflicts.map(({ wanted }) => instantToSql(wanted.start))}::text[]::timestamptz[],
        ${conflicts.map(({ wanted }) => instantToSql(wanted.end))}::text[]::timestamptz[],
        ${conflicts.map(({ staysAt }) => (staysAt === null ? null : instantToSql(staysAt)))}::text[]::timestamptz[]
      ) WITH ORDINALITY AS given (bucket, booking_id, wall_start, kind, other_booking_id, s, e, stays_at, position)
    ), added AS (
      INSERT INTO zone_conflicts (bucket, booking_id, wall_start, kind, other_booking_id, wanted, stays_at, tz_version,
        found_at)
      SELECT bucket, booking_id, wall_start, kind, other_booking_id, wanted, stays_at, ${found.tzVersion},
        ${instantToSql(found.nowMs)}
      FROM conflict
      ON CONFLICT DO NOTHING
      RETURNING bucket, booking_id, wall_start, other_booking_id
    )
    SELECT (position - 1)::int AS position
    FROM conflict JOIN added USING (bucket, booking_id, wall_start, other_booking_id) ORDER BY position`
  return added.map(({ position }) => conflicts[position]!)
}

/**
 * Takes from the record what is none any more of some series: all but the given ones, and skipped occurrences to
 * come that nobody has booked again yet.
 */
export const keepZoneConflicts = async (
  sql: Sql,
  { bucket, bookingIds }: { bucket: number; bookingIds: readonly string[] },
  open: readonly ZoneConflict[],
  nowMs: number,
): Promise<void> => {
  await sql`
    DELETE FROM zone_conflicts c
    WHERE bucket = ${bucket} AND booking_id = ANY (${[...bookingIds]}::text[]::uuid[])
      AND (booking_id, wall_start, other_booking_id) NOT IN (
        SELECT * FROM unnest(
          ${open.map(({ bookingId }) => bookingId)}::text[]::uuid[],
          ${open.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[],
          ${open.map(({ otherBookingId }) => otherBookingId)}::text[]::uuid[]))
      AND NOT (kind = 'skipped' AND lower(wanted) >= ${instantToSql(nowMs)} AND EXISTS (
        SELECT 1 FROM exceptions e
        WHERE e.bucket = c.bucket AND e.booking_id = c.booking_id AND e.wall_start = c.wall_start
          AND e.kind = 'skipped'))`
}

/** Takes from the record what is about a booking that is over, cancelled, or on another resource's shard. */
export const forgetZoneConflicts = async (database: Database): Promise<void> => {
  await database.sql`
    DELETE FROM zone_conflicts c WHERE NOT EXISTS (
      SELECT 1 FROM bookings
      WHERE bookings.bucket = c.bucket AND bookings.id = c.booking_id AND status = 'active'
        AND recurrence_rule IS NOT NULL)`
}
