import { Latencies, rounded } from '../latencies.ts'
import { beginAtRate } from '../open-loop.ts'
import { type Run, scenario } from '../run.ts'
import { type Vitals, vitalsReader } from '../vitals.ts'
import { openWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ROOMS = 40
const HOURS = 5_000
const LOAD = 0.6
/** As many as it takes to find out how much can be done. */
const CLIENTS = 16
const PEAK_MS = 5_000
const WARM_UP_MS = 10_000
/** The time is cut into so many parts; the first is compared with the last. */
const PARTS = 5
const DRIFT_MAX = 0.1
const HEAP_SHARE_MAX = 1.1
/** On top of the share: what code that runs for the first time leaves behind. */
const HEAP_SLACK_BYTES = 8 * 2 ** 20
const HANDLES_SLACK = 2
const MIB = 2 ** 20

interface Sizing {
  readonly seconds: number
  /** Whether the drift of times is promised as well: it says nothing on a machine that does other things. */
  readonly isTimed: boolean
}

/** Somebody books, looks at the booking and at the room, and cancels: what is there afterwards does not grow. */
type Visit = (number: number) => Promise<void>

const visitorOf = async (run: Run, world: World): Promise<Visit> => {
  const rooms: string[] = []
  for (let at = 0; at < ROOMS; at++) rooms.push(await world.newResource(`Soaked ${at}`))
  const firstMs = (Math.floor(Date.now() / DAY_MS) + 10) * DAY_MS
  return async (number) => {
    const { base } = world.apis[number % world.apis.length]!
    const send = async (method: string, path: string, body?: object) => {
      const answer = await world.client.send(base, method, path, { body })
      if (answer.status < 200 || answer.status > 299)
        run.fail(
          `${method} ${path.split(/[/?]/)[1]} got ${answer.lost ?? `${answer.status} ${answer.body.code}`}`,
        )
      return answer
    }
    const resourceId = rooms[number % ROOMS]!
    const start = firstMs + (Math.floor(number / ROOMS) % HOURS) * HOUR_MS
    const times = {
      startTime: new Date(start).toISOString(),
      endTime: new Date(start + HOUR_MS).toISOString(),
    }
    const { status, body } = await send('POST', '/bookings', { resourceId, title: 'Soaked', ...times })
    if (status !== 201) return
    await send('GET', `/bookings/${body.id}`)
    await send('GET', `/bookings?resourceId=${resourceId}&limit=20`)
    await send('DELETE', `/bookings/${body.id}`)
  }
}

/** @returns visits a second of a service that is as busy as it can be */
const findPeak = async (visit: Visit, next: () => number): Promise<number> => {
  const endsAt = Date.now() + PEAK_MS
  let done = 0
  const client = async () => {
    for (; Date.now() < endsAt; done++) await visit(next())
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
  return (done * 1000) / PEAK_MS
}

/** Visits at a rate for some time. @returns their times, from when they were due, by part of the time */
const soak = async (
  run: Run,
  visit: Visit,
  { perSecond, ms, next }: { perSecond: number; ms: number; next: () => number },
): Promise<Latencies[]> => {
  const parts = Array.from({ length: PARTS }, () => new Latencies())
  const begunMs = performance.now()
  const total = Math.round((perSecond * ms) / 1000)
  const { isLeftBehind } = await beginAtRate(perSecond, Date.now() + ms, async (number, dueMs) => {
    await visit(next())
    const part = Math.min(PARTS - 1, Math.floor(((dueMs - begunMs) / ms) * PARTS))
    parts[Math.max(0, part)]!.add(performance.now() - dueMs)
    run.progress(number, total, 'visits')
  })
  if (isLeftBehind) run.late('visits were not done as fast as they came, at 60 % of what can be done')
  return parts
}

const expectBack = (run: Run, before: Vitals, after: Vitals): void => {
  for (const [at, { heapBytes, handles }] of after.programs.entries()) {
    const { heapBytes: heapBefore, handles: handlesBefore } = before.programs[at]!
    if (heapBytes > heapBefore * HEAP_SHARE_MAX + HEAP_SLACK_BYTES)
      run.fail(`a heap grew from ${rounded(heapBefore / MIB)} to ${rounded(heapBytes / MIB)} MiB`)
    if (handles > handlesBefore + HANDLES_SLACK)
      run.fail(`a program holds ${handles} handles, ${handlesBefore} before`)
  }
  if (after.sessions > before.sessions)
    run.fail(`${after.sessions} sessions are open, ${before.sessions} before`)
  if (after.locks > before.locks) run.fail(`${after.locks} locks are held, ${before.locks} before`)
}

const heapOf = ({ programs }: Vitals): number =>
  rounded(Math.max(...programs.map(({ heapBytes }) => heapBytes)) / MIB)

export const soaked = scenario<Sizing>({
  id: 'R18',
  title: 'Long at 60 % of what can be done',
  promise:
    'After a long time at 60 % of what can be done, nothing is left of it once it is quiet: heaps, handles, sessions and locks are where they were before. Nothing fails, and the p99 of the last part is at most 10 % over that of the first.',
  sizes: { quick: { seconds: 30, isTimed: false }, full: { seconds: 3_600, isTimed: true } },
  describe: ({ seconds }) => (seconds < 120 ? `${seconds} s` : `${seconds / 60} min`),
  async run(run, { seconds, isTimed }) {
    const spec = { preload: 'vitals', env: { LOG_LEVEL: 'warn' } } as const
    const world = await openWorld(run, { name: 'soak', api: spec, worker: spec })
    const visit = await visitorOf(run, world)
    let visits = 0
    const next = () => visits++
    const perSecond = LOAD * (await findPeak(visit, next))
    await soak(run, visit, { perSecond, ms: WARM_UP_MS, next })
    const vitals = vitalsReader(world)
    const before = await vitals.atRest()
    const ms = run.endsAtMs === null ? seconds * 1000 : Math.max(PARTS * 1000, run.endsAtMs - Date.now())
    const parts = await soak(run, visit, { perSecond, ms, next })
    const after = await vitals.atRest()
    expectBack(run, before, after)
    const [first, last] = [parts[0]!.percentile(99), parts.at(-1)!.percentile(99)]
    if (isTimed && last > first * (1 + DRIFT_MAX))
      run.late(`the p99 of a visit went from ${rounded(first)} to ${rounded(last)} ms`)
    run.figure('visits', visits)
    run.figure('visits/s', rounded(perSecond))
    run.figure('p99 ms, first part', rounded(first))
    run.figure('p99 ms, last part', rounded(last))
    run.figure('heap MiB, before', heapOf(before))
    run.figure('heap MiB, after', heapOf(after))
    run.figure('sessions', after.sessions)
    await world.close()
  },
})
