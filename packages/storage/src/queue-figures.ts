import type { Database } from './database.ts'

/** How much the worker has to do. */
export interface QueueFigures {
  /** Jobs whose time has come and which nobody has taken. */
  readonly ready: number
  /** Jobs that a worker has taken. */
  readonly running: number
  /** Jobs whose time is still to come, second tries included. */
  readonly scheduled: number
  /** Jobs that failed as often as they may. */
  readonly failed: number
  /** How long the oldest ready job has been ready, in seconds; 0 when there is none. */
  readonly oldestReadySeconds: number
}

const nothing: QueueFigures = { ready: 0, running: 0, scheduled: 0, failed: 0, oldestReadySeconds: 0 }

/** Reads how full the worker's queue is; without a queue, because no worker has run yet, it is empty. */
export const queueFigures = async ({ sql }: Database): Promise<QueueFigures> => {
  const [queue] = await sql<
    { there: boolean }[]
  >`SELECT to_regclass('graphile_worker.jobs') IS NOT NULL AS there`
  if (queue?.there !== true) return nothing
  const [row] = await sql<QueueFigures[]>`
    SELECT
      count(*) FILTER (WHERE is_open AND run_at <= now())::int AS ready,
      count(*) FILTER (WHERE locked_at IS NOT NULL)::int AS running,
      count(*) FILTER (WHERE is_open AND run_at > now())::int AS scheduled,
      count(*) FILTER (WHERE attempts >= max_attempts AND locked_at IS NULL)::int AS failed,
      coalesce(extract(epoch FROM now() - min(run_at) FILTER (WHERE is_open AND run_at <= now())), 0)::float8
        AS "oldestReadySeconds"
    FROM (SELECT *, locked_at IS NULL AND attempts < max_attempts AS is_open FROM graphile_worker.jobs) AS jobs`
  return row ?? nothing
}
