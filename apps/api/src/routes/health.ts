import { formatInstant, formatUptime, type HealthAnswer, operations } from '@booking/contract'
import { horizonLagMs, lastBeat, pingDatabase } from '@booking/storage'
import { beforeDeadline } from '../deadline.ts'
import type { Deps } from '../environment.ts'
import { route } from '../route.ts'

/** A check that takes longer has failed: whoever asks wants an answer. */
const CHECK_MS = 2_000

const WORKER_SILENT_MS = 30_000

/** The horizon moves once a day; two days behind, a night's run was missed. */
const HORIZON_LAG_MS = 2 * 24 * 60 * 60 * 1000

const rounded = (latencyMs: number) => Math.round(latencyMs * 100) / 100

type Checks = NonNullable<HealthAnswer['checks']>

/** Whatever is let through beyond the pool's connections waits for one, as does what is not let through yet. */
const poolFigures = ({ gate }: Deps) => {
  const { connectionsMax, running, waiting } = gate.figures()
  const active = Math.min(running, connectionsMax)
  return { max: connectionsMax, active, idle: connectionsMax - active, waiting: waiting + running - active }
}

const checkDatabase = async (deps: Deps): Promise<Checks['database']> => {
  const pool = poolFigures(deps)
  try {
    const { latencyMs } = await beforeDeadline(CHECK_MS, pingDatabase(deps.database))
    return { status: 'up', latencyMs: rounded(latencyMs), pool }
  } catch {
    return { status: 'down', pool }
  }
}

const checkRedis = async ({ redis }: Deps): Promise<Checks['redis']> => {
  if (redis === null) return { status: 'off' }
  if (redis.state() === 'down') return { status: 'down' }
  try {
    return { status: 'up', latencyMs: rounded(await redis.ping()) }
  } catch {
    return { status: 'down' }
  }
}

const checkWorker = async ({ database, clock }: Deps): Promise<Checks['worker']> => {
  try {
    const seenMs = await beforeDeadline(CHECK_MS, lastBeat(database))
    if (seenMs === null) return { status: 'off', lastSeenAt: null }
    const status = clock() - seenMs <= WORKER_SILENT_MS ? 'up' : 'down'
    return { status, lastSeenAt: formatInstant(seenMs) }
  } catch {
    return { status: 'down' }
  }
}

const checkHorizon = async ({ database, clock }: Deps): Promise<Checks['horizon']> => {
  try {
    const lagMs = await beforeDeadline(CHECK_MS, horizonLagMs(database, clock()))
    return { status: lagMs <= HORIZON_LAG_MS ? 'up' : 'down', lagSeconds: Math.round(lagMs / 1000) }
  } catch {
    return { status: 'down' }
  }
}

/** Unhealthy without the database; degraded without one of the others: those are missed, but requests are served. */
const statusOf = ({ database, redis, worker, horizon }: Checks): HealthAnswer['status'] => {
  if (database.status !== 'up') return 'unhealthy'
  return [redis, worker, horizon].some(({ status }) => status === 'down') ? 'degraded' : 'healthy'
}

export const health = route(operations.health, async ({ deps }) => {
  const [database, redis, worker, horizon] = await Promise.all([
    checkDatabase(deps),
    checkRedis(deps),
    checkWorker(deps),
    checkHorizon(deps),
  ])
  const checks = { database, redis, worker, horizon }
  const status = statusOf(checks)
  const body: HealthAnswer = {
    status,
    timestamp: formatInstant(deps.clock()),
    version: deps.version,
    uptime: formatUptime((deps.clock() - deps.startedAtMs) / 1000),
    checks,
  }
  return status === 'unhealthy'
    ? { status: 503, body, headers: { 'Retry-After': '5' } }
    : { status: 200, body }
})

export const healthLive = route(operations.healthLive, async () => ({ status: 200, body: { status: 'ok' } }))

export const healthReady = route(operations.healthReady, async ({ deps }) => {
  const isReady = !deps.isStopping() && (await checkDatabase(deps)).status === 'up'
  return isReady ? { status: 200, body: { status: 'ok' } } : { status: 503, body: { status: 'unavailable' } }
})
