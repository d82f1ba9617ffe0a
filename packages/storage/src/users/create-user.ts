import { randomUUID } from 'node:crypto'
import { write } from '../answer-once.ts'
import type { Actor, Context } from '../context.ts'
import type { Sql } from '../database.ts'
import { requireAdmin } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import type { UserRecord } from '../schema/users.ts'
import { instantToSql } from '../sql-values.ts'
import { hashPassword } from './password.ts'

export interface CreateUserInput {
  readonly email: string
  readonly name: string
  readonly role: Actor['role']
  readonly password: string
}

/** @throws Refusal forbidden, email_taken */
export const createUser = async (ctx: Context, input: CreateUserInput): Promise<UserRecord> => {
  requireAdmin(ctx.actor)
  const user = await newUser(input, ctx.nowMs)
  return write(ctx, 'one', async (sql) => {
    if (!(await insertUser(sql, user))) throw new Refusal('email_taken', {})
    return user
  })
}

export const newUser = async (input: CreateUserInput, nowMs: number): Promise<UserRecord> => ({
  id: randomUUID(),
  email: input.email.toLowerCase(),
  name: input.name,
  role: input.role,
  passwordHash: await hashPassword(input.password),
  isActive: true,
  version: 1,
  createdAt: nowMs,
  updatedAt: nowMs,
})

/** False when the address has a user already. */
export const insertUser = async (sql: Sql, user: UserRecord): Promise<boolean> => {
  const rows = await sql`
    INSERT INTO users (id, email, name, role, password_hash, is_active, version, created_at, updated_at)
    VALUES (${user.id}, ${user.email}, ${user.name}, ${user.role}, ${user.passwordHash}, ${user.isActive},
      ${user.version}, ${instantToSql(user.createdAt)}, ${instantToSql(user.updatedAt)})
    ON CONFLICT (email) DO NOTHING RETURNING 1`
  return rows.length === 1
}
