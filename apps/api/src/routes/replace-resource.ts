import { operations, versionTag } from '@booking/contract'
import { updateResource } from '@booking/storage'
import { presentResource } from '../present/present-resource.ts'
import { route } from '../route.ts'

export const replaceResource = route(operations.replaceResource, ({ params, body, precondition, write }) =>
  write(
    (ctx) => updateResource(ctx, params.resourceId, body, precondition),
    (resource) => ({
      status: 200,
      body: presentResource(resource),
      headers: { ETag: versionTag(resource.version) },
    }),
  ),
)
