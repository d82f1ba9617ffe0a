import type { ExceptionRecord } from '../schema/exceptions.ts'
import { instantFromSql, wallFromSql } from '../sql-values.ts'

/** A row of `exceptions` as the driver gives it for a statement written by hand. */
export interface ExceptionRow {
  readonly bucket: number
  readonly id: string
  readonly booking_id: string
  readonly wall_start: string
  readonly kind: 'cancelled' | 'modified' | 'skipped'
  readonly new_starts_at: string | null
  readonly new_ends_at: string | null
  readonly new_title: string | null
  readonly reason: string | null
  readonly created_by: string
  readonly created_at: string
}

const instantOrNull = (text: string | null) => (text === null ? null : instantFromSql(text))

export const exceptionFromRow = (row: ExceptionRow): ExceptionRecord => ({
  bucket: row.bucket,
  id: row.id,
  bookingId: row.booking_id,
  wallStart: wallFromSql(row.wall_start),
  kind: row.kind,
  newStartsAt: instantOrNull(row.new_starts_at),
  newEndsAt: instantOrNull(row.new_ends_at),
  newTitle: row.new_title,
  reason: row.reason,
  createdBy: row.created_by,
  createdAt: instantFromSql(row.created_at),
})
