import { expect, test } from 'vitest'
import { createTestContext } from '../../test/test-context.ts'
import type { Database } from '../database.ts'
import { enqueue } from './enqueue.ts'
import { endLease, freeLostJobs, leaseTimes, renewLease } from './lease.ts'

/** A job that a worker took some seconds ago, whose lease it renewed some seconds ago, if ever. */
const lockedJob = async (
  database: Database,
  worker: string,
  { lockedSeconds, renewedSeconds }: { lockedSeconds: number; renewedSeconds: number | null },
) => {
  await enqueue(database.sql, { task: 't', payload: {}, key: worker })
  await database.sql`
    UPDATE graphile_worker._private_jobs
    SET locked_by = ${worker}, locked_at = clock_timestamp() - make_interval(secs => ${lockedSeconds})
    WHERE key = ${worker}`
  if (renewedSeconds === null) return
  await renewLease(database, worker)
  await database.sql`
    UPDATE worker_leases SET renewed_at = clock_timestamp() - make_interval(secs => ${renewedSeconds})
    WHERE worker = ${worker}`
}

const held = async (database: Database) =>
  (await database.sql`SELECT locked_by FROM graphile_worker.jobs WHERE locked_by IS NOT NULL ORDER BY 1`).map(
    (row) => row.locked_by as string,
  )

test('jobs of workers that have not renewed their lease in time are free, those of others are not', async () => {
  const { database } = await createTestContext()
  await lockedJob(database, 'lost', { lockedSeconds: 500, renewedSeconds: 31 })
  await lockedJob(database, 'never-renewed', { lockedSeconds: 31, renewedSeconds: null })
  await lockedJob(database, 'long-at-it', { lockedSeconds: 5_000, renewedSeconds: 20 })
  await lockedJob(database, 'just-started', { lockedSeconds: 1, renewedSeconds: null })
  expect((await freeLostJobs(database)).sort()).toEqual(['lost', 'never-renewed'])
  expect(await held(database)).toEqual(['just-started', 'long-at-it'])
  expect(await freeLostJobs(database)).toEqual([])
})

test('a worker that ends gives back what it holds', async () => {
  const { database } = await createTestContext()
  await lockedJob(database, 'ending', { lockedSeconds: 1, renewedSeconds: 1 })
  await lockedJob(database, 'other', { lockedSeconds: 1, renewedSeconds: 1 })
  await endLease(database, 'ending')
  expect(await held(database)).toEqual(['other'])
})

test('as shipped, a killed worker`s job is looked for again within 45 s', () => {
  const { leaseMs, renewMs, pollMs } = leaseTimes
  expect(leaseMs + renewMs + pollMs).toBeLessThanOrEqual(45_000)
  // Two renewals may fail before a worker that lives is taken for lost.
  expect(leaseMs).toBeGreaterThanOrEqual(3 * renewMs)
})
