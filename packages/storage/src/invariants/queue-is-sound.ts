import type { Check } from './check.ts'

/** After this long graphile-worker itself takes a job from a worker that was lost. */
const LEASE_HOURS = 4

export const queueIsSound: Check = {
  id: 'I14',
  title: 'No job is leased past its lease, tried too often or queued twice',
  async find(sql, found) {
    const [table] = await sql<{ there: boolean }[]>`
      SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS there`
    if (!table?.there) {
      found.note('There is no queue yet: no worker has run on this database.')
      return
    }
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN attempts > max_attempts OR attempts < 0 THEN 'job tried more often than it may'
            WHEN (locked_at IS NULL) <> (locked_by IS NULL) THEN 'job with half a lease'
            ELSE 'job leased past its lease' END AS what,
          id::text AS job_id, key, attempts::int, max_attempts::int, locked_at::text, locked_by
        FROM graphile_worker._private_jobs
        WHERE attempts > max_attempts OR attempts < 0 OR (locked_at IS NULL) <> (locked_by IS NULL)
          OR locked_at < clock_timestamp() - make_interval(hours => ${LEASE_HOURS})`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'several jobs with one key' AS what, key, count(*)::int AS jobs
        FROM graphile_worker._private_jobs WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1`,
    )
  },
}
