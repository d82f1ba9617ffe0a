import { operations } from '@booking/contract'
import { addException } from '@booking/storage'
import { locationOf } from '../operation-call.ts'
import { presentException } from '../present/present-exception.ts'
import { exceptionInput } from '../read/exception-input.ts'
import { route } from '../route.ts'

export const createException = route(operations.createException, ({ params, query, body, write }) => {
  const name = { date: body.exceptionDate, start: body.occurrenceStart }
  return write(
    (ctx) => addException(ctx, params.bookingId, name, exceptionInput(body)),
    ({ exception, series, created }) => {
      const answer = presentException(exception, series)
      if (!created || query.dryRun) return { status: 200, body: answer }
      const headers = locationOf(`/bookings/${exception.bookingId}/exceptions/${exception.id}`)
      return { status: 201, body: answer, headers }
    },
  )
})
