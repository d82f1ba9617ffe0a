import { readHeaders } from '../headers.ts'
import { healthQuery, probeAnswer } from '../health.ts'
import { defineOperation } from '../operation.ts'

export const healthLive = defineOperation({
  operationId: 'healthLive',
  method: 'get',
  path: '/health/live',
  tag: 'Health',
  summary: 'Whether the process runs',
  description: 'For orchestrators: restart the process when this fails. Touches nothing else.',
  security: 'open',
  query: healthQuery,
  headers: readHeaders,
  responses: {
    200: {
      description: 'Yes.',
      schema: probeAnswer,
      examples: { ok: { summary: 'Yes', value: { status: 'ok' } } },
    },
  },
  problems: ['invalid_request', 'internal'],
})
