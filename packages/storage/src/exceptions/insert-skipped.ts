import type { Occurrence } from '@booking/core'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import { mintId } from '../mint-id.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { instantToSql, wallToSql } from '../sql-values.ts'

/** Keeps on record which occurrences a series does without because their time was taken. */
export const insertSkipped = async (
  sql: Sql,
  ctx: Context,
  series: BookingRecord,
  skipped: readonly Pick<Occurrence, 'wallStart'>[],
): Promise<void> => {
  await sql`
    INSERT INTO exceptions (bucket, id, booking_id, wall_start, kind, created_by, created_at)
    SELECT ${series.bucket}, id, ${series.id}, wall, 'skipped', ${ctx.actor.subject}, ${instantToSql(ctx.nowMs)}
    FROM unnest(
      ${skipped.map(() => mintId(series.bucket, ctx.nowMs))}::text[]::uuid[],
      ${skipped.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[]
    ) AS skipped (id, wall)`
}
