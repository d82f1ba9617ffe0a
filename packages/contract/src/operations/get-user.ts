import { answerExamples } from '../examples.ts'
import { readObjectHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { emptyQuery, userParams } from '../params.ts'
import { userAnswer } from '../user.ts'

export const getUser = defineOperation({
  operationId: 'getUser',
  method: 'get',
  path: '/users/{userId}',
  tag: 'Users',
  summary: 'Get one user',
  description: 'For administrators.',
  security: 'bearer',
  params: userParams,
  query: emptyQuery,
  headers: readObjectHeaders,
  responses: {
    200: {
      description: 'The user.',
      schema: userAnswer,
      headers: ['ETag'],
      examples: { user: { summary: 'A user', value: answerExamples.user } },
    },
    304: { description: 'The user still has the ETag of If-None-Match.', headers: ['ETag'] },
  },
  problems: [...bearerProblems, 'forbidden', 'user_not_found'],
})
