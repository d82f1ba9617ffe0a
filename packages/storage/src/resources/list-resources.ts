import { and, asc, count, eq, type SQL } from 'drizzle-orm'
import type { Context } from '../context.ts'
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
  const conditions: SQL[] = []
  if (input.type !== undefined) conditions.push(eq(resources.type, input.type))
  if (!input.includeInactive) conditions.push(eq(resources.isActive, true))
  const visible = visibleTo(ctx.actor)
  if (visible !== undefined) conditions.push(visible)
  const { drizzle } = ctx.database
  const [items, totals] = await Promise.all([
    drizzle
      .select()
      .from(resources)
      .where(and(...conditions))
      .orderBy(asc(resources.createdAt), asc(resources.id))
      .limit(input.limit)
      .offset((input.page - 1) * input.limit),
    drizzle
      .select({ total: count() })
      .from(resources)
      .where(and(...conditions)),
  ])
  return { items, total: totals[0]?.total ?? 0 }
}
