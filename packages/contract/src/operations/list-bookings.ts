import { bookingListAnswer, bookingListQuery } from '../booking.ts'
import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'

export const listBookings = defineOperation({
  operationId: 'listBookings',
  method: 'get',
  path: '/bookings',
  tag: 'Bookings',
  summary: 'List bookings',
  description:
    'Bookings that the caller may read. With `from` and `to`: those with an occurrence that overlaps the window.',
  security: 'bearer',
  query: bookingListQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One page of bookings.',
      schema: bookingListAnswer,
      examples: {
        page: {
          summary: 'A single booking and a series',
          value: {
            bookings: [answerExamples.booking, answerExamples.series],
            pagination: { page: 1, limit: 20, total: 2, pages: 1 },
          },
        },
      },
    },
  },
  problems: [...bearerProblems],
})
