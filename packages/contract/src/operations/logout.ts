import { refreshBody } from '../auth.ts'
import { requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bodyProblems, defineOperation, openProblems } from '../operation.ts'
import { emptyQuery } from '../params.ts'

export const logout = defineOperation({
  operationId: 'logout',
  method: 'post',
  path: '/auth/logout',
  tag: 'Authentication',
  summary: 'Sign out',
  description:
    'Ends the session of a refresh token. Access tokens live on until they expire. A token that is not known is answered alike.',
  security: 'limited',
  query: emptyQuery,
  body: refreshBody,
  headers: readHeaders,
  responses: { 204: { description: 'The session is over.' } },
  problems: [...openProblems, ...bodyProblems],
  examples: { body: { refresh: { summary: 'The refresh token', value: requestExamples.refresh } } },
})
