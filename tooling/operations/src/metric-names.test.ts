import { createTestDatabase } from '@booking/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { metricsNamedIn, metricsToldIn } from './metric-names.ts'
import { STARTS_MS, startProgram } from './programs.ts'
import { textOf } from './repository.ts'

/** What a program serves at the port of its metrics, as somebody else sees it. */
const expositionOf = async (...program: Parameters<typeof startProgram>): Promise<string> => {
  const running = await startProgram(...program)
  try {
    return await (await fetch(`http://127.0.0.1:${running.metricsPort}/metrics`)).text()
  } finally {
    await running.terminate()
  }
}

describe('every metric that is named', () => {
  let told: Set<string>

  beforeAll(async () => {
    const { url: DATABASE_URL } = await createTestDatabase()
    const REDIS_URL = 'redis://127.0.0.1:1'
    const worker = await expositionOf('worker', { DATABASE_URL })
    const api = await expositionOf('api', { DATABASE_URL, REDIS_URL })
    told = metricsToldIn(`${worker}\n${api}`)
  }, 3 * STARTS_MS)

  test.each([
    'ops/prometheus/alerts.yml',
    'ops/prometheus/alerts.test.yml',
    'ops/grafana/dashboards/booking.json',
    'docs/operations.md',
  ])('in %s is told by a program', (file) => {
    const named = metricsNamedIn(textOf(file))
    expect(named.length).toBeGreaterThan(0)
    expect(named.filter((name) => !told.has(name))).toEqual([])
  })
})
