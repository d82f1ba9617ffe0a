import { answerExamples, requestExamples } from '../examples.ts'
import { createHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { emptyQuery } from '../params.ts'
import { userAnswer, userCreateBody } from '../user.ts'

export const createUser = defineOperation({
  operationId: 'createUser',
  method: 'post',
  path: '/users',
  tag: 'Users',
  summary: 'Create a user',
  description: 'For administrators.',
  security: 'bearer',
  query: emptyQuery,
  body: userCreateBody,
  headers: createHeaders,
  responses: {
    201: {
      description: 'The user was created.',
      schema: userAnswer,
      headers: ['Location', 'ETag', 'Idempotency-Replayed'],
      examples: { user: { summary: 'A user', value: answerExamples.user } },
    },
  },
  problems: [...bearerProblems, 'forbidden', ...bodyProblems, ...idempotencyProblems, 'email_taken'],
  examples: { body: { user: { summary: 'A user', value: requestExamples.user } } },
})
