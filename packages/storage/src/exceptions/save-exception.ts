import type { Sql } from '../database.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { instantToSql, wallToSql } from '../sql-values.ts'

const instantOrNull = (instant: number | null) => (instant === null ? null : instantToSql(instant))

/** Writes an exception, in place of the one with its id if there is one. */
export const saveException = async (sql: Sql, exception: ExceptionRecord): Promise<void> => {
  await sql`
    INSERT INTO exceptions (bucket, id, booking_id, wall_start, kind, new_starts_at, new_ends_at, new_title, reason,
      created_by, created_at)
    VALUES (${exception.bucket}, ${exception.id}, ${exception.bookingId}, ${wallToSql(exception.wallStart)}, ${exception.kind},
      ${instantOrNull(exception.newStartsAt)}, ${instantOrNull(exception.newEndsAt)}, ${exception.newTitle},
      ${exception.reason}, ${exception.createdBy}, ${instantToSql(exception.createdAt)})
    ON CONFLICT (bucket, id) DO UPDATE SET kind = excluded.kind, new_starts_at = excluded.new_starts_at,
      new_ends_at = excluded.new_ends_at, new_title = excluded.new_title, reason = excluded.reason,
      created_by = excluded.created_by, created_at = excluded.created_at`
}
