import { bookingWriteQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { bookingParams } from '../params.ts'
import { rebookAnswer, rebookBody } from '../rebook.ts'

const skipped = {
  occurrenceDate: '2025-02-15',
  startTime: '2025-02-15T13:00:00.000Z',
  endTime: '2025-02-15T14:00:00.000Z',
}

export const rebookSkipped = defineOperation({
  operationId: 'rebookSkipped',
  method: 'post',
  path: '/bookings/{bookingId}/rebook',
  tag: 'Bookings',
  summary: 'Book skipped occurrences after all',
  description:
    'Tries the occurrences that a series was created without; those still in conflict stay skipped.',
  security: 'bearer',
  params: bookingParams,
  query: bookingWriteQuery,
  body: rebookBody,
  bodyRequired: false,
  headers: createHeaders,
  responses: {
    200: {
      description: 'What is booked now and what still conflicts.',
      schema: rebookAnswer,
      headers: ['ETag', 'Idempotency-Replayed'],
      examples: {
        rebooked: {
          summary: 'One date is booked now',
          value: { booking: answerExamples.series, rebooked: [skipped], skipped: [] },
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
    'booking_cancelled',
    'not_a_series',
    'no_such_occurrence',
    'resource_inactive',
  ],
  examples: { body: { one: { summary: 'One date', value: requestExamples.rebook } } },
})
