import { dryRunQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { resourceAnswer, resourceCreateBody } from '../resource.ts'

export const createResource = defineOperation({
  operationId: 'createResource',
  method: 'post',
  path: '/resources',
  tag: 'Resources',
  summary: 'Create a resource',
  description: 'For administrators.',
  security: 'bearer',
  query: dryRunQuery,
  body: resourceCreateBody,
  headers: createHeaders,
  responses: {
    200: {
      description: 'With `dryRun=true`: the resource as it would be. Nothing was kept.',
      schema: resourceAnswer,
      examples: { resource: { summary: 'As it would be', value: answerExamples.resource } },
    },
    201: {
      description: 'The resource was created.',
      schema: resourceAnswer,
      headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      examples: { resource: { summary: 'A meeting room', value: answerExamples.resource } },
    },
  },
  problems: [...bearerProblems, 'forbidden', ...bodyProblems, ...idempotencyProblems, 'unknown_time_zone'],
  examples: {
    body: {
      room: { summary: 'The same hours every day', value: requestExamples.resource },
      studio: { summary: 'Hours by weekday, breaks and closures', value: requestExamples.resourceWithWeek },
    },
  },
})
