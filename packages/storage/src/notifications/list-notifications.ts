import type { Sql } from '../database.ts'
import { instantFromSql } from '../sql-values.ts'

/** What became of telling one attendee of one change. */
export interface NotificationEntry {
  readonly version: number
  readonly attendee: string
  readonly status: 'pending' | 'sent' | 'failed' | 'not_configured' | 'no_address' | 'superseded'
  readonly attempts: number
  readonly lastError: string | null
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** The notifications of some versions of a booking, by attendee. */
export const listNotifications = async (
  sql: Sql,
  { bucket, id }: { readonly bucket: number; readonly id: string },
  versions: readonly number[],
): Promise<NotificationEntry[]> => {
  if (versions.length === 0) return []
  const rows = await sql<
    (Omit<NotificationEntry, 'lastError' | 'at'> & { last_error: string | null; updated_at: string })[]
  >`
    SELECT version, attendee, status, attempts, last_error, updated_at::text FROM notifications
    WHERE bucket = ${bucket} AND booking_id = ${id} AND version = ANY (${versions as number[]}::int[])
    ORDER BY attendee`
  return rows.map(({ last_error: lastError, updated_at: at, ...row }) => ({
    ...row,
    lastError,
    at: instantFromSql(at),
  }))
}
