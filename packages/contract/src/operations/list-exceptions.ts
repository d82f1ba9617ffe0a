import { answerExamples } from '../examples.ts'
import { exceptionListAnswer, exceptionListQuery } from '../exception.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { bookingParams } from '../params.ts'

export const listExceptions = defineOperation({
  operationId: 'listExceptions',
  method: 'get',
  path: '/bookings/{bookingId}/exceptions',
  tag: 'Exceptions',
  summary: 'List the exceptions of a series',
  description: 'By the original start of their occurrences, earliest first.',
  security: 'bearer',
  params: bookingParams,
  query: exceptionListQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One page of exceptions.',
      schema: exceptionListAnswer,
      examples: {
        page: {
          summary: 'One exception',
          value: {
            exceptions: [answerExamples.exception],
            pagination: { page: 1, limit: 20, total: 1, pages: 1 },
          },
        },
      },
    },
  },
  problems: [...bearerProblems, 'booking_not_found', 'not_a_series'],
})
