import { operations } from '@booking/contract'
import { undoException } from '@booking/storage'
import { presentException } from '../present/present-exception.ts'
import { route } from '../route.ts'

export const deleteException = route(operations.deleteException, ({ params, precondition, write }) =>
  write(
    (ctx) => undoException(ctx, params.bookingId, params.exceptionId, precondition),
    ({ exception, series }) => ({ status: 200, body: presentException(exception, series) }),
  ),
)
