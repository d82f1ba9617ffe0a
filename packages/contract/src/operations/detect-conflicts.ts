import { conflictsAnswer, conflictsQuery } from '../conflicts.ts'
import { answerExamples, requestExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { bearerProblems, defineOperation, recurrenceProblems } from '../operation.ts'

export const detectConflicts = defineOperation({
  operationId: 'detectConflicts',
  method: 'get',
  path: '/conflicts',
  tag: 'Availability',
  summary: 'Find every conflict of a slot or a series',
  description:
    'The answer is exact. For a rule without end it is either the first conflict, however far away, or the statement that there will never be one.',
  security: 'bearer',
  query: conflictsQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'What is in the way.',
      schema: conflictsAnswer,
      examples: {
        conflict: { summary: 'One conflict', value: answerExamples.conflicts },
        never: {
          summary: 'A series without end that never conflicts',
          value: answerExamples.disjointForever,
        },
      },
    },
  },
  problems: [...bearerProblems, ...recurrenceProblems, 'resource_not_found'],
  examples: { parameters: requestExamples.conflicts },
})
