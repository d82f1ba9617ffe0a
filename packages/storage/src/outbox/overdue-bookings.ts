import type { Database } from '../database.ts'
import { instantToSql } from '../sql-values.ts'

/**
 * Bookings that have an event or a notification waiting for longer than its job should have taken, the oldest first:
 * their jobs were lost, or gave up.
 */
export const overdueBookings = async (
  database: Database,
  { nowMs, lateMs, bookingsMax }: { nowMs: number; lateMs: number; bookingsMax: number },
): Promise<string[]> => {
  const before = instantToSql(nowMs - lateMs)
  const rows = await database.sql<{ id: string }[]>`
    SELECT booking_id::text AS id FROM (
      (SELECT booking_id, created_at AS since FROM outbox
        WHERE dispatched_at IS NULL AND created_at <= ${before} ORDER BY created_at LIMIT ${bookingsMax})
      UNION ALL
      (SELECT booking_id, due_at FROM notifications
        WHERE status = 'pending' AND due_at <= ${before} ORDER BY due_at LIMIT ${bookingsMax})
    ) waiting GROUP BY booking_id ORDER BY min(since) LIMIT ${bookingsMax}`
  return rows.map(({ id }) => id)
}
