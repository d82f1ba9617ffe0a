import { ifNoneMatchHolds, operations, versionTag } from '@booking/contract'
import { getResource as get } from '@booking/storage'
import { presentResource } from '../present/present-resource.ts'
import { route } from '../route.ts'

export const getResource = route(operations.getResource, async ({ params, headers, context }) => {
  const resource = await get(context, params.resourceId)
  const tag = { ETag: versionTag(resource.version) }
  const condition = headers['if-none-match']
  if (condition !== undefined && !ifNoneMatchHolds(condition, resource.version))
    return { status: 304, headers: tag }
  return { status: 200, body: presentResource(resource), headers: tag }
})
