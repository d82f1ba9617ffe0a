import { refreshBody, tokenAnswer } from '../auth.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bodyProblems, defineOperation, openProblems } from '../operation.ts'
import { emptyQuery } from '../params.ts'

export const refreshToken = defineOperation({
  operationId: 'refreshToken',
  method: 'post',
  path: '/auth/refresh',
  tag: 'Authentication',
  summary: 'Get new tokens',
  description:
    'A refresh token is good for one use and gives the next one. One that comes again after it was used ends the session.',
  security: 'limited',
  query: emptyQuery,
  body: refreshBody,
  headers: readHeaders,
  responses: {
    200: {
      description: 'The new tokens.',
      schema: tokenAnswer,
      examples: { tokens: { summary: 'Tokens', value: answerExamples.tokens } },
    },
  },
  problems: [...openProblems, ...bodyProblems, 'invalid_refresh_token'],
  examples: { body: { refresh: { summary: 'Refresh', value: requestExamples.refresh } } },
})
