import type { BookingRecord } from '../schema/bookings.ts'
import { instantToSql, wallToSql } from '../sql-values.ts'

const instantOrNull = (instant: number | null) => (instant === null ? null : instantToSql(instant))

/** A booking as the JSON that `jsonb_populate_record(NULL::bookings, …)` reads: one key a column. */
export const bookingRow = (booking: BookingRecord): string =>
  JSON.stringify({
    bucket: booking.bucket,
    id: booking.id,
    resource_id: booking.resourceId,
    title: booking.title,
    description: booking.description,
    starts_at: instantToSql(booking.startsAt),
    ends_at: instantToSql(booking.endsAt),
    recurrence_rule: booking.recurrenceRule,
    time_zone: booking.timeZone,
    wall_start: booking.wallStart === null ? null : wallToSql(booking.wallStart),
    duration_ms: booking.durationMs,
    last_starts_at: instantOrNull(booking.lastStartsAt),
    last_ends_at: instantOrNull(booking.lastEndsAt),
    occurrence_count: booking.occurrenceCount,
    materialised_until: instantOrNull(booking.materialisedUntil),
    start_adjusted: booking.startAdjusted,
    created_by: booking.createdBy,
    attendees: booking.attendees,
    metadata: booking.metadata,
    status: booking.status,
    cancel_reason: booking.cancelReason,
    cancelled_at: instantOrNull(booking.cancelledAt),
    cancelled_by: booking.cancelledBy,
    version: booking.version,
    created_at: instantToSql(booking.createdAt),
    updated_at: instantToSql(booking.updatedAt),
  })
