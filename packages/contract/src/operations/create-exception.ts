import { bookingWriteQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { exceptionAnswer, exceptionCreateBody } from '../exception.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { bookingParams } from '../params.ts'

export const createException = defineOperation({
  operationId: 'createException',
  method: 'post',
  path: '/bookings/{bookingId}/exceptions',
  tag: 'Exceptions',
  summary: 'Cancel or modify one occurrence',
  description: 'A moved occurrence is checked for conflicts and frees its old slot. COUNT is not refilled.',
  security: 'bearer',
  params: bookingParams,
  query: bookingWriteQuery,
  body: exceptionCreateBody,
  headers: createHeaders,
  responses: {
    200: {
      description: 'The same exception exists already, or `dryRun=true`.',
      schema: exceptionAnswer,
      headers: ['Idempotency-Replayed'],
      examples: { exception: { summary: 'As it was created before', value: answerExamples.exception } },
    },
    201: {
      description: 'The exception was created.',
      schema: exceptionAnswer,
      headers: ['Location', 'Idempotency-Replayed'],
      examples: { exception: { summary: 'A cancelled occurrence', value: answerExamples.exception } },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...bodyProblems,
    ...idempotencyProblems,
    'booking_not_found',
    'booking_cancelled',
    'booking_conflict',
    'invalid_interval',
    'outside_business_hours',
    'not_a_series',
    'no_such_occurrence',
    'ambiguous_occurrence',
    'occurrence_already_excepted',
  ],
  examples: {
    body: {
      cancelled: { summary: 'Cancel one date', value: requestExamples.cancelledException },
      modified: { summary: 'Move one date', value: requestExamples.modifiedException },
    },
  },
})
