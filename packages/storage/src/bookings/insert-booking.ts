import { type Action, changeRows } from '../change.ts'
import { type Claim, Taken } from '../claims/claim.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import { enqueuing } from '../queue/enqueue.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { instantsToSql, instantToSql, wallsToSql, wallToSql } from '../sql-values.ts'
import { isPartialClaim } from '../sqlstate.ts'
import { ChangedMeanwhile } from '../starting-over.ts'

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
  const { bucket, id, resourceId, version } = booking
  const action: Action = 'booking.created'
  const { auditId, eventId, actor, requestId, details, at, dispatchedAt, job } = changeRows(ctx, {
    bucket,
    bookingId: id,
    version,
    action,
    details: { resourceId },
  })
  const whole = claims.length === 1 ? sql`claim` : sql`whole`
  try {
    const [row] = await sql<{ claimed: number }[]>`
      WITH resource AS MATERIALIZED (
        SELECT FROM resources WHERE bucket = ${bucket} AND id = ${resourceId} AND version = ${resourceVersion}
      ), claim AS (
        INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
        SELECT ${bucket}, ${resourceId}, ${id}, ${wantedClaims(sql, claims)}
        ON CONFLICT DO NOTHING
        RETURNING 1
      ), ${claims.length === 1 ? sql`` : sql`whole AS (SELECT FROM claim HAVING count(*) = ${claims.length}),`}
      booked AS (
        INSERT INTO bookings (
          bucket, id, resource_id, title, description, starts_at, ends_at, recurrence_rule, time_zone, wall_start,
          duration_ms, last_starts_at, last_ends_at, occurrence_count, materialised_until, start_adjusted, created_by,
          attendees, metadata, status, cancel_reason, cancelled_at, cancelled_by, version, created_at, updated_at
        )
        SELECT ${bucket}, ${id}, ${resourceId}, ${booking.title}, ${booking.description},
          ${instantToSql(booking.startsAt)}, ${instantToSql(booking.endsAt)}, ${booking.recurrenceRule},
          ${booking.timeZone}, ${orNull(booking.wallStart, wallToSql)}::text::timestamp, ${booking.durationMs},
          ${orNull(booking.lastStartsAt, instantToSql)}, ${orNull(booking.lastEndsAt, instantToSql)},
          ${booking.occurrenceCount}, ${orNull(booking.materialisedUntil, instantToSql)}, ${booking.startAdjusted},
          ${booking.createdBy}, ${booking.attendees}::text[], ${JSON.stringify(booking.metadata)}::text::jsonb,
          ${booking.status}, ${booking.cancelReason}, ${orNull(booking.cancelledAt, instantToSql)},
          ${booking.cancelledBy}, ${version}, ${instantToSql(booking.createdAt)}, ${instantToSql(booking.updatedAt)}
        FROM ${whole}
      ), audited AS (
        INSERT INTO audit (bucket, id, booking_id, version, action, actor, request_id, details, at)
        SELECT ${bucket}, ${auditId}, ${id}, ${version}, ${action}, ${actor}, ${requestId}, ${details}::text::jsonb,
          ${at}
        FROM ${whole}
      ), told AS (
        INSERT INTO outbox (bucket, id, booking_id, version, kind, payload, created_at, dispatched_at)
        SELECT ${bucket}, ${eventId}, ${id}, ${version}, ${action}, ${details}::text::jsonb, ${at}, ${dispatchedAt}
        FROM ${whole}
      )
      SELECT (SELECT count(*)::int FROM claim) AS claimed${
        job === null ? sql`` : sql`, (SELECT count((${enqueuing(sql, job)}).id) FROM ${whole}) AS queued`
      }
      FROM resource`
    if (row === undefined) throw new ChangedMeanwhile()
    if (row.claimed !== claims.length) throw new Taken([], true)
  } catch (error) {
    if (isPartialClaim(error)) throw new Taken([], true)
    throw error
  }
}

/** The columns `wall_start, during` of the claims, and where they come from: nowhere when the resource has changed. */
const wantedClaims = (sql: Sql, claims: readonly Claim[]) => {
  const [first] = claims
  if (first !== undefined && claims.length === 1)
    return sql`
      ${wallToSql(first.wallStart)}::text::timestamp,
      tstzrange(${instantToSql(first.start)}, ${instantToSql(first.end)}, '[)')
      FROM resource`
  return sql`wall, tstzrange(s, e, '[)')
    FROM unnest(
      ${wallsToSql(claims.map(({ wallStart }) => wallStart))}::text::timestamp[],
      ${instantsToSql(claims.map(({ start }) => start))}::text::timestamptz[],
      ${instantsToSql(claims.map(({ end }) => end))}::text::timestamptz[]
    ) AS wanted (wall, s, e)
    WHERE EXISTS (SELECT FROM resource)
    ORDER BY s`
}

const orNull = <Value>(value: Value | null, toSql: (value: Value) => string): string | null =>
  value === null ? null : toSql(value)
