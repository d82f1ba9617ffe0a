import type { Sql } from '../database.ts'
import { Refusal } from '../refusal.ts'
import { instantFromSql } from '../sql-values.ts'

/**
 * Locks a resource for everything that reaches past its horizon. What is read by the NEXT statement is what
 * earlier holders of the lock committed; this statement's own snapshot is older than its lock.
 *
 * @returns the horizon, in milliseconds since the epoch; it cannot move while the lock is held
 */
export const lockResource = async (
  sql: Sql,
  where: { bucket: number; resourceId: string },
): Promise<{ horizonUntil: number }> => {
  // Two statements, in one message to the server: whoever waits for the lock waits for each message of its holder.
  const [locked, [row]] = await Promise.all([
    sql`SELECT 1 FROM resources WHERE bucket = ${where.bucket} AND id = ${where.resourceId} FOR NO KEY UPDATE`,
    sql<{ horizon_until: string }[]>`
      SELECT horizon_until::text FROM resources WHERE bucket = ${where.bucket} AND id = ${where.resourceId}`,
  ])
  if (locked.length === 0 || row === undefined)
    throw new Refusal('resource_not_found', { resourceId: where.resourceId })
  return { horizonUntil: instantFromSql(row.horizon_until) }
}
