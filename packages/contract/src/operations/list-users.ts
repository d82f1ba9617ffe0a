import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { userListAnswer, userListQuery } from '../user.ts'

export const listUsers = defineOperation({
  operationId: 'listUsers',
  method: 'get',
  path: '/users',
  tag: 'Users',
  summary: 'List users',
  description: 'For administrators, in the order in which they were made.',
  security: 'bearer',
  query: userListQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'One page of users.',
      schema: userListAnswer,
      examples: {
        page: {
          summary: 'One user',
          value: { users: [answerExamples.user], pagination: { page: 1, limit: 20, total: 1, pages: 1 } },
        },
      },
    },
  },
  problems: [...bearerProblems, 'forbidden'],
})
