import { readHeaders } from '../headers.ts'
import { healthQuery, probeAnswer } from '../health.ts'
import { defineOperation } from '../operation.ts'

export const healthReady = defineOperation({
  operationId: 'healthReady',
  method: 'get',
  path: '/health/ready',
  tag: 'Health',
  summary: 'Whether the process takes requests',
  description:
    'For orchestrators and load balancers: send no requests while this fails (starting, stopping, database gone).',
  security: 'open',
  query: healthQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Yes.',
      schema: probeAnswer,
      examples: { ok: { summary: 'Yes', value: { status: 'ok' } } },
    },
    503: {
      description: 'Send no requests now.',
      schema: probeAnswer,
      examples: { unavailable: { summary: 'No', value: { status: 'unavailable' } } },
    },
  },
  problems: ['invalid_request', 'internal'],
})
