import { and, asc, eq } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { requireManager } from '../permission.ts'
import { getResource } from '../resources/get-resource.ts'
import { type Permission, resourceGrants } from '../schema/resource-grants.ts'

export interface ResourcePermissions {
  readonly resourceId: string
  readonly access: 'open' | 'restricted'
  readonly grants: readonly { readonly subject: string; readonly permission: Permission }[]
}

/** Who may do what on a resource. @throws Refusal resource_not_found, forbidden */
export const getPermissions = async (ctx: Context, resourceId: string): Promise<ResourcePermissions> => {
  const resource = await getResource(ctx, resourceId)
  await requireManager(ctx, resource)
  const grants = await ctx.database.drizzle
    .select({ subject: resourceGrants.subject, permission: resourceGrants.permission })
    .from(resourceGrants)
    .where(and(eq(resourceGrants.bucket, resource.bucket), eq(resourceGrants.resourceId, resource.id)))
    .orderBy(asc(resourceGrants.subject))
  return { resourceId, access: resource.access, grants }
}
