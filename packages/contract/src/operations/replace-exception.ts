import { bookingWriteQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { exceptionAnswer, exceptionReplaceBody } from '../exception.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { exceptionParams } from '../params.ts'

export const replaceException = defineOperation({
  operationId: 'replaceException',
  method: 'put',
  path: '/bookings/{bookingId}/exceptions/{exceptionId}',
  tag: 'Exceptions',
  summary: 'Replace an exception',
  description: 'What the exception does is replaced as a whole; the occurrence it is about stays.',
  security: 'bearer',
  params: exceptionParams,
  query: bookingWriteQuery,
  body: exceptionReplaceBody,
  headers: createHeaders,
  responses: {
    200: {
      description: 'The exception as it is now.',
      schema: exceptionAnswer,
      headers: ['Idempotency-Replayed'],
      examples: {
        modified: {
          summary: 'Moved instead of cancelled',
          value: {
            ...answerExamples.exception,
            ...requestExamples.modifiedException,
            occurrenceStart: '2025-01-23T09:00:00.000Z',
          },
        },
      },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...bodyProblems,
    ...idempotencyProblems,
    'booking_not_found',
    'not_a_series',
    'exception_not_found',
    'booking_cancelled',
    'booking_conflict',
    'invalid_interval',
    'outside_business_hours',
    'no_such_occurrence',
  ],
  examples: { body: { modified: { summary: 'Move the date', value: requestExamples.modifiedException } } },
})
