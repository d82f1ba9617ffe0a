import { ageKey } from '../age-key.ts'
import { KeyedWriters } from '../keyed-writers.ts'
import { rounded } from '../latencies.ts'
import type { Program } from '../program.ts'
import { type Run, scenario } from '../run.ts'
import { tokenFor } from '../token.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'
import { expectHonestRetry, expectNoEarlyJob, plantLeases } from './skewed-workers.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const SKEW_MS = HOUR_MS
const WRITERS = 4
/** Acknowledged in each round, by processes whose clocks differ. */
const WRITES = 30
const WORKER_SEEN_MS_MAX = 30_000

interface Sizing {
  readonly rounds: number
}

/** A program, and how far its clock is ahead of the machine's. */
interface Skewed {
  readonly program: Program
  readonly ms: number
}

const skewOf = (ms: number): string => `an hour ${ms > 0 ? 'ahead' : 'behind'}`

/** Tokens are judged by the clock of the process that they come to, with 30 s of leeway. */
const expectOwnClockForTokens = async (run: Run, world: World, { program, ms }: Skewed): Promise<void> => {
  const nowSeconds = Math.floor((Date.now() + ms) / 1000)
  const cases = [
    { what: 'that goes on for ten minutes', times: { expires: nowSeconds + 600 }, status: 200 },
    { what: 'that ended ten minutes ago', times: { expires: nowSeconds - 600 }, status: 401 },
    { what: 'that ended just now', times: { expires: nowSeconds - 5 }, status: 200 },
    { what: 'that begins in ten minutes', times: { notBefore: nowSeconds + 600 }, status: 401 },
  ]
  for (const { what, times, status } of cases) {
    const token = await tokenFor(`skewed ${what}`, 'standard', times)
    const answer = await world.client.send(program.base, 'GET', '/bookings?limit=1', { token })
    if (answer.status !== status)
      run.fail(`${skewOf(ms)}: a token ${what} by that clock was answered ${answer.status}, not ${status}`)
  }
}

/** A key that another process has written is kept for a day by the database's clock, give or take half an hour. */
const expectDatabaseClockForKeys = async (
  run: Run,
  world: World,
  { program, ms }: Skewed,
  { maker, resourceId, round }: { maker: Program; resourceId: string; round: number },
): Promise<void> => {
  const key = `skewed-${round}${ms > 0 ? '-ahead' : '-behind'}`
  const start = (Math.floor(Date.now() / DAY_MS) + 10 + round) * DAY_MS + (ms > 0 ? HOUR_MS : 0)
  const body = {
    resourceId,
    title: key,
    startTime: new Date(start).toISOString(),
    endTime: new Date(start + HOUR_MS).toISOString(),
  }
  const post = ({ base }: Program) => world.client.send(base, 'POST', '/bookings', { body, key })
  const first = await post(maker)
  if (first.status !== 201) throw new Error(`${key} was answered ${first.status}`)
  await ageKey(world, key, DAY_MS - HOUR_MS / 2)
  const kept = await post(program)
  if (kept.headers['idempotency-replayed'] !== 'true')
    run.fail(`${skewOf(ms)}: a key of 23.5 hours was not kept, but answered ${kept.status}`)
  await world.client.send(program.base, 'DELETE', `/bookings/${first.body.id}`)
  await ageKey(world, key, HOUR_MS)
  const anew = await post(program)
  if (anew.status !== 201 || anew.headers['idempotency-replayed'] !== undefined)
    run.fail(`${skewOf(ms)}: a key of 24.5 hours was kept, and answered ${anew.status}`)
}

const expectWorkerSeen = async (run: Run, world: World, { program, ms }: Skewed): Promise<void> => {
  const ask = async () => {
    const { body } = await world.client.send(program.base, 'GET', '/health')
    return (body as { checks?: { worker: { status: string } } }).checks?.worker.status === 'up'
  }
  await until('the worker is seen', WORKER_SEEN_MS_MAX, ask).catch(() =>
    run.fail(`${skewOf(ms)}: the API takes workers that live for dead`),
  )
}

/** One process of each program gets a clock that is ahead, the other one that is behind. */
const skew = async (programs: readonly Program[], turn: number): Promise<Skewed[]> => {
  const skewed = programs.map((program, at) => ({ program, ms: (at + turn) % 2 === 0 ? SKEW_MS : -SKEW_MS }))
  await Promise.all(
    skewed.map(async ({ program, ms }) => {
      await program.terminate()
      await program.start({ CHAOS_CLOCK_SHIFT_MS: String(ms) })
    }),
  )
  return skewed
}

const playRound = async (run: Run, world: World, round: number, latenesses: number[]): Promise<void> => {
  const expectFreed = await plantLeases(world, round)
  const apis = await skew(world.apis, round)
  // Which worker goes with which API by its clock is left to chance.
  await skew(world.workers, run.random.below(2))
  await expectFreed(run)
  const [latenessMs] = await Promise.all([
    expectNoEarlyJob(run, world, round),
    playRequests(run, world, apis, round),
  ])
  latenesses.push(latenessMs)
}

const playRequests = async (
  run: Run,
  world: World,
  apis: readonly Skewed[],
  round: number,
): Promise<void> => {
  const resourceId = await world.newResource(`Skewed ${round}`)
  for (const [at, api] of apis.entries()) {
    const { program: maker } = apis[(at + 1) % apis.length]!
    await expectOwnClockForTokens(run, world, api)
    await expectDatabaseClockForKeys(run, world, api, { maker, resourceId, round })
    await expectWorkerSeen(run, world, api)
  }
  await expectHonestRetry(run, world, { resourceId, round })
}

export const clockSkew = scenario<Sizing>({
  id: 'R15',
  title: 'Clocks that are an hour wrong',
  promise:
    'With the clocks of API processes and workers an hour ahead or behind, some of them this and some that: tokens are judged by the clock of the process, with 30 s of leeway; idempotency keys, leases of workers, jobs and messages to be sent again follow the clock of the database, no job runs early, and nothing that is written contradicts what another process wrote.',
  sizes: { quick: { rounds: 2 }, full: { rounds: 20 } },
  describe: ({ rounds }) => `${rounds} × ±1 h`,
  async run(run, { rounds }) {
    const skewed = { preload: 'shift-clock', env: { CHAOS_CLOCK_SHIFT_MS: '0' } } as const
    // Nobody listens there: every message is to be sent again.
    const mail = { SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'Rooms <rooms@example.com>' }
    const worker = { ...skewed, env: { ...skewed.env, ...mail } }
    const world = await openWorld(run, { name: 'clock_skew', workers: 2, api: skewed, worker })
    const writers = await KeyedWriters.begin(run, world, WRITERS)
    const latenesses: number[] = []
    for (let round = 0; round < rounds; round++) {
      await playRound(run, world, round, latenesses)
      await writers.untilAcknowledged(WRITES)
      run.progress(round + 1, rounds)
    }
    await writers.finish()
    run.figure('jobs late by ms at most', rounded(Math.max(...latenesses)))
    await world.close()
  },
})
