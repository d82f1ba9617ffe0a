import { bulkAvailabilityAnswer, bulkAvailabilityBody } from '../availability.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation } from '../operation.ts'
import { emptyQuery } from '../params.ts'

export const checkAvailabilityBulk = defineOperation({
  operationId: 'checkAvailabilityBulk',
  method: 'post',
  path: '/availability/bulk',
  tag: 'Availability',
  summary: 'Check many time slots',
  description: 'The answers come in the order of the slots. Nothing is changed.',
  security: 'bearer',
  query: emptyQuery,
  body: bulkAvailabilityBody,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One result for each slot.',
      schema: bulkAvailabilityAnswer,
      examples: { results: { summary: 'One taken, one free', value: answerExamples.bulkAvailability } },
    },
  },
  problems: [...bearerProblems, ...bodyProblems, 'resource_not_found'],
  examples: { body: { slots: { summary: 'Two slots', value: requestExamples.bulkAvailability } } },
})
