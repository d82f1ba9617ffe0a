import type { Sql } from '../database.ts'
import { instantsToSql, wallsToSql } from '../sql-values.ts'
import { type Claim, Taken } from './claim.ts'

/**
 * Claims intervals for a booking that exists, in order of time so that two writers never wait for each other
 * in a circle.
 *
 * @throws Taken when any of them is claimed already
 */
export const insertClaims = async (
  sql: Sql,
  booking: { bucket: number; resourceId: string; id: string },
  claims: readonly Claim[],
): Promise<void> => {
  const rows = await sql`
    INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
    SELECT ${booking.bucket}, ${booking.resourceId}, ${booking.id}, wall, tstzrange(s, e, '[)')
    FROM unnest(
      ${wallsToSql(claims.map(({ wallStart }) => wallStart))}::text::timestamp[],
      ${instantsToSql(claims.map(({ start }) => start))}::text::timestamptz[],
      ${instantsToSql(claims.map(({ end }) => end))}::text::timestamptz[]
    ) AS claim (wall, s, e)
    ORDER BY s
    ON CONFLICT DO NOTHING
    RETURNING 1`
  if (rows.length < claims.length) throw new Taken([], true)
}
