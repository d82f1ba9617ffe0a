import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { emptyQuery, resourceParams } from '../params.ts'
import { permissionsAnswer } from '../permission.ts'

export const getPermissions = defineOperation({
  operationId: 'getPermissions',
  method: 'get',
  path: '/resources/{resourceId}/permissions',
  tag: 'Resources',
  summary: 'Who may do what on a resource',
  description: 'For administrators and those who may manage the resource.',
  security: 'bearer',
  params: resourceParams,
  query: emptyQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Access and grants.',
      schema: permissionsAnswer,
      examples: { restricted: { summary: 'A restricted resource', value: answerExamples.permissions } },
    },
  },
  problems: [...bearerProblems, 'forbidden', 'resource_not_found'],
  examples: { parameters: requestExamples.oneResource },
})
