import { bookingAnswer } from '../booking.ts'
import { bookingCancelQuery } from '../booking-update.ts'
import { answerExamples } from '../examples.ts'
import { changeHeaders } from '../headers.ts'
import { bearerProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { bookingParams } from '../params.ts'

export const cancelBooking = defineOperation({
  operationId: 'cancelBooking',
  method: 'delete',
  path: '/bookings/{bookingId}',
  tag: 'Bookings',
  summary: 'Cancel a booking',
  description: 'The booking stays and its time is free. `scope` chooses the occurrences of a series.',
  security: 'bearer',
  params: bookingParams,
  query: bookingCancelQuery,
  headers: changeHeaders,
  responses: {
    200: {
      description: 'The booking, cancelled. Repeating the request gives the same answer.',
      schema: bookingAnswer,
      headers: ['ETag', 'Idempotency-Replayed'],
      examples: { cancelled: { summary: 'Cancelled', value: answerExamples.cancelledBooking } },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...idempotencyProblems,
    'booking_not_found',
    'precondition_failed',
    'not_a_series',
    'no_such_occurrence',
    'ambiguous_occurrence',
    'orphaned_exceptions',
  ],
})
