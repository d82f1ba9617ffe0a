import { createTestDatabase, requireRedis } from '@booking/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { shown } from './dashboard.ts'
import { STARTS_MS, startProgram } from './programs.ts'
import { hasPrometheus, type PrometheusServer, startPrometheus } from './prometheus-server.ts'
import { textOf } from './repository.ts'
import { trafficSettings, trafficTo } from './served-traffic.ts'
import { until } from './until.ts'

const queries = shown.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, refId }) => ({ title, refId, expr: expr.replaceAll('$__rate_interval', '1m') })),
)

/** What needs a little time to be seen twice, on a busy machine. */
const SEEN_MS = 60_000

describe.skipIf(!hasPrometheus())('over programs that work, a Prometheus answers', () => {
  let prometheus: PrometheusServer
  let serve: () => Promise<void>
  const stops: (() => Promise<unknown>)[] = []

  beforeAll(async () => {
    const { url: DATABASE_URL } = await createTestDatabase()
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'rooms@example.com' }
    const worker = await startProgram('worker', { DATABASE_URL, ...mail })
    stops.push(() => worker.terminate())
    const api = await startProgram('api', {
      DATABASE_URL,
      REDIS_URL: await requireRedis(),
      ...trafficSettings,
    })
    stops.push(() => api.terminate())
    const ports = [api.metricsPort, worker.metricsPort]
    const jobs = [...textOf('ops/prometheus/prometheus.yml').matchAll(/job_name: (\S+)/g)].map(
      ([, job]) => job!,
    )
    expect(jobs).toEqual(['booking-api', 'booking-worker'])
    serve = await trafficTo(`http://127.0.0.1:${new URL(api.address ?? '').port}/api/v1`)
    prometheus = await startPrometheus(Object.fromEntries(jobs.map((job, index) => [job, ports[index]!])))
    stops.push(() => prometheus.stop())
  }, 3 * STARTS_MS)

  afterAll(async () => {
    for (const stop of stops.toReversed()) await stop()
  }, STARTS_MS)

  test.each(queries)('$title, query $refId', { timeout: SEEN_MS + 30_000 }, async ({ expr }) => {
    await until(SEEN_MS, async () => {
      await serve()
      return (await prometheus.query(expr)).some(Number.isFinite)
    })
  })
})
