import { operations, paginationOf } from '@booking/contract'
import { listResources as list } from '@booking/storage'
import { presentResource } from '../present/present-resource.ts'
import { route } from '../route.ts'

export const listResources = route(operations.listResources, async ({ query, context }) => {
  const { items, total } = await list(context, query)
  return {
    status: 200,
    body: { resources: items.map(presentResource), pagination: paginationOf({ ...query, total }) },
  }
})
