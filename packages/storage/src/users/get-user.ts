import { asc, count, eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import type { Database } from '../database.ts'
import { requireAdmin } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import type { Page } from '../resources/list-resources.ts'
import { type UserRecord, users } from '../schema/users.ts'

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A user, whoever asks; null when there is none. The id need not be one of ours. */
export const findUser = async (database: Database, userId: string): Promise<UserRecord | null> => {
  if (!uuid.test(userId)) return null
  const [user] = await database.drizzle.select().from(users).where(eq(users.id, userId))
  return user ?? null
}

/** A user, for administrators. @throws Refusal forbidden, user_not_found */
export const getUser = async (ctx: Context, userId: string): Promise<UserRecord> => {
  requireAdmin(ctx.actor)
  const [user] = await ctx.database.drizzle.select().from(users).where(eq(users.id, userId))
  if (user === undefined) throw new Refusal('user_not_found', { userId })
  return user
}

/** Users in the order in which they were made, for administrators. @throws Refusal forbidden */
export const listUsers = async (
  ctx: Context,
  input: { readonly page: number; readonly limit: number },
): Promise<Page<UserRecord>> => {
  requireAdmin(ctx.actor)
  const { drizzle } = ctx.database
  const [items, totals] = await Promise.all([
    drizzle
      .select()
      .from(users)
      .orderBy(asc(users.createdAt), asc(users.id))
      .limit(input.limit)
      .offset((input.page - 1) * input.limit),
    drizzle.select({ total: count() }).from(users),
  ])
  return { items, total: totals[0]?.total ?? 0 }
}
