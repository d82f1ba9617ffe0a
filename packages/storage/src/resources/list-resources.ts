import { and, asc, count, eq, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import type { Database } from '../database.ts'
import { visibleTo } from '../permissions/visible-to.ts'
import { type ResourceRecord, resources } from '../schema/resources.ts'

export interface ListResourcesInput {
  /** From 1. */
  readonly page: number
  readonly limit: number
  readonly type?: string | undefined
  readonly includeInactive?: boolean | undefined
}

export interface Page<Item> {
  readonly items: Item[]
  readonly total: number
}

/** Resources that the actor may view, in the order in which they were made. A page past the end is empty. */
export const listResources = async (
  ctx: Context,
  input: ListResourcesInput,
): Promise<Page<ResourceRecord>> => {
  const { shapes, drizzle } = ctx.database
  const shape = [
    'resources',
    input.type !== undefined,
    input.includeInactive === true,
    ctx.actor.role === 'admin',
  ] as const
  const { page, count } = shapes.of(shape, () => prepareLists(drizzle, conditionsOf(ctx, input)))
  const values = {
    subject: ctx.actor.subject,
    type: input.type,
    limit: input.limit,
    offset: (input.page - 1) * input.limit,
  }
  const [items, totals] = await Promise.all([page.execute(values), count.execute(values)])
  return { items, total: totals[0]?.total ?? 0 }
}

const conditionsOf = (ctx: Context, input: ListResourcesInput): SQL | undefined =>
  and(
    input.type === undefined ? undefined : eq(resources.type, sql.placeholder('type')),
    input.includeInactive ? undefined : eq(resources.isActive, true),
    visibleTo(ctx.actor),
  )

const prepareLists = (drizzle: Database['drizzle'], where: SQL | undefined) => ({
  page: drizzle
    .select()
    .from(resources)
    .where(where)
    .orderBy(asc(resources.createdAt), asc(resources.id))
    .limit(sql.placeholder('limit'))
    .offset(sql.placeholder('offset'))
    .prepare('resources'),
  count: drizzle.select({ total: count() }).from(resources).where(where).prepare('resources_counted'),
})
