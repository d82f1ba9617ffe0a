import { dryRunQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { changeHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { resourceParams } from '../params.ts'
import { resourceAnswer, resourceUpdateBody } from '../resource.ts'

export const replaceResource = defineOperation({
  operationId: 'replaceResource',
  method: 'put',
  path: '/resources/{resourceId}',
  tag: 'Resources',
  summary: 'Change a resource',
  description: 'For administrators. Fields that are absent stay as they are. Bookings that exist are kept.',
  security: 'bearer',
  params: resourceParams,
  query: dryRunQuery,
  body: resourceUpdateBody,
  headers: changeHeaders,
  responses: {
    200: {
      description: 'The resource as it is now.',
      schema: resourceAnswer,
      headers: ['ETag', 'Idempotency-Replayed'],
      examples: {
        resource: {
          summary: 'More people',
          value: {
            ...answerExamples.resource,
            capacity: 12,
            version: 2,
            updatedAt: '2025-01-16T08:00:00.000Z',
          },
        },
      },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...bodyProblems,
    ...idempotencyProblems,
    'resource_not_found',
    'precondition_failed',
    'unknown_time_zone',
  ],
  examples: { body: { capacity: { summary: 'More people', value: requestExamples.resourceUpdate } } },
})
