import { operations } from '@booking/contract'
import { getException as get } from '@booking/storage'
import { presentException } from '../present/present-exception.ts'
import { route } from '../route.ts'

export const getException = route(operations.getException, async ({ params, context }) => {
  const { exception, series } = await get(context, params.bookingId, params.exceptionId)
  return { status: 200, body: presentException(exception, series) }
})
