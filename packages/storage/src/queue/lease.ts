import type { Database } from '../database.ts'

/** How a worker shows that it lives; a killed worker's job runs again after the sum of the three at the latest. */
export const leaseTimes = {
  /** A worker whose lease was renewed longer ago than this is lost. */
  leaseMs: 30_000,
  /** How often each worker renews its lease and looks for lost ones. */
  renewMs: 10_000,
  /** How often an idle worker looks for jobs that nobody told it of. */
  pollMs: 2_000,
} as const

/** Says by the database's clock that a worker lives. @param worker the name under which it takes jobs */
export const renewLease = async (database: Database, worker: string): Promise<void> => {
  await database.sql`
    INSERT INTO worker_leases (worker, renewed_at) VALUES (${worker}, clock_timestamp())
    ON CONFLICT (worker) DO UPDATE SET renewed_at = excluded.renewed_at`
}

/**
 * Gives back the jobs of workers that are lost: those that hold a job for longer than the lease and have not renewed
 * it for as long. Their leases go. The jobs may be run by anyone at once, so what they do must bear being done twice.
 *
 * @returns the lost workers that held jobs
 */
export const freeLostJobs = async (
  database: Database,
  leaseMs: number = leaseTimes.leaseMs,
): Promise<string[]> => {
  const lease = database.sql`make_interval(secs => ${leaseMs / 1000})`
  const lost = await database.sql<{ worker: string }[]>`
    SELECT DISTINCT job.locked_by AS worker
    FROM graphile_worker.jobs AS job LEFT JOIN worker_leases AS lease ON lease.worker = job.locked_by
    WHERE job.locked_at < clock_timestamp() - ${lease}
      AND COALESCE(lease.renewed_at, '-infinity') < clock_timestamp() - ${lease}`
  const workers = lost.map(({ worker }) => worker)
  if (workers.length > 0) await releaseJobs(database, workers)
  await database.sql`DELETE FROM worker_leases WHERE renewed_at < clock_timestamp() - 2 * ${lease}`
  return workers
}

/** Gives back whatever jobs a worker that ends still holds, and its lease. */
export const endLease = async (database: Database, worker: string): Promise<void> => {
  await releaseJobs(database, [worker])
  await database.sql`DELETE FROM worker_leases WHERE worker = ${worker}`
}

const releaseJobs = async (database: Database, workers: readonly string[]): Promise<void> => {
  await database.sql`SELECT graphile_worker.force_unlock_workers(${workers as string[]}::text[])`
}
