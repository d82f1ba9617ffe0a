import type { BookingRecord } from '../schema/bookings.ts'
import { instantFromSql, wallFromSql } from '../sql-values.ts'

/** A row of `bookings` as the driver gives it for a statement written by hand. */
export interface BookingRow {
  readonly bucket: number
  readonly id: string
  readonly resource_id: string
  readonly title: string
  readonly description: string | null
  readonly starts_at: string
  readonly ends_at: string
  readonly recurrence_rule: string | null
  readonly time_zone: string | null
  readonly wall_start: string | null
  readonly duration_ms: string
  readonly last_starts_at: string | null
  readonly last_ends_at: string | null
  readonly occurrence_count: number | null
  readonly materialised_until: string | null
  readonly start_adjusted: boolean
  readonly created_by: string
  readonly attendees: string[]
  readonly metadata: Record<string, unknown>
  readonly status: 'active' | 'cancelled'
  readonly cancel_reason: string | null
  readonly cancelled_at: string | null
  readonly cancelled_by: string | null
  readonly version: number
  readonly created_at: string
  readonly updated_at: string
}

const instantOrNull = (text: string | null) => (text === null ? null : instantFromSql(text))

export const bookingFromRow = (row: BookingRow): BookingRecord => ({
  bucket: row.bucket,
  id: row.id,
  resourceId: row.resource_id,
  title: row.title,
  description: row.description,
  startsAt: instantFromSql(row.starts_at),
  endsAt: instantFromSql(row.ends_at),
  recurrenceRule: row.recurrence_rule,
  timeZone: row.time_zone,
  wallStart: row.wall_start === null ? null : wallFromSql(row.wall_start),
  durationMs: Number(row.duration_ms),
  lastStartsAt: instantOrNull(row.last_starts_at),
  lastEndsAt: instantOrNull(row.last_ends_at),
  occurrenceCount: row.occurrence_count,
  materialisedUntil: instantOrNull(row.materialised_until),
  startAdjusted: row.start_adjusted,
  createdBy: row.created_by,
  attendees: row.attendees,
  metadata: row.metadata,
  status: row.status,
  cancelReason: row.cancel_reason,
  cancelledAt: instantOrNull(row.cancelled_at),
  cancelledBy: row.cancelled_by,
  version: row.version,
  createdAt: instantFromSql(row.created_at),
  updatedAt: instantFromSql(row.updated_at),
})
