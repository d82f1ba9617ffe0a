import type { Context } from '../context.ts'
import type { Permission } from '../schema/resource-grants.ts'

/** What a permission is asked of: a resource's key, and whether it is open to all. */
export interface Guarded {
  readonly bucket: number
  readonly id: string
  readonly access: 'open' | 'restricted'
}

const grantOf = async ({ database, actor }: Context, { bucket, id }: Omit<Guarded, 'access'>) => {
  const [grant] = await database.reads.grant.execute({ bucket, id, subject: actor.subject })
  return grant?.permission
}

const hasOneOf = async (
  ctx: Context,
  resource: Omit<Guarded, 'access'>,
  permissions: readonly Permission[],
) => {
  const permission = await grantOf(ctx, resource)
  return permission !== undefined && permissions.includes(permission)
}

/** Whether the actor may see a resource and its bookings. */
export const mayView = async (ctx: Context, resource: Guarded): Promise<boolean> =>
  ctx.actor.role === 'admin' ||
  resource.access === 'open' ||
  hasOneOf(ctx, resource, ['view', 'book', 'manage'])

/** Whether the actor may book a resource. */
export const mayBook = async (ctx: Context, resource: Guarded): Promise<boolean> =>
  ctx.actor.role === 'admin' || resource.access === 'open' || hasOneOf(ctx, resource, ['book', 'manage'])

/** Whether the actor may change the bookings of others on a resource, and book in their name. */
export const mayManage = async (ctx: Context, resource: Omit<Guarded, 'access'>): Promise<boolean> =>
  ctx.actor.role === 'admin' || hasOneOf(ctx, resource, ['manage'])
