import { changeRows } from '../change.ts'
import { type Claim, Taken } from '../claims/claim.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import { enqueuing } from '../queue/enqueue.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { instantToSql, wallToSql } from '../sql-values.ts'
import { isPartialClaim } from '../sqlstate.ts'
import { ChangedMeanwhile } from '../starting-over.ts'
import { bookingRow } from './booking-row.ts'

/**
 * Writes a new booking with its claims, its audit row, its event and its job, if it has one, in one statement, so
 * that a booking costs one round trip and a refused one leaves nothing, not even dead rows: the other rows are only
 * made when every claim was. Claims of which some fit and some do not are undone by their foreign key.
 *
 * @param claims in order of time, at least one
 * @param resourceVersion the version of the resource that the booking was planned with
 * @throws Taken when any of the claims is taken; ChangedMeanwhile when the resource has another version by now
 */
export const insertBooking = async (
  sql: Sql,
  ctx: Context,
  booking: BookingRecord,
  claims: readonly Claim[],
  resourceVersion: number,
): Promise<void> => {
  const { audit, event, job } = changeRows(ctx, {
    bucket: booking.bucket,
    bookingId: booking.id,
    version: booking.version,
    action: 'booking.created',
    details: { resourceId: booking.resourceId },
  })
  try {
    const [row] = await sql<{ claimed: number; isUnchanged: boolean }[]>`
      WITH resource AS MATERIALIZED (
        SELECT FROM resources
        WHERE bucket = ${booking.bucket} AND id = ${booking.resourceId} AND version = ${resourceVersion}
      ), claim AS (
        INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
        SELECT ${booking.bucket}, ${booking.resourceId}, ${booking.id}, wall, tstzrange(s, e, '[)')
        FROM unnest(
          ${claims.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[],
          ${claims.map(({ start }) => instantToSql(start))}::text[]::timestamptz[],
          ${claims.map(({ end }) => instantToSql(end))}::text[]::timestamptz[]
        ) AS wanted (wall, s, e)
        WHERE EXISTS (SELECT FROM resource)
        ORDER BY s
        ON CONFLICT DO NOTHING
        RETURNING 1
      ), whole AS (
        SELECT FROM claim HAVING count(*) = ${claims.length} AND EXISTS (SELECT FROM resource)
      ), booked AS (
        INSERT INTO bookings
        SELECT row.* FROM whole, jsonb_populate_record(NULL::bookings, ${bookingRow(booking)}::text::jsonb) AS row
      ), audited AS (
        INSERT INTO audit
        SELECT row.* FROM whole, jsonb_populate_record(NULL::audit, ${audit}::text::jsonb) AS row
      ), told AS (
        INSERT INTO outbox
        SELECT row.* FROM whole, jsonb_populate_record(NULL::outbox, ${event}::text::jsonb) AS row
      )
      SELECT EXISTS (SELECT FROM resource) AS "isUnchanged", (SELECT count(*)::int FROM claim) AS claimed${
        job === null ? sql`` : sql`, (SELECT count((${enqueuing(sql, job)}).id) FROM whole) AS queued`
      }`
    if (row?.isUnchanged !== true) throw new ChangedMeanwhile()
    if (row.claimed !== claims.length) throw new Taken([], true)
  } catch (error) {
    if (isPartialClaim(error)) throw new Taken([], true)
    throw error
  }
}
