import { leaseTimes } from '../queue/lease.ts'
import type { Check } from './check.ts'

/** A worker that lives frees the jobs of a lost one within this time; lease.ts has its parts. */
const FREED_SECONDS = (leaseTimes.leaseMs + 2 * leaseTimes.renewMs) / 1000

export const queueIsSound: Check = {
  id: 'I14',
  title: 'No job is leased past its lease, tried too often or queued twice',
  async find(sql, found) {
    const [table] = await sql<{ there: boolean }[]>`
      SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS there`
    if (!table?.there) {
      found.note('There is no queue: the migrations have not made it.')
      return
    }
    const freed = sql`make_interval(secs => ${FREED_SECONDS})`
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN attempts > max_attempts OR attempts < 0 THEN 'job tried more often than it may'
            WHEN (locked_at IS NULL) <> (locked_by IS NULL) THEN 'job with half a lease'
            ELSE 'job of a lost worker that a living one does not free' END AS what,
          id::text AS job_id, key, attempts::int, max_attempts::int, locked_at::text, locked_by, renewed_at::text
        FROM graphile_worker._private_jobs LEFT JOIN worker_leases ON worker = locked_by
        WHERE attempts > max_attempts OR attempts < 0 OR (locked_at IS NULL) <> (locked_by IS NULL)
          OR locked_at < clock_timestamp() - ${freed} AND COALESCE(renewed_at, '-infinity') < clock_timestamp() - ${freed}
            AND EXISTS (SELECT FROM worker_leases WHERE renewed_at > clock_timestamp() - ${freed})
        ORDER BY id`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'several jobs with one key' AS what, key, count(*)::int AS jobs
        FROM graphile_worker._private_jobs WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1`,
    )
  },
}
