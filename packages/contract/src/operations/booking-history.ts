import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { historyAnswer, historyQuery } from '../history.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { bookingParams } from '../params.ts'

export const bookingHistory = defineOperation({
  operationId: 'bookingHistory',
  method: 'get',
  path: '/bookings/{bookingId}/history',
  tag: 'Bookings',
  summary: 'What happened to a booking',
  description: 'Who did what and when, newest first.',
  security: 'bearer',
  params: bookingParams,
  query: historyQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One page of the history.',
      schema: historyAnswer,
      examples: {
        page: {
          summary: 'A booking that was created',
          value: {
            history: [answerExamples.historyEntry],
            pagination: { page: 1, limit: 20, total: 1, pages: 1 },
          },
        },
      },
    },
  },
  problems: [...bearerProblems, 'booking_not_found'],
})
