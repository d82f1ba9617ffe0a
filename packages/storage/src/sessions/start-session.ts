import { randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from '../database.ts'
import { Refusal } from '../refusal.ts'
import { type UserRecord, users } from '../schema/users.ts'
import { instantToSql } from '../sql-values.ts'
import { inTransaction } from '../transaction.ts'
import { isPassword } from '../users/password.ts'
import { insertRefreshToken, makeRefreshToken } from './refresh-token.ts'

/** A user with the refresh token that was made for it. The token is told once and kept as a hash. */
export interface Session {
  readonly user: UserRecord
  readonly refreshToken: string
}

export interface SessionTimes {
  readonly nowMs: number
  /** How long a refresh token lives, in milliseconds. */
  readonly refreshMs: number
}

/**
 * Signs a user in. A wrong password, an address nobody has, and a user that is switched off are told alike, and
 * take as long.
 *
 * @throws Refusal invalid_credentials
 */
export const startSession = async (
  database: Database,
  credentials: { readonly email: string; readonly password: string },
  { nowMs, refreshMs }: SessionTimes,
): Promise<Session> => {
  const [user] = await database.drizzle
    .select()
    .from(users)
    .where(eq(users.email, credentials.email.toLowerCase()))
  const isRight = await isPassword(user?.passwordHash, credentials.password)
  if (user === undefined || !isRight || !user.isActive) throw new Refusal('invalid_credentials', {})
  const refreshToken = makeRefreshToken()
  const sessionId = randomUUID()
  await inTransaction(database, async (tx) => {
    // Comparing a password takes long enough for it to be changed meanwhile, and that has ended the sessions there were.
    const started = await tx`
      INSERT INTO sessions (id, user_id, created_at)
      SELECT ${sessionId}, id, ${instantToSql(nowMs)} FROM users
      WHERE id = ${user.id} AND password_hash = ${user.passwordHash} AND is_active FOR SHARE
      RETURNING 1`
    if (started.length === 0) throw new Refusal('invalid_credentials', {})
    await insertRefreshToken(tx, { value: refreshToken, sessionId, nowMs, expiresMs: nowMs + refreshMs })
  })
  return { user, refreshToken }
}
