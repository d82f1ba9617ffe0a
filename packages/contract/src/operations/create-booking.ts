import { bookingAnswer } from '../booking.ts'
import { bookingCreateBody, bookingWriteQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { createHeaders } from '../headers.ts'
import {
  bearerProblems,
  bodyProblems,
  claimProblems,
  defineOperation,
  idempotencyProblems,
} from '../operation.ts'

export const createBooking = defineOperation({
  operationId: 'createBooking',
  method: 'post',
  path: '/bookings',
  tag: 'Bookings',
  summary: 'Create a single booking',
  description: 'The answer is final: once it says 201, no other booking will ever overlap this one.',
  security: 'bearer',
  query: bookingWriteQuery,
  body: bookingCreateBody,
  headers: createHeaders,
  responses: {
    200: {
      description: 'With `dryRun=true`: the booking as it would be. Nothing was kept.',
      schema: bookingAnswer,
      examples: { booking: { summary: 'As it would be', value: answerExamples.booking } },
    },
    201: {
      description: 'The booking was created.',
      schema: bookingAnswer,
      headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      examples: { booking: { summary: 'A single booking', value: answerExamples.booking } },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...bodyProblems,
    ...idempotencyProblems,
    ...claimProblems,
    'on_behalf_forbidden',
  ],
  examples: { body: { booking: { summary: 'A single booking', value: requestExamples.booking } } },
})
