import type { Database } from '../database.ts'
import { sweepSessions } from '../sessions/end-session.ts'
import { instantToSql } from '../sql-values.ts'

export interface Swept {
  readonly idempotencyKeys: number
  readonly sessions: number
}

/** Forgets what has expired: answers kept for idempotency keys, and sessions. Doing it again changes nothing. */
export const sweepExpired = async (database: Database, nowMs: number): Promise<Swept> => {
  const keys = await database.sql`
    DELETE FROM idempotency_keys WHERE expires_at <= ${instantToSql(nowMs)} RETURNING 1`
  return { idempotencyKeys: keys.length, sessions: await sweepSessions(database, nowMs) }
}
