import type { Run } from '../run.ts'
import { until } from '../until.ts'
import type { World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** In seconds: the lease of a worker, by which it is taken for lost. */
const LEASE_SECONDS = 30
const FREED_MS_MAX = 20_000
const DELAY_SECONDS = 3
const RUN_MS_MAX = 20_000
const TRIED_MS_MAX = 30_000
/** The longest wait before a message is tried a second time. */
const RETRY_MS_MAX = 15_000
/** Between two looks at the same clock there is time for other things. */
const SLACK_MS = 5_000

/** A job that does no harm. */
const TASK = 'sweep_expired'

const addJob = async ({ database: { sql } }: World, key: string, delaySeconds = 0): Promise<string> => {
  const [row] = await sql<{ at: string }[]>`
    SELECT run_at::text AS at FROM graphile_worker.add_job(
      ${TASK}, '{}'::json, run_at => clock_timestamp() + make_interval(secs => ${delaySeconds}), job_key => ${key})`
  return row!.at
}

const waits = async ({ database: { sql } }: World, key: string): Promise<boolean> =>
  (await sql`SELECT 1 FROM graphile_worker.jobs WHERE key = ${key}`).length > 0

const renew = ({ database: { sql } }: World, worker: string) => sql`
  INSERT INTO worker_leases (worker, renewed_at) VALUES (${worker}, clock_timestamp())
  ON CONFLICT (worker) DO UPDATE SET renewed_at = excluded.renewed_at`

/**
 * Plants a job of a worker that has not renewed its lease for a little too long, and one of a worker that just has.
 *
 * @returns looks, once the workers run, that the first is freed and the second is not
 */
export const plantLeases = async (world: World, round: number): Promise<(run: Run) => Promise<void>> => {
  const { sql } = world.database
  const [lost, living] = [`lost ${round}`, `living ${round}`]
  // In one transaction, so that no worker takes them meanwhile.
  await sql.begin(async (tx) => {
    for (const worker of [lost, living]) {
      await tx`SELECT graphile_worker.add_job(${TASK}, '{}'::json, job_key => ${worker})`
      await tx`
        UPDATE graphile_worker._private_jobs
        SET locked_by = ${worker}, locked_at = clock_timestamp() - make_interval(secs => ${LEASE_SECONDS + 1})
        WHERE key = ${worker}`
    }
  })
  await renew(world, living)
  return async (run) => {
    const isFreed = async () => {
      await renew(world, living)
      return !(await waits(world, lost))
    }
    await until('the job of a lost worker is run', FREED_MS_MAX, isFreed)
    if (!(await waits(world, living))) run.fail('the job of a worker that lives was given to another')
    await sql`SELECT graphile_worker.force_unlock_workers(ARRAY[${living}])`
    await sql`DELETE FROM worker_leases WHERE worker = ${living}`
  }
}

/** Asks for a job in some seconds, and looks when it is gone. @returns milliseconds it was late, by the database's clock */
export const expectNoEarlyJob = async (run: Run, world: World, round: number): Promise<number> => {
  const key = `later ${round}`
  const at = await addJob(world, key, DELAY_SECONDS)
  await until('a job is run at its time', RUN_MS_MAX, async () => !(await waits(world, key)))
  const [row] = await world.database.sql<{ ms: number }[]>`
    SELECT (extract(epoch FROM clock_timestamp() - ${at}::text::timestamptz) * 1000)::float8 AS ms`
  if (row!.ms < 0) run.fail(`a job was run ${-row!.ms} ms early`)
  return row!.ms
}

/** A message that nobody takes is tried again soon after, not an hour sooner or later, and its job says the same. */
export const expectHonestRetry = async (
  run: Run,
  world: World,
  { resourceId, round }: { resourceId: string; round: number },
): Promise<void> => {
  const start = (Math.floor(Date.now() / DAY_MS) + 10 + round) * DAY_MS + 12 * HOUR_MS
  const body = {
    resourceId,
    title: `Told ${round}`,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + HOUR_MS).toISOString(),
    attendees: [`attendee-${round}@example.com`],
  }
  const path = '/bookings?notifyAttendees=true'
  const made = await world.client.send(world.apis[round % 2]!.base, 'POST', path, { body })
  if (made.status !== 201) throw new Error(`A booking was answered ${made.status}`)
  const { sql } = world.database
  const look = async () => {
    const [row] = await sql<{ due: number; job: number | null }[]>`
      SELECT (extract(epoch FROM due_at - clock_timestamp()) * 1000)::float8 AS due,
        (SELECT (extract(epoch FROM run_at - clock_timestamp()) * 1000)::float8
          FROM graphile_worker.jobs WHERE key = ${`outbox:${made.body.id}`} AND locked_at IS NULL) AS job
      FROM notifications WHERE booking_id = ${made.body.id} AND last_error IS NOT NULL`
    return row
  }
  await until('a message was tried', TRIED_MS_MAX, async () => (await look())?.job != null)
  const { due, job } = (await look())!
  const isHonest = (ms: number | null) => ms !== null && ms > -SLACK_MS && ms < RETRY_MS_MAX + SLACK_MS
  if (!isHonest(due)) run.fail(`a message is due in ${Math.round(due)} ms`)
  if (job !== null && !isHonest(job)) run.fail(`the job of a message is due in ${Math.round(job)} ms`)
}
