import { setTimeout as delay } from 'node:timers/promises'
import { rounded } from '../latencies.ts'
import { type Run, scenario } from '../run.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'
import { killMailers } from './killed-mailers.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const CAUGHT_UP_MS_MAX = 45_000
/** So far the horizon is moved back before each kill, so that there is work for all resources. */
const STEP_DAYS = 7
/** Series without end, one a resource: enough that the job is found in the middle, by far. */
const SERIES = 40
const LOOK_MS = 5

interface Sizing {
  readonly kills: number
  /** Of three workers at once, with two messages each under way. */
  readonly mailRounds: number
}

const makeSeries = async (world: World): Promise<void> => {
  const start = (Math.floor(Date.now() / DAY_MS) + 10) * DAY_MS
  for (let at = 0; at < SERIES; at++) {
    const resourceId = await world.newResource(`Endless ${at}`, at % 2)
    const body = {
      resourceId,
      title: 'Endless',
      startTime: new Date(start + 9 * HOUR_MS).toISOString(),
      endTime: new Date(start + 10 * HOUR_MS).toISOString(),
      recurrenceRule: 'FREQ=DAILY',
    }
    const { status } = await world.client.send(world.apis[at % 2]!.base, 'POST', '/bookings/recurring', {
      body,
    })
    if (status !== 201) throw new Error(`A series was answered ${status}`)
  }
}

/** Brings the database back to where it was some days ago: without the rows of those days, the latest to be made. */
const rewindHorizon = ({ database: { sql } }: World): Promise<void> =>
  sql.begin(async (tx) => {
    const days = tx`make_interval(days => ${STEP_DAYS})`
    await tx`UPDATE resources SET horizon_until = horizon_until - ${days}`
    await tx`
      UPDATE bookings SET materialised_until = materialised_until - ${days} WHERE materialised_until IS NOT NULL`
    await tx`
      DELETE FROM occurrences USING bookings
      WHERE booking_id = bookings.id AND lower(during) >= bookings.materialised_until`
  }) as Promise<unknown> as Promise<void>

/** How many resources have a horizon past an instant, and how many there are. */
const horizons = async ({ database: { sql } }: World, before: string) => {
  const [row] = await sql<{ moved: number; total: number }[]>`
    SELECT count(*) FILTER (WHERE horizon_until > ${before}::timestamptz)::int AS moved, count(*)::int AS total
    FROM resources`
  return row!
}

const latestHorizon = async ({ database: { sql } }: World): Promise<string> => {
  const [row] = await sql<{ latest: string }[]>`SELECT max(horizon_until)::text AS latest FROM resources`
  return row!.latest
}

/** Kills a worker in the middle of the job that extends the horizon, again and again, and starts another each time. */
const killInTheMiddle = async (run: Run, kills: number): Promise<void> => {
  const world = await openWorld(run, { name: 'killed_worker' })
  await makeSeries(world)
  const program = world.workers[0]!
  let slowestMs = 0
  let midJob = 0
  for (let kill = 1; kill <= kills; kill++) {
    await program.terminate()
    await rewindHorizon(world)
    const before = await latestHorizon(world)
    const goal = run.random.between(1, SERIES / 2)
    await program.start()
    const deadline = Date.now() + CAUGHT_UP_MS_MAX
    for (; (await horizons(world, before)).moved < goal; ) {
      if (Date.now() > deadline) throw new Error('The worker has not begun to extend the horizon.')
      await delay(LOOK_MS)
    }
    await program.kill()
    const { moved, total } = await horizons(world, before)
    if (moved < total) midJob++
    const begun = performance.now()
    await program.start()
    await until('all horizons are moved', 2 * CAUGHT_UP_MS_MAX, async () => {
      const now = await horizons(world, before)
      return now.moved === now.total
    })
    slowestMs = Math.max(slowestMs, performance.now() - begun)
    run.progress(kill, kills)
  }
  if (midJob < kills / 2)
    run.fail(`${midJob} of ${kills} kills were in the middle of a job; too little was shown`)
  if (slowestMs > CAUGHT_UP_MS_MAX) run.late(`the horizon was there after ${rounded(slowestMs)} ms only`)
  run.figure('in the middle', midJob)
  run.figure('caught up ms', rounded(slowestMs))
  await world.close()
}

export const killedWorker = scenario<Sizing>({
  id: 'R6',
  title: 'kill -9 of the worker in the middle of a job',
  promise:
    'The horizon of every endless series is where it belongs at most 45 s after the kill, and every occurrence is there once. Messages that were under way are sent within the same time by a worker that is left: none is lost, none comes more than twice, and always under one Message-ID.',
  sizes: { quick: { kills: 10, mailRounds: 1 }, full: { kills: 200, mailRounds: 20 } },
  describe: ({ kills, mailRounds }) => `${kills} + ${3 * mailRounds} kills`,
  async run(run, { kills, mailRounds }) {
    // Messages wait for leases to run out, and leave the machine to the other half meanwhile.
    const ends = await Promise.allSettled([killInTheMiddle(run, kills), killMailers(run, mailRounds)])
    for (const end of ends) if (end.status === 'rejected') throw end.reason
  },
})
