import { answerExamples, requestExamples } from '../examples.ts'
import { readObjectHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { emptyQuery, resourceParams } from '../params.ts'
import { resourceAnswer } from '../resource.ts'

export const getResource = defineOperation({
  operationId: 'getResource',
  method: 'get',
  path: '/resources/{resourceId}',
  tag: 'Resources',
  summary: 'Get one resource',
  description: 'A resource that the caller may not view is answered as one that does not exist.',
  security: 'bearer',
  params: resourceParams,
  query: emptyQuery,
  headers: readObjectHeaders,
  responses: {
    200: {
      description: 'The resource.',
      schema: resourceAnswer,
      headers: ['ETag'],
      examples: { resource: { summary: 'A meeting room', value: answerExamples.resource } },
    },
    304: { description: 'The resource still has the ETag of If-None-Match.', headers: ['ETag'] },
  },
  problems: [...bearerProblems, 'resource_not_found'],
  examples: { parameters: requestExamples.oneResource },
})
