import { horizonLagMs, lastBeat, pingDatabase, queueFigures } from '@booking/storage'
import { beforeDeadline } from './deadline.ts'
import type { Deps } from './environment.ts'
import { sharedReading } from './shared-reading.ts'

/** Who asks for figures does not wait longer for one; it is left out. */
const READ_MS = 1_000

/** Adds the figures of what the API rests on: pool, Redis, worker, queue and horizon. */
export const watchSystem = (deps: Pick<Deps, 'metrics' | 'gate' | 'redis' | 'database' | 'clock'>): void => {
  const { metrics, gate, redis, database, clock } = deps
  metrics.watch(
    'booking_database_connections_max',
    'Connections of the pool.',
    () => gate.figures().connectionsMax,
  )
  metrics.watch('booking_database_up', '1 when the database answers, 0 when it does not.', () =>
    beforeDeadline(READ_MS, pingDatabase(database)).then(
      () => 1,
      () => 0,
    ),
  )
  metrics.watch('booking_database_work', 'Work in front of the pool, and how much may run at once.', () => {
    const { limit, running, waiting } = gate.figures()
    return { limit, running, waiting }
  })
  metrics.watch('booking_database_work_shed', 'Work turned away since the start.', () => gate.figures().shed)
  if (redis !== null)
    metrics.watch('booking_redis_up', '1 when limits are counted in Redis, 0 when in memory.', () =>
      redis.state() === 'up' ? 1 : 0,
    )
  metrics.watch('booking_worker_silence_seconds', 'Time since any worker was last heard of.', async () => {
    const seenMs = await beforeDeadline(READ_MS, lastBeat(database))
    if (seenMs === null) throw new Error('no worker was ever heard of')
    return (clock() - seenMs) / 1000
  })
  metrics.watch(
    'booking_horizon_lag_seconds',
    'How far the horizon is behind where it belongs.',
    async () => {
      return (await beforeDeadline(READ_MS, horizonLagMs(database, clock()))) / 1000
    },
  )
  const queue = sharedReading(() => beforeDeadline(READ_MS, queueFigures(database)))
  metrics.watch('booking_queue_jobs', "Jobs in the worker's queue.", async () => {
    const { ready, running, scheduled, failed } = await queue()
    return { ready, running, scheduled, failed }
  })
  metrics.watch(
    'booking_queue_oldest_ready_seconds',
    'How long the oldest ready job has waited.',
    async () => (await queue()).oldestReadySeconds,
  )
}
