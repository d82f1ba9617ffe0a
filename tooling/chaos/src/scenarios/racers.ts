import { type Answer, isTurnedAway } from '../client.ts'
import { Latencies, rounded } from '../latencies.ts'
import type { Random } from '../random.ts'
import { type Run, scenario } from '../run.ts'
import { openWorld, type World } from '../world.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const P99_MS_MAX = 250

interface Sizing {
  readonly racers: number
  readonly rounds: number
  /** Whether the time of the slowest is promised; on a machine that does other things it cannot be. */
  readonly isTimed: boolean
}

interface Entry {
  readonly path: string
  readonly body: object
}

/** What a racer sends: each kind has its middle in common with the others of its round. */
type Kind = (random: Random, racer: number) => { readonly rule?: string; readonly spreadMinutes: number }

const kinds: Readonly<Record<string, Kind>> = {
  'the same single': () => ({ spreadMinutes: 0 }),
  'singles that overlap': (random) => ({ spreadMinutes: random.below(30) }),
  'series that meet': (random) => ({ rule: `FREQ=DAILY;COUNT=${random.between(1, 12)}`, spreadMinutes: 0 }),
  'series without end': (random) => ({
    rule: random.pick(['FREQ=WEEKLY', 'FREQ=DAILY;INTERVAL=5', 'FREQ=MONTHLY', 'FREQ=YEARLY']),
    spreadMinutes: 0,
  }),
}

/** Three of four rounds are about single bookings, as most of the traffic is. */
const kindOf = (round: number): string => Object.keys(kinds)[[0, 1, 0, 2, 1, 0, 1, 3][round % 8]!]!

const entriesOf = (
  random: Random,
  { kind, count, resourceId }: { kind: string; count: number; resourceId: string },
): Entry[] => {
  const middle = Math.floor(Date.now() / DAY_MS + 10 + random.below(300)) * DAY_MS + 12 * HOUR_MS
  return Array.from({ length: count }, (_, racer) => {
    const { rule, spreadMinutes } = kinds[kind]!(random, racer)
    const start = middle - HOUR_MS / 2 - spreadMinutes * MINUTE_MS
    const end = middle + HOUR_MS / 2 + spreadMinutes * MINUTE_MS
    const startTime = new Date(start).toISOString()
    const endTime = new Date(end).toISOString()
    const body = { resourceId, title: `Racer ${racer}`, startTime, endTime }
    if (rule === undefined) return { path: '/bookings', body }
    return { path: '/bookings/recurring', body: { ...body, recurrenceRule: rule } }
  })
}

/** Exactly one came in, and each of the others was told who was first and when that is. */
const judge = (run: Run, kind: string, round: number, answers: readonly Answer[]): void => {
  const where = `round ${round}, ${kind}`
  const winners = answers.filter((answer) => answer.status === 201)
  if (winners.length !== 1) run.fail(`${where}: ${winners.length} racers were let in`)
  const won = winners[0]?.body
  for (const answer of answers) {
    if (answer.status === 201) continue
    if (answer.status !== 409 || answer.body.code !== 'booking_conflict') {
      const broken = isTurnedAway(answer) ? run.late : run.fail
      broken(`${where}: answered ${answer.lost ?? answer.status} ${answer.body.code}`)
      continue
    }
    const [first] = answer.body.conflicts
    if (first?.id !== won?.id || first?.startTime !== won?.startTime || first?.endTime !== won?.endTime)
      run.fail(`${where}: a loser was told of ${JSON.stringify(first)}, not of who came first`)
  }
}

const race = (world: World, entries: readonly Entry[]): Promise<Answer[]> =>
  Promise.all(
    entries.map(({ path, body }, racer) =>
      world.client.send(world.apis[racer % world.apis.length]!.base, 'POST', path, { body }),
    ),
  )

export const racers = scenario<Sizing>({
  id: 'R1',
  title: 'Racers for one slot',
  promise:
    'Of many who book one slot at the same moment at two API processes exactly one gets it (201), the others get 409 with the interval in the way; no 5xx, no deadlock.',
  sizes: {
    quick: { racers: 32, rounds: 50, isTimed: false },
    full: { racers: 64, rounds: 500, isTimed: true },
  },
  describe: ({ racers, rounds }) => `${racers} racers × ${rounds} rounds`,
  async run(run, { racers, rounds, isTimed }) {
    const world = await openWorld(run, { name: 'racers' })
    const times = new Latencies()
    const byKind = new Map(Object.keys(kinds).map((kind) => [kind, new Latencies()]))
    for (let round = 0; round < rounds; round++) {
      const kind = kindOf(round)
      const resourceId = await world.newResource(`Round ${round}`)
      const random = run.random.fork(`round ${round}`)
      const answers = await race(world, entriesOf(random, { kind, count: racers, resourceId }))
      judge(run, kind, round, answers)
      for (const { ms } of answers) {
        times.add(ms)
        byKind.get(kind)!.add(ms)
      }
      run.progress(round + 1, rounds)
    }
    const p99 = times.percentile(99)
    if (isTimed && p99 > P99_MS_MAX) run.late(`p99 was ${rounded(p99)} ms, promised are ${P99_MS_MAX} ms`)
    run.figure('winners', world.client.statuses.get(201)! - rounds)
    run.figure('conflicts', world.client.statuses.get(409) ?? 0)
    run.figure('p50 ms', rounded(times.percentile(50)))
    run.figure('p99 ms', rounded(p99))
    for (const [kind, latencies] of byKind) run.figure(`p99 ms, ${kind}`, rounded(latencies.percentile(99)))
    run.figure('worst ms', rounded(times.worst))
    await world.close()
  },
})
