import { meAnswer } from '../auth.ts'
import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation } from '../operation.ts'
import { emptyQuery } from '../params.ts'

export const getMe = defineOperation({
  operationId: 'getMe',
  method: 'get',
  path: '/auth/me',
  tag: 'Authentication',
  summary: 'Who am I',
  description: 'What the token says, and the user where it is one of this system.',
  security: 'bearer',
  query: emptyQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Whoever the token speaks for.',
      schema: meAnswer,
      examples: { me: { summary: 'A user', value: answerExamples.me } },
    },
  },
  problems: bearerProblems,
})
