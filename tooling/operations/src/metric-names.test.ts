import { createTestDatabase, spawnProcess } from '@booking/testkit'
import { beforeAll, describe, expect, test } from 'vitest'
import { metricsNamedIn, metricsToldIn } from './metric-names.ts'
import { placeOf, textOf } from './repository.ts'

const STARTS_MS = 120_000

/** What a program serves at the port of its metrics, as somebody else sees it. */
const expositionOf = async (
  app: 'api' | 'worker',
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> => {
  const program = await spawnProcess({
    entry: placeOf(`apps/${app}/src/main.ts`),
    execArgv: ['--conditions=@booking/source', '--import', import.meta.resolve('tsx')],
    env: {
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      JWT_SECRET: 'a-secret-of-a-test-that-is-long-enough',
      ...env,
    },
    readyMsMax: STARTS_MS,
  })
  try {
    const [, port] = await program.untilOutput(/http:\/\/localhost:(\d+)\/metrics/)
    return await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  } finally {
    await program.terminate()
  }
}

describe('every metric that is named', () => {
  let told: Set<string>

  beforeAll(async () => {
    const { url: DATABASE_URL } = await createTestDatabase()
    const REDIS_URL = 'redis://127.0.0.1:1'
    const worker = await expositionOf('worker', { DATABASE_URL, WORKER_METRICS_PORT: '0' })
    const api = await expositionOf('api', { DATABASE_URL, REDIS_URL, PORT: '0', METRICS_PORT: '0' })
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
