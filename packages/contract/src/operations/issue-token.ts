import { tokenAnswer, tokenBody } from '../auth.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bodyProblems, defineOperation, openProblems } from '../operation.ts'
import { emptyQuery } from '../params.ts'

export const issueToken = defineOperation({
  operationId: 'issueToken',
  method: 'post',
  path: '/auth/token',
  tag: 'Authentication',
  summary: 'Sign in',
  description: 'Email and password for an access token and a refresh token.',
  security: 'limited',
  query: emptyQuery,
  body: tokenBody,
  headers: readHeaders,
  responses: {
    200: {
      description: 'The tokens.',
      schema: tokenAnswer,
      examples: { tokens: { summary: 'Tokens', value: answerExamples.tokens } },
    },
  },
  problems: [...openProblems, ...bodyProblems, 'invalid_credentials'],
  examples: { body: { credentials: { summary: 'Email and password', value: requestExamples.credentials } } },
})
