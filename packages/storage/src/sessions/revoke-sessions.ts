import type { Sql } from '../database.ts'
import { instantToSql } from '../sql-values.ts'

/** Ends every session of a user. */
export const revokeSessions = async (sql: Sql, userId: string, nowMs: number): Promise<void> => {
  await sql`UPDATE sessions SET revoked_at = ${instantToSql(nowMs)} WHERE user_id = ${userId} AND revoked_at IS NULL`
}
