import { bookingAnswer } from '../booking.ts'
import { bookingUpdateBody, bookingUpdateQuery } from '../booking-update.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { changeHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { bookingParams } from '../params.ts'
import { bookingChangeProblems } from './booking-change-problems.ts'

export const updateBooking = defineOperation({
  operationId: 'updateBooking',
  method: 'put',
  path: '/bookings/{bookingId}',
  tag: 'Bookings',
  summary: 'Change a booking',
  description:
    'Fields that are absent stay as they are, so an answer can be sent back as it came. `scope` chooses the occurrences of a series; `following` splits it.',
  security: 'bearer',
  params: bookingParams,
  query: bookingUpdateQuery,
  body: bookingUpdateBody,
  headers: changeHeaders,
  responses: {
    200: {
      description: 'The booking as it is now (with `scope=following`, the new series).',
      schema: bookingAnswer,
      headers: ['ETag', 'Idempotency-Replayed'],
      examples: {
        booking: {
          summary: 'Another title',
          value: { ...answerExamples.booking, ...requestExamples.bookingUpdate, version: 2 },
        },
      },
    },
  },
  problems: [...bearerProblems, ...bodyProblems, ...idempotencyProblems, ...bookingChangeProblems],
  examples: { body: { move: { summary: 'Another time and title', value: requestExamples.bookingUpdate } } },
})
