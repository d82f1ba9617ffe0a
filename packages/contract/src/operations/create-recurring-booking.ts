import { bookingAnswer } from '../booking.ts'
import { bookingWriteQuery, recurringBookingCreateBody } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { createHeaders } from '../headers.ts'
import {
  bearerProblems,
  bodyProblems,
  claimProblems,
  defineOperation,
  idempotencyProblems,
  recurrenceProblems,
} from '../operation.ts'

export const createRecurringBooking = defineOperation({
  operationId: 'createRecurringBooking',
  method: 'post',
  path: '/bookings/recurring',
  tag: 'Bookings',
  summary: 'Create a recurring booking',
  description:
    'Local to the zone of the series: 09:00 stays 09:00 through daylight saving. A rule without COUNT and UNTIL recurs for ever and is guarded for ever. The series begins at the first match at or after `startTime`.',
  security: 'bearer',
  query: bookingWriteQuery,
  body: recurringBookingCreateBody,
  headers: createHeaders,
  responses: {
    200: {
      description: 'With `dryRun=true`: the series as it would be. Nothing was kept.',
      schema: bookingAnswer,
      examples: { series: { summary: 'As it would be', value: answerExamples.series } },
    },
    201: {
      description: 'The series was created. With conflictPolicy `skip` the dates left out are in `skipped`.',
      schema: bookingAnswer,
      headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      examples: { series: { summary: 'Twelve weekdays', value: answerExamples.series } },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...bodyProblems,
    ...idempotencyProblems,
    ...claimProblems,
    ...recurrenceProblems,
    'on_behalf_forbidden',
  ],
  examples: {
    body: {
      weekdays: { summary: 'Twelve weekdays', value: requestExamples.recurringBooking },
      endless: {
        summary: 'Every month without end, conflicts left out',
        value: requestExamples.endlessBooking,
      },
    },
  },
})
