import type { Database } from './database.ts'
import { instantFromSql, instantToSql } from './sql-values.ts'

/** Asks the database for a sign of life. @throws what the driver throws */
export const pingDatabase = async (database: Database): Promise<{ latencyMs: number }> => {
  const startedAt = performance.now()
  await database.sql`SELECT 1`
  return { latencyMs: performance.now() - startedAt }
}

const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000

/** Says that a worker is alive; forgets those not heard of for a day. */
export const beat = async (database: Database, worker: string, nowMs: number): Promise<void> => {
  await database.sql`
    INSERT INTO worker_heartbeats (worker, seen_at) VALUES (${worker}, ${instantToSql(nowMs)})
    ON CONFLICT (worker) DO UPDATE SET seen_at = excluded.seen_at`
  await database.sql`DELETE FROM worker_heartbeats WHERE seen_at < ${instantToSql(nowMs - FORGOTTEN_AFTER_MS)}`
}

/** When any worker was last alive, in milliseconds since the epoch; null when none ever was. */
export const lastBeat = async (database: Database): Promise<number | null> => {
  const [row] = await database.sql<{ seen_at: string | null }[]>`
    SELECT max(seen_at)::text AS seen_at FROM worker_heartbeats`
  return row?.seen_at == null ? null : instantFromSql(row.seen_at)
}
