import { availabilityAnswer, availabilityQuery } from '../availability.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'

export const checkAvailability = defineOperation({
  operationId: 'checkAvailability',
  method: 'get',
  path: '/availability',
  tag: 'Availability',
  summary: 'Check one time slot',
  description:
    'Whether a half-open slot is free. Outside business hours and inactive resources are told in `reasons`.',
  security: 'bearer',
  query: availabilityQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Whether the slot is free, and if not, why.',
      schema: availabilityAnswer,
      examples: {
        free: { summary: 'Free', value: answerExamples.availability },
        taken: {
          summary: 'Taken',
          value: { ...answerExamples.availability, available: false, conflicts: [answerExamples.clash] },
        },
        closed: {
          summary: 'Outside business hours',
          value: {
            ...answerExamples.availability,
            startTime: '2025-01-20T20:00:00.000Z',
            endTime: '2025-01-20T21:00:00.000Z',
            available: false,
            reasons: ['outside_business_hours'],
          },
        },
      },
    },
  },
  problems: [...bearerProblems, 'resource_not_found'],
  examples: { parameters: requestExamples.availability },
})
