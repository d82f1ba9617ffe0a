import { slotsAnswer, slotsQuery } from '../availability.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'

export const listFreeSlots = defineOperation({
  operationId: 'listFreeSlots',
  method: 'get',
  path: '/availability/slots',
  tag: 'Availability',
  summary: 'List free slots',
  description: 'Slots of `duration` minutes within business hours and free of bookings, earliest first.',
  security: 'bearer',
  query: slotsQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Free slots.',
      schema: slotsAnswer,
      examples: { morning: { summary: 'A morning with one booking', value: answerExamples.slots } },
    },
  },
  problems: [...bearerProblems, 'resource_not_found'],
  examples: { parameters: requestExamples.freeSlots },
})
