import { bucketOfResource } from '../bucket.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database.ts'
import { mayBook, mayView } from '../permissions/may.ts'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { instantToSql } from '../sql-values.ts'

/** A resource, whoever asks. @throws Refusal resource_not_found */
export const loadResource = async (database: Database, resourceId: string): Promise<ResourceRecord> => {
  const [resource] = await database.reads.resource.execute({
    bucket: bucketOfResource(resourceId),
    id: resourceId,
  })
  if (resource === undefined) throw new Refusal('resource_not_found', { resourceId })
  return resource
}

/** A resource that the actor may view; one that he may not is told like one that is not there. @throws Refusal resource_not_found */
export const getResource = async (ctx: Context, resourceId: string): Promise<ResourceRecord> => {
  const resource = await loadResource(ctx.database, resourceId)
  await requireVisible(ctx, resource)
  return resource
}

/** @throws Refusal resource_not_found for one that the actor may not view */
export const requireVisible = async (ctx: Context, resource: ResourceRecord): Promise<void> => {
  if (!(await mayView(ctx, resource))) throw new Refusal('resource_not_found', { resourceId: resource.id })
}

/**
 * {@link getResource}, and whether a stored claim is in the way of an interval, in one statement.
 *
 * @throws Refusal resource_not_found
 */
export const getResourceAt = async (
  ctx: Context,
  { resourceId, start, end }: { resourceId: string; start: number; end: number },
): Promise<{ resource: ResourceRecord; isTaken: boolean }> => {
  const [found] = await ctx.database.reads.resourceAt.execute({
    bucket: bucketOfResource(resourceId),
    id: resourceId,
    start: instantToSql(start),
    end: instantToSql(end),
  })
  if (found === undefined) throw new Refusal('resource_not_found', { resourceId })
  await requireVisible(ctx, found.resource)
  return { resource: found.resource, isTaken: found.takenBy !== null }
}

/** @throws Refusal resource_inactive */
export const requireActive = ({ id, isActive }: ResourceRecord): void => {
  if (!isActive) throw new Refusal('resource_inactive', { resourceId: id })
}

/** A resource that the actor may book. @throws Refusal resource_not_found, forbidden, resource_inactive */
export const getBookableResource = async (ctx: Context, resourceId: string): Promise<ResourceRecord> => {
  const resource = await loadResource(ctx.database, resourceId)
  await requireBookable(ctx, resource)
  return resource
}

/** @throws Refusal resource_not_found, forbidden, resource_inactive */
export const requireBookable = async (ctx: Context, resource: ResourceRecord): Promise<void> => {
  await requireVisible(ctx, resource)
  if (!(await mayBook(ctx, resource)))
    throw new Refusal('forbidden', { why: 'You may view this resource, but not book it.' })
  requireActive(resource)
}
