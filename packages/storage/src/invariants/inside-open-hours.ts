import { asInstant, compileBusinessHours, isWithinOpenHours, type OpenHours, zoneOf } from '@booking/core'
import type postgres from 'postgres'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'
import { type OpeningRow, resourcesWithHours } from './resource-pages.ts'

/**
 * A write that read a resource just before it changed may land after: what was written this soon after a change
 * is left alone.
 */
const RACE_SECONDS = 10
const PAGE_CLAIMS = 5_000

interface ClaimRow {
  readonly booking_id: string
  readonly wall_start: string
  readonly during: string
  readonly start: number | null
  readonly end: number | null
  readonly ends: string
}

/**
 * Bookings keep their times when their resource changes, so a claim is held against the hours only if it was
 * written after the resource's last change: the booking's times by its audit trail, a moved occurrence by its
 * exception, or by the booking's own move to the resource. The same goes for a change of the zone data that hours or
 * a series are in.
 */
export const insideOpenHours: Check = {
  id: 'I8',
  title: 'Claims lie within the hours they were made under, none was made on an inactive resource',
  async find(sql, found) {
    for await (const page of resourcesWithHours(sql)) {
      for (const resource of page) {
        const hours = compileBusinessHours(resource.business_hours, zoneOf(resource.time_zone))
        await findOutside(sql, resource, hours, found)
      }
    }
    await found.addFrom(sql, madeWhileInactive(sql))
  },
}

const findOutside = async (
  sql: postgres.TransactionSql,
  resource: OpeningRow,
  hours: OpenHours,
  found: FoundRows,
): Promise<void> => {
  let after = '-infinity'
  for (;;) {
    const rows = await sql<ClaimRow[]>`
      WITH settled AS (
        SELECT GREATEST(${resource.updated_at}::timestamptz + make_interval(secs => ${RACE_SECONDS}),
          (SELECT changed_at FROM zone_data WHERE time_zone = ${resource.time_zone})) AS at
      ),
      written AS (
        SELECT booking_id, max(audit.at) FILTER (
            WHERE action = 'booking.created' OR details ?| ARRAY['startsAt', 'endsAt', 'resourceId', 'timeZone']
          ) AS times_at,
          max(audit.at) FILTER (WHERE action = 'booking.updated' AND details ? 'resourceId') AS moved_at
        FROM audit, settled WHERE bucket = ${resource.bucket} AND audit.at > settled.at GROUP BY booking_id
      )
      SELECT o.booking_id, o.wall_start::text, o.during::text, upper(o.during)::text AS ends,
        (extract(epoch FROM lower(o.during)) * 1000)::float8 AS start,
        (extract(epoch FROM upper(o.during)) * 1000)::float8 AS "end"
      FROM settled, occurrences o
      LEFT JOIN written ON written.booking_id = o.booking_id
      LEFT JOIN exceptions e ON e.bucket = o.bucket AND e.booking_id = o.booking_id AND e.wall_start = o.wall_start
        AND num_nonnulls(e.new_starts_at, e.new_ends_at) > 0
      LEFT JOIN bookings b ON b.bucket = o.bucket AND b.id = o.booking_id
      LEFT JOIN zone_data z ON z.time_zone = b.time_zone
      WHERE o.bucket = ${resource.bucket} AND o.resource_id = ${resource.id} AND upper(o.during) > ${after}::timestamptz
        AND CASE WHEN e.id IS NULL THEN times_at > COALESCE(z.changed_at, '-infinity')
          ELSE e.created_at > GREATEST(settled.at, z.changed_at)
            OR moved_at > COALESCE(z.changed_at, '-infinity') END
      ORDER BY upper(o.during) LIMIT ${PAGE_CLAIMS}`
    for (const { booking_id, wall_start, during, start, end } of rows) {
      if (start !== null && end !== null && isWithinOpenHours(hours, asInstant(start), asInstant(end)))
        continue
      found.add({
        what: 'claim outside the hours it was made under',
        resource_id: resource.id,
        booking_id,
        wall_start,
        during,
      })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE_CLAIMS) return
    after = last.ends
  }
}

/** The second part of a series that was split is new, but nothing that was not booked before. */
const madeWhileInactive = (sql: postgres.TransactionSql) => sql`
  SELECT 'booking made on an inactive resource' AS what, bookings.id::text AS booking_id, resource_id::text,
    bookings.created_at::text, resources.updated_at::text AS inactive_since
  FROM resources JOIN bookings ON bookings.resource_id = resources.id
  WHERE NOT is_active AND bookings.created_at > resources.updated_at + make_interval(secs => ${RACE_SECONDS})
    AND NOT EXISTS (
      SELECT 1 FROM audit
      WHERE audit.bucket = bookings.bucket AND action = 'booking.split'
        AND details ->> 'followedBy' = bookings.id::text)`
