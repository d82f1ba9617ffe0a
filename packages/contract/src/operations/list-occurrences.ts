import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { occurrenceListAnswer, occurrenceListQuery } from '../occurrence.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { bookingParams } from '../params.ts'

export const listOccurrences = defineOperation({
  operationId: 'listOccurrences',
  method: 'get',
  path: '/bookings/{bookingId}/occurrences',
  tag: 'Bookings',
  summary: 'List the occurrences of a booking',
  description:
    'Exceptions are applied; cancelled and skipped occurrences are listed as such. A single booking has one.',
  security: 'bearer',
  params: bookingParams,
  query: occurrenceListQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One page of occurrences, earliest first.',
      schema: occurrenceListAnswer,
      examples: {
        page: {
          summary: 'First of twelve',
          value: {
            occurrences: [answerExamples.occurrence],
            pagination: { page: 1, limit: 1, total: 12, pages: 12 },
          },
        },
      },
    },
  },
  problems: [...bearerProblems, 'booking_not_found'],
})
