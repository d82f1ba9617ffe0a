import { operations } from '@booking/contract'
import { replaceException as replace } from '@booking/storage'
import { presentException } from '../present/present-exception.ts'
import { exceptionInput } from '../read/exception-input.ts'
import { route } from '../route.ts'

export const replaceException = route(operations.replaceException, ({ params, body, write }) =>
  write(
    (ctx) =>
      replace(ctx, params.bookingId, params.exceptionId, exceptionInput(body), {
        name: { date: body.exceptionDate, start: body.occurrenceStart },
      }),
    ({ exception, series }) => ({ status: 200, body: presentException(exception, series) }),
  ),
)
