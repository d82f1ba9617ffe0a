import type { Database } from '../database.ts'
import { instantToSql } from '../sql-values.ts'
import { hashRefreshToken } from './refresh-token.ts'

/** Ends the session of a refresh token. A token nobody knows ends nothing. */
export const endSession = async (database: Database, token: string, nowMs: number): Promise<void> => {
  await database.sql`
    UPDATE sessions SET revoked_at = ${instantToSql(nowMs)}
    WHERE revoked_at IS NULL
      AND id = (SELECT session_id FROM refresh_tokens WHERE token_hash = ${hashRefreshToken(token)})`
}

/** Forgets sessions whose tokens have all expired. */
export const sweepSessions = async (database: Database, nowMs: number): Promise<number> => {
  const rows = await database.sql`
    DELETE FROM sessions
    WHERE NOT EXISTS (
      SELECT 1 FROM refresh_tokens
      WHERE refresh_tokens.session_id = sessions.id AND expires_at > ${instantToSql(nowMs)}
    )
    RETURNING 1`
  return rows.length
}
