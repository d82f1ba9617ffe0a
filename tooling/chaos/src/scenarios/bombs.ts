import { bombOf } from '../bombs.ts'
import { isTurnedAway } from '../client.ts'
import { Latencies, rounded } from '../latencies.ts'
import { type Run, scenario } from '../run.ts'
import { openWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000
/** Series without end that each rule is compared with. */
const SERIES = 12
const LANES = 4
const LOOP_DELAY_MS_MAX = 50

interface Sizing {
  readonly bombs: number
  /** Whether times are promised as well: they say nothing on a machine that does other things. */
  readonly isTimed: boolean
}

/** A room that is taken, for ever, every second hour of one weekday. */
const busyRoom = async (world: World): Promise<string> => {
  const resourceId = await world.newResource('Busy')
  const firstMs = (Math.floor(Date.now() / HOUR_MS) + 48) * HOUR_MS
  for (let at = 0; at < SERIES; at++) {
    const start = firstMs + 2 * at * HOUR_MS
    const times = {
      startTime: new Date(start).toISOString(),
      endTime: new Date(start + HOUR_MS).toISOString(),
    }
    const body = { resourceId, title: 'Endless', ...times, recurrenceRule: 'FREQ=WEEKLY' }
    const { status } = await world.client.send(world.apis[0]!.base, 'POST', '/bookings/recurring', { body })
    if (status !== 201) throw new Error(`No series: ${status}`)
  }
  return resourceId
}

interface Ends {
  readonly accepted: Latencies
  readonly refused: Latencies
}

const attack = async (run: Run, world: World, resourceId: string, bombs: number): Promise<Ends> => {
  const ends = { accepted: new Latencies(), refused: new Latencies() }
  let sent = 0
  const lane = async (_: unknown, at: number) => {
    const random = run.random.fork(`lane ${at}`)
    while (sent++ < bombs) {
      const { name, path, body: text, mayBeCut } = bombOf(random, resourceId)
      const answer = await world.client.send(world.apis[0]!.base, 'POST', path, { text })
      const { status, lost, ms, body } = answer
      if (lost !== undefined && mayBeCut === true) continue
      const broken = isTurnedAway(answer) ? run.late : run.fail
      if (lost !== undefined || status >= 500)
        broken(
          `${name} got ${lost ?? `${status} ${body.code}`} after ${rounded(ms)} ms: ${text.slice(0, 160)}`,
        )
      else if (status < 300) ends.accepted.add(ms)
      else ends.refused.add(ms)
      if (sent % 100 === 0) run.progress(sent, bombs)
    }
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return ends
}

export const bombs = scenario<Sizing>({
  id: 'R11',
  title: 'Rules and bodies made to be dear',
  promise:
    'Rules that step for ages, bodies as deep, long and wide as fit: each is answered or refused as it is documented, none with a 5xx, and everybody else is served meanwhile.',
  sizes: { quick: { bombs: 2_000, isTimed: false }, full: { bombs: 100_000, isTimed: true } },
  describe: ({ bombs }) => `${bombs.toLocaleString('en-US')} bombs`,
  async run(run, { bombs, isTimed }) {
    const api = { preload: 'loop-delay', env: { LOG_LEVEL: 'warn' } } as const
    const world = await openWorld(run, { name: 'bombs', apis: 1, workers: 0, api })
    const { accepted, refused } = await attack(run, world, await busyRoom(world), bombs)
    await world.close()
    const told = /event loop delay p99 ([\d.]+) ms/.exec(world.apis[0]!.output())?.[1]
    if (told === undefined) run.fail('the API did not say how long its event loop kept others waiting')
    if (isTimed && Number(told) > LOOP_DELAY_MS_MAX) run.late(`event loop delay p99 was ${told} ms`)
    if (accepted.count === 0 || refused.count === 0) run.fail('the bombs were all of one kind')
    run.figure('accepted', accepted.count)
    run.figure('refused', refused.count)
    run.figure('accepted p99 ms', rounded(accepted.percentile(99)))
    run.figure('refused p99 ms', rounded(refused.percentile(99)))
    run.figure('event loop delay p99 ms', Number(told))
  },
})
