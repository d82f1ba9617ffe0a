import { eq } from 'drizzle-orm'
import type { Database, Sql } from '../database.ts'
import { Refusal } from '../refusal.ts'
import { users } from '../schema/users.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import { inTransaction } from '../transaction.ts'
import { hashRefreshToken, insertRefreshToken, makeRefreshToken } from './refresh-token.ts'
import type { Session, SessionTimes } from './start-session.ts'

/** How long after a refresh the spent token may come again, from a device that asked twice at once. */
const GRACE_MS = 10_000

interface TokenRow {
  readonly session_id: string
  readonly user_id: string
  readonly expires_at: string
  readonly spent_at: string | null
  readonly revoked_at: string | null
}

type Outcome = { readonly userId: string; readonly refreshToken: string } | 'refused' | 'stolen'

/**
 * Gives a new refresh token for one, once. A token that comes again after it was spent was stolen, from its owner
 * or by him: the session ends for both. Within ten seconds it is only refused, since a device may have asked twice
 * at once.
 *
 * @throws Refusal invalid_refresh_token
 */
export const refreshSession = async (
  database: Database,
  token: string,
  times: SessionTimes,
): Promise<Session> => {
  const outcome = await inTransaction(database, (tx) => spend(tx, token, times))
  if (typeof outcome === 'string') throw new Refusal('invalid_refresh_token', {})
  const [user] = await database.drizzle.select().from(users).where(eq(users.id, outcome.userId))
  if (user === undefined || !user.isActive) throw new Refusal('invalid_refresh_token', {})
  return { user, refreshToken: outcome.refreshToken }
}

const spend = async (tx: Sql, token: string, { nowMs, refreshMs }: SessionTimes): Promise<Outcome> => {
  const hash = hashRefreshToken(token)
  const [row] = await tx<TokenRow[]>`
    SELECT refresh_tokens.session_id, sessions.user_id, expires_at::text, spent_at::text, revoked_at::text
    FROM refresh_tokens JOIN sessions ON sessions.id = refresh_tokens.session_id
    WHERE token_hash = ${hash} FOR UPDATE`
  if (row === undefined || row.revoked_at !== null) return 'refused'
  const now = instantToSql(nowMs)
  if (row.spent_at !== null) {
    if (nowMs - instantFromSql(row.spent_at) <= GRACE_MS) return 'refused'
    await tx`UPDATE sessions SET revoked_at = ${now} WHERE id = ${row.session_id}`
    return 'stolen'
  }
  if (instantFromSql(row.expires_at) <= nowMs) return 'refused'
  await tx`UPDATE refresh_tokens SET spent_at = ${now} WHERE token_hash = ${hash}`
  const refreshToken = makeRefreshToken()
  const sessionId = row.session_id
  await insertRefreshToken(tx, { value: refreshToken, sessionId, nowMs, expiresMs: nowMs + refreshMs })
  return { userId: row.user_id, refreshToken }
}
