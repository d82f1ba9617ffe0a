import { bucketOfResource } from '../bucket.ts'
import type { Database } from '../database.ts'
import { Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'

/** @throws Refusal resource_not_found */
export const getResource = async (database: Database, resourceId: string): Promise<ResourceRecord> => {
  const [resource] = await database.reads.resource.execute({
    bucket: bucketOfResource(resourceId),
    id: resourceId,
  })
  if (resource === undefined) throw new Refusal('resource_not_found', { resourceId })
  return resource
}

/** @throws Refusal resource_not_found, resource_inactive */
export const getBookableResource = async (
  database: Database,
  resourceId: string,
): Promise<ResourceRecord> => {
  const resource = await getResource(database, resourceId)
  if (!resource.isActive) throw new Refusal('resource_inactive', { resourceId })
  return resource
}
