import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { resourceListAnswer, resourceListQuery } from '../resource.ts'

export const listResources = defineOperation({
  operationId: 'listResources',
  method: 'get',
  path: '/resources',
  tag: 'Resources',
  summary: 'List bookable resources',
  description: 'Resources that the caller may view. Deleted ones are left out unless `includeInactive=true`.',
  security: 'bearer',
  query: resourceListQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One page of resources.',
      schema: resourceListAnswer,
      examples: {
        page: {
          summary: 'First page',
          value: {
            resources: [answerExamples.resource],
            pagination: { page: 1, limit: 20, total: 25, pages: 2 },
          },
        },
      },
    },
  },
  problems: [...bearerProblems],
})
