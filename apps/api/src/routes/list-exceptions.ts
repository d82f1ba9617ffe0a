import { operations, paginationOf } from '@booking/contract'
import { listExceptions as list } from '@booking/storage'
import { presentException } from '../present/present-exception.ts'
import { route } from '../route.ts'

export const listExceptions = route(operations.listExceptions, async ({ params, query, context }) => {
  const { series, exceptions } = await list(context, params.bookingId)
  const first = (query.page - 1) * query.limit
  return {
    status: 200,
    body: {
      exceptions: exceptions
        .slice(first, first + query.limit)
        .map((exception) => presentException(exception, series)),
      pagination: paginationOf({ ...query, total: exceptions.length }),
    },
  }
})
