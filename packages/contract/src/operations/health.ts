import { answerExamples } from '../examples.ts'
import { readHeaders } from '../headers.ts'
import { healthAnswer, healthQuery } from '../health.ts'
import { defineOperation } from '../operation.ts'

export const health = defineOperation({
  operationId: 'health',
  method: 'get',
  path: '/health',
  tag: 'Health',
  summary: 'Health of the system',
  description:
    'For monitoring. Degraded, and still 200, when requests are served without Redis or worker, or the worker is behind.',
  security: 'open',
  query: healthQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Requests are served.',
      schema: healthAnswer,
      examples: {
        brief: { summary: 'Without checks', value: answerExamples.health },
        healthy: { summary: 'Everything is up', value: answerExamples.healthWithChecks },
      },
    },
    503: {
      description: 'The database is gone.',
      schema: healthAnswer,
      headers: ['Retry-After'],
      examples: {
        unhealthy: {
          summary: 'The database is gone',
          value: {
            ...answerExamples.healthWithChecks,
            status: 'unhealthy',
            checks: { ...answerExamples.healthWithChecks.checks, database: { status: 'down' } },
          },
        },
      },
    },
  },
  problems: ['invalid_request', 'internal'],
})
