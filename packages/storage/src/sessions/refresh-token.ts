import { createHash, randomBytes } from 'node:crypto'
import type { Sql } from '../database.ts'
import { instantToSql } from '../sql-values.ts'

/** A token of 256 random bits; 43 characters, base64url. */
export const makeRefreshToken = (): string => randomBytes(32).toString('base64url')

/** What is kept of it: a token of this size needs no salt and no slow hash. */
export const hashRefreshToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')

/** Gives a session its live token. */
export const insertRefreshToken = async (
  sql: Sql,
  token: {
    readonly value: string
    readonly sessionId: string
    readonly nowMs: number
    readonly expiresMs: number
  },
): Promise<void> => {
  await sql`
    INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
    VALUES (${hashRefreshToken(token.value)}, ${token.sessionId}, ${instantToSql(token.nowMs)},
      ${instantToSql(token.expiresMs)})`
}
