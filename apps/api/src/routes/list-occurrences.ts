import { operations, paginationOf } from '@booking/contract'
import { listOccurrences as list } from '@booking/storage'
import { presentOccurrence } from '../present/present-occurrence.ts'
import { route } from '../route.ts'

export const listOccurrences = route(operations.listOccurrences, async ({ params, query, context }) => {
  const { items, total } = await list(context, params.bookingId, query)
  return {
    status: 200,
    body: { occurrences: items.map(presentOccurrence), pagination: paginationOf({ ...query, total }) },
  }
})
