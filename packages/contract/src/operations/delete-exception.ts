import { bookingWriteQuery } from '../booking-create.ts'
import { answerExamples } from '../examples.ts'
import { exceptionAnswer } from '../exception.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { exceptionParams } from '../params.ts'

export const deleteException = defineOperation({
  operationId: 'deleteException',
  method: 'delete',
  path: '/bookings/{bookingId}/exceptions/{exceptionId}',
  tag: 'Exceptions',
  summary: 'Undo an exception',
  description: 'The occurrence goes back to its original slot, unless that is taken by now (409).',
  security: 'bearer',
  params: exceptionParams,
  query: bookingWriteQuery,
  headers: createHeaders,
  responses: {
    200: {
      description: 'The exception that was undone.',
      schema: exceptionAnswer,
      headers: ['Idempotency-Replayed'],
      examples: { exception: { summary: 'It was a cancellation', value: answerExamples.exception } },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...idempotencyProblems,
    'booking_not_found',
    'not_a_series',
    'exception_not_found',
    'booking_cancelled',
    'booking_conflict',
  ],
})
