import { bookingAnswer } from '../booking.ts'
import { answerExamples } from '../examples.ts'
import { readObjectHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { bookingParams, emptyQuery } from '../params.ts'

export const getBooking = defineOperation({
  operationId: 'getBooking',
  method: 'get',
  path: '/bookings/{bookingId}',
  tag: 'Bookings',
  summary: 'Get one booking',
  description: 'For its creator, its attendees and everybody who may view its resource.',
  security: 'bearer',
  params: bookingParams,
  query: emptyQuery,
  headers: readObjectHeaders,
  responses: {
    200: {
      description: 'The booking.',
      schema: bookingAnswer,
      headers: ['ETag'],
      examples: {
        single: { summary: 'A single booking', value: answerExamples.booking },
        series: { summary: 'A series', value: answerExamples.series },
      },
    },
    304: { description: 'The booking still has the ETag of If-None-Match.', headers: ['ETag'] },
  },
  problems: [...bearerProblems, 'booking_not_found'],
})
