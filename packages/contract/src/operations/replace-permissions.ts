import { dryRunQuery } from '../booking-create.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { resourceParams } from '../params.ts'
import { permissionsAnswer, permissionsBody } from '../permission.ts'

export const replacePermissions = defineOperation({
  operationId: 'replacePermissions',
  method: 'put',
  path: '/resources/{resourceId}/permissions',
  tag: 'Resources',
  summary: 'Say who may do what on a resource',
  description:
    'For administrators and those who may manage the resource. Replaces what there was. Bookings that exist are kept.',
  security: 'bearer',
  params: resourceParams,
  query: dryRunQuery,
  body: permissionsBody,
  headers: createHeaders,
  responses: {
    200: {
      description: 'Access and grants as they are now.',
      schema: permissionsAnswer,
      headers: ['Idempotency-Replayed'],
      examples: { restricted: { summary: 'A restricted resource', value: answerExamples.permissions } },
    },
  },
  problems: [...bearerProblems, 'forbidden', ...bodyProblems, ...idempotencyProblems, 'resource_not_found'],
  examples: { body: { restricted: { summary: 'Two people only', value: requestExamples.permissions } } },
})
