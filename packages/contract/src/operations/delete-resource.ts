import { dryRunQuery } from '../booking-create.ts'
import { answerExamples } from '../examples.ts'
import { changeHeaders } from '../headers.ts'
import { bearerProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { resourceParams } from '../params.ts'
import { resourceAnswer } from '../resource.ts'

export const deleteResource = defineOperation({
  operationId: 'deleteResource',
  method: 'delete',
  path: '/resources/{resourceId}',
  tag: 'Resources',
  summary: 'Take a resource out of use',
  description: 'For administrators. The resource stays with `isActive: false` and takes no new bookings.',
  security: 'bearer',
  params: resourceParams,
  query: dryRunQuery,
  headers: changeHeaders,
  responses: {
    200: {
      description: 'The resource, no longer active. Repeating the request gives the same answer.',
      schema: resourceAnswer,
      headers: ['ETag', 'Idempotency-Replayed'],
      examples: {
        resource: {
          summary: 'No longer active',
          value: {
            ...answerExamples.resource,
            isActive: false,
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
    ...idempotencyProblems,
    'resource_not_found',
    'precondition_failed',
  ],
})
