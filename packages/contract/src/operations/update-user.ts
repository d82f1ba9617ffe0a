import { answerExamples, requestExamples } from '../examples.ts'
import { changeHeaders } from '../headers.ts'
import { bearerProblems, bodyProblems, defineOperation, idempotencyProblems } from '../operation.ts'
import { emptyQuery, userParams } from '../params.ts'
import { userAnswer, userUpdateBody } from '../user.ts'

export const updateUser = defineOperation({
  operationId: 'updateUser',
  method: 'patch',
  path: '/users/{userId}',
  tag: 'Users',
  summary: 'Change a user',
  description:
    'For administrators. A new password and isActive false end all sessions; access tokens live on until they expire.',
  security: 'bearer',
  params: userParams,
  query: emptyQuery,
  body: userUpdateBody,
  headers: changeHeaders,
  responses: {
    200: {
      description: 'The user as it is now.',
      schema: userAnswer,
      headers: ['ETag', 'Idempotency-Replayed'],
      examples: {
        user: { summary: 'Premium now', value: { ...answerExamples.user, role: 'premium', version: 2 } },
      },
    },
  },
  problems: [
    ...bearerProblems,
    'forbidden',
    ...bodyProblems,
    ...idempotencyProblems,
    'user_not_found',
    'precondition_failed',
  ],
  examples: { body: { role: { summary: 'Another role', value: requestExamples.userUpdate } } },
})
