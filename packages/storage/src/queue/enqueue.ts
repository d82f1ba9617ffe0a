import type { Sql } from '../database.ts'

/** Work for the worker. */
export interface Job {
  /** Name of the task. */
  readonly task: string
  readonly payload: Record<string, unknown>
  /** Of several jobs with one key only one waits; one that runs already does not count. */
  readonly key: string
  /** Milliseconds after now; default 0. */
  readonly delayMs?: number
}

/** Attempts of a job that throws; what it is about is found again by the sweep. */
const ATTEMPTS_MAX = 10

/** The expression that enqueues a job, for a statement that does other things too; it has the value of the job's row. */
export const enqueuing = (sql: Sql, { task, payload, key, delayMs = 0 }: Job) => sql`
  graphile_worker.add_job(
    ${task}, ${JSON.stringify(payload)}::text::json, run_at => now() + make_interval(secs => ${delayMs / 1000}),
    max_attempts => ${ATTEMPTS_MAX}, job_key => ${key}
  )`

/**
 * Enqueues a job in the transaction of `sql`: it is there if that commits, and never if it does not. A worker that
 * listens starts it within milliseconds of the commit.
 */
export const enqueue = async (sql: Sql, job: Job): Promise<void> => {
  await sql`SELECT (${enqueuing(sql, job)}).id`
}
