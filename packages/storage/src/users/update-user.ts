import { write } from '../answer-once.ts'
import { type Actor, type Context, changing } from '../context.ts'
import { type Precondition, requireVersion } from '../precondition.ts'
import type { UserRecord } from '../schema/users.ts'
import { revokeSessions } from '../sessions/revoke-sessions.ts'
import { instantToSql } from '../sql-values.ts'
import { ChangedMeanwhile, startingOver } from '../starting-over.ts'
import { getUser } from './get-user.ts'
import { hashPassword } from './password.ts'

export interface UserChanges {
  readonly name?: string | undefined
  readonly role?: Actor['role'] | undefined
  readonly isActive?: boolean | undefined
  readonly password?: string | undefined
}

/**
 * Changes a user. A new password, and being switched off, end all its sessions.
 *
 * @throws Refusal forbidden, user_not_found, precondition_failed
 */
export const updateUser = (
  ctx: Context,
  userId: string,
  changes: UserChanges,
  precondition: Precondition = {},
): Promise<UserRecord> =>
  startingOver(async () => {
    const current = await getUser(ctx, userId)
    requireVersion(current.version, precondition)
    const next: UserRecord = {
      ...current,
      name: changes.name ?? current.name,
      role: changes.role ?? current.role,
      isActive: changes.isActive ?? current.isActive,
      passwordHash:
        changes.password === undefined ? current.passwordHash : await hashPassword(changes.password),
      version: current.version + 1,
      updatedAt: changing(ctx, current).nowMs,
    }
    return write(ctx, 'several', async (sql) => {
      const rows = await sql`
        UPDATE users SET name = ${next.name}, role = ${next.role}, is_active = ${next.isActive},
          password_hash = ${next.passwordHash}, version = ${next.version}, updated_at = ${instantToSql(next.updatedAt)}
        WHERE id = ${userId} AND version = ${current.version} RETURNING 1`
      if (rows.length === 0) throw new ChangedMeanwhile()
      if (changes.password !== undefined || !next.isActive) await revokeSessions(sql, userId, ctx.nowMs)
      return next
    })
  })
