import { operations, versionTag } from '@booking/contract'
import { createResource as create } from '@booking/storage'
import { locationOf } from '../operation-call.ts'
import { presentResource } from '../present/present-resource.ts'
import { route } from '../route.ts'

export const createResource = route(operations.createResource, ({ body, query, write }) =>
  write(
    (ctx) => create(ctx, body),
    (resource) =>
      query.dryRun
        ? { status: 200, body: presentResource(resource) }
        : {
            status: 201,
            body: presentResource(resource),
            headers: { ...locationOf(`/resources/${resource.id}`), ETag: versionTag(resource.version) },
          },
  ),
)
