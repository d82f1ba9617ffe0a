import { operations, versionTag } from '@booking/contract'
import { updateResource } from '@booking/storage'
import { presentResource } from '../present/present-resource.ts'
import { route } from '../route.ts'

/** Resources are never erased: what is booked on them stays readable. */
export const deleteResource = route(operations.deleteResource, ({ params, precondition, write }) =>
  write(
    (ctx) => updateResource(ctx, params.resourceId, { isActive: false }, precondition),
    (resource) => ({
      status: 200,
      body: presentResource(resource),
      headers: { ETag: versionTag(resource.version) },
    }),
  ),
)
