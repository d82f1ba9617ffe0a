import { operations, paginationOf } from '@booking/contract'
import { listUsers as list } from '@booking/storage'
import { presentUser } from '../present/present-user.ts'
import { route } from '../route.ts'

export const listUsers = route(operations.listUsers, async ({ query, context }) => {
  const { items, total } = await list(context, query)
  return {
    status: 200,
    body: { users: items.map(presentUser), pagination: paginationOf({ ...query, total }) },
  }
})
