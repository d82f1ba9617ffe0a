import { operations } from '@booking/contract'
import { undoException } from '@booking/storage'
import { presentException } from '../present/present-exception.ts'
import { route } from '../route.ts'

export const deleteException = route(operations.deleteException, ({ params, write }) =>
  write(
    (ctx) => undoException(ctx, params.bookingId, params.exceptionId),
    ({ exception, series }) => ({ status: 200, body: presentException(exception, series) }),
  ),
)
