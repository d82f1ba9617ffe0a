import { answerExamples } from '../examples.ts'
import { exceptionAnswer } from '../exception.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { emptyQuery, exceptionParams } from '../params.ts'

export const getException = defineOperation({
  operationId: 'getException',
  method: 'get',
  path: '/bookings/{bookingId}/exceptions/{exceptionId}',
  tag: 'Exceptions',
  summary: 'Get one exception',
  description: 'An exception that was undone is not found.',
  security: 'bearer',
  params: exceptionParams,
  query: emptyQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'The exception.',
      schema: exceptionAnswer,
      examples: { exception: { summary: 'A cancelled occurrence', value: answerExamples.exception } },
    },
  },
  problems: [...bearerProblems, 'booking_not_found', 'not_a_series', 'exception_not_found'],
})
