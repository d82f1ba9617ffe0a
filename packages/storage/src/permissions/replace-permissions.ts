import { write } from '../answer-once.ts'
import type { Context } from '../context.ts'
import { requireManager } from '../permission.ts'
import { getResource } from '../resources/get-resource.ts'
import { instantToSql } from '../sql-values.ts'
import type { ResourcePermissions } from './get-permissions.ts'

/**
 * Says anew who may do what on a resource. Bookings that exist are kept.
 *
 * @throws Refusal resource_not_found, forbidden
 */
export const replacePermissions = async (
  ctx: Context,
  resourceId: string,
  { access, grants }: Pick<ResourcePermissions, 'access' | 'grants'>,
): Promise<ResourcePermissions> => {
  const resource = await getResource(ctx, resourceId)
  await requireManager(ctx, resource)
  const ordered = grants.toSorted((a, b) => (a.subject < b.subject ? -1 : 1))
  return write(ctx, 'several', async (sql) => {
    const now = instantToSql(ctx.nowMs)
    await sql`
      UPDATE resources SET access = ${access}, version = version + 1, updated_at = ${now}
      WHERE bucket = ${resource.bucket} AND id = ${resource.id}`
    await sql`DELETE FROM resource_grants WHERE bucket = ${resource.bucket} AND resource_id = ${resource.id}`
    await sql`
      INSERT INTO resource_grants (bucket, resource_id, subject, permission, granted_by, granted_at)
      SELECT ${resource.bucket}, ${resource.id}, subject, permission, ${ctx.actor.subject}, ${now}
      FROM unnest(
        ${ordered.map(({ subject }) => subject)}::text[], ${ordered.map(({ permission }) => permission)}::text[]
      ) AS given (subject, permission)`
    return { resourceId, access, grants: ordered }
  })
}
