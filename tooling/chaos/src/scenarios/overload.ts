import { setTimeout as delay } from 'node:timers/promises'
import { type Answer, isTurnedAway } from '../client.ts'
import { Latencies, rounded } from '../latencies.ts'
import { type Run, scenario } from '../run.ts'
import { SlowSockets, slowWays } from '../slow-sockets.ts'
import { tokenFor } from '../token.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'

const HOUR_MS = 3_600_000
const ROOMS = 20
/** As many as keep a pool of one connection busy. */
const ENOUGH = 8
const MANY = 400
const OVERLOAD = 10
/** Work that one connection of the pool has going and waiting. */
const ROOM_IN_GATE = 68
const PROBE_EVERY_MS = 100
const RECOVERY_MS_MAX = 5_000
const SHED_MS_MAX = 20
const GOODPUT_SHARE_MIN = 0.9
/** A whole request may take the server 15 s, it looks every second, and the machine does other things too. */
const CUT_MS_MAX = 20_000

interface Sizing {
  readonly seconds: number
  readonly sockets: number
  /** Whether times are promised as well: they say nothing on a machine that does other things. */
  readonly isTimed: boolean
}

/** Sends the next booking, of a slot that nobody else asks for. */
type Book = () => Promise<Answer>

const bookerOf = async (world: World): Promise<Book> => {
  const rooms: string[] = []
  for (let room = 0; room < ROOMS; room++) rooms.push(await world.newResource(`Room ${room}`))
  const firstMs = (Math.floor(Date.now() / HOUR_MS) + 24) * HOUR_MS
  let turn = 0
  return () => {
    const [room, start] = [rooms[turn % ROOMS]!, firstMs + Math.floor(turn / ROOMS) * HOUR_MS]
    const times = {
      startTime: new Date(start).toISOString(),
      endTime: new Date(start + HOUR_MS).toISOString(),
    }
    const body = { resourceId: room, title: `Booking ${turn++}`, ...times }
    return world.client.send(world.apis[0]!.base, 'POST', '/bookings', { body })
  }
}

interface Load {
  /** Bookings that were made, a second. */
  readonly goodput: number
  /** Times of those that were made, and of those that were turned away. */
  readonly made: Latencies
  readonly shed: Latencies
}

/** So many ask for `seconds`, one booking after the other, and wait for `pauseMs` where they are turned away. */
const press = async (
  run: Run,
  book: Book,
  how: { readonly clients: number; readonly seconds: number; readonly pauseMs: number },
): Promise<Load> => {
  const [made, shed] = [new Latencies(), new Latencies()]
  const endsAt = Date.now() + how.seconds * 1000
  const client = async () => {
    while (Date.now() < endsAt) {
      const answer = await book()
      const { status, body, ms, lost } = answer
      if (status === 201) made.add(ms)
      else if (isTurnedAway(answer) && body.code === 'overloaded') {
        shed.add(ms)
        await delay(how.pauseMs)
      } else run.fail(`a booking got ${lost ?? `${status} ${body.code}`}`)
    }
  }
  await Promise.all(Array.from({ length: how.clients }, client))
  return { goodput: made.count / how.seconds, made, shed }
}

/** Asks for signs of life until it is told to stop. */
const probe = (run: Run, world: World) => {
  const times = new Latencies()
  let isOver = false
  const asking = (async () => {
    while (!isOver) {
      const { status, lost, ms } = await world.client.send(world.apis[0]!.base, 'GET', '/health/live')
      if (status !== 200) run.fail(`/health/live got ${lost ?? status}`)
      times.add(ms)
      await delay(PROBE_EVERY_MS)
    }
  })()
  return async (): Promise<Latencies> => {
    isOver = true
    await asking
    return times
  }
}

/** @returns milliseconds until a booking is made @throws Error when that is longer than promised */
const untilServed = (book: Book): Promise<number> =>
  until('bookings are made again', RECOVERY_MS_MAX, async () => {
    const { status } = await book()
    return status === 201
  })

/** @returns bookings a second of a service that is as busy as it can be */
const overload = async (run: Run, world: World, book: Book, { seconds, isTimed }: Sizing): Promise<Load> => {
  const peak = await press(run, book, { clients: ENOUGH, seconds: Math.min(seconds / 2, 60), pauseMs: 0 })
  const pauseMs = (1000 * (MANY - ROOM_IN_GATE)) / (OVERLOAD * peak.goodput)
  const stopProbing = probe(run, world)
  const load = await press(run, book, { clients: MANY, seconds, pauseMs })
  const signs = await stopProbing()
  const recoveryMs = await untilServed(book)
  if (load.shed.count === 0) run.fail('nobody was turned away: that was no overload')
  const shedMs = load.shed.percentile(50)
  if (isTimed && load.goodput < GOODPUT_SHARE_MIN * peak.goodput)
    run.late(`${rounded(load.goodput)} bookings/s were made under overload, ${rounded(peak.goodput)} without`)
  if (isTimed && shedMs > SHED_MS_MAX) run.late(`half were turned away after ${rounded(shedMs)} ms only`)
  run.figure('bookings/s at most', Math.round(peak.goodput))
  run.figure('bookings/s under overload', Math.round(load.goodput))
  run.figure('turned away', load.shed.count)
  run.figure('turned away after ms, p50', rounded(shedMs))
  run.figure('sign of life p99 ms', rounded(signs.percentile(99)))
  run.figure('well again after ms', rounded(recoveryMs))
  return peak
}

const beSlow = async (run: Run, world: World, book: Book, { sockets, isTimed }: Sizing, peak: Load) => {
  const port = Number(new URL(world.apis[0]!.base).port)
  let worstCutMs = 0
  for (const [name, way] of Object.entries(slowWays(await tokenFor('slow', 'admin')))) {
    const slow = new SlowSockets(port, sockets, way)
    run.afterwards(async () => slow.close())
    run.progress(0, 0, name)
    const load = await press(run, book, { clients: ENOUGH, seconds: 5, pauseMs: 50 })
    if (way.isCut && load.made.count === 0) run.fail(`${name}: nobody else was served`)
    // These have asked for something: a load like any other, after which all is well in the same time.
    if (!way.isCut) await untilServed(book)
    if (way.isCut && load.shed.count > 0) run.fail(`${name}: ${load.shed.count} others were turned away`)
    if (isTimed && way.isCut && load.made.percentile(99) > 2 * peak.made.percentile(99))
      run.late(`${name}: others wait ${rounded(load.made.percentile(99))} ms (p99)`)
    if (way.isCut) await until(`${name} is cut`, CUT_MS_MAX, () => slow.open === 0)
    worstCutMs = Math.max(worstCutMs, way.isCut ? slow.lastClosedMs : 0)
    slow.close()
  }
  run.figure('slow ones cut after ms', Math.round(worstCutMs))
}

export const overloaded = scenario<Sizing>({
  id: 'R16',
  title: 'Overload and slow clients',
  promise:
    'Under many times the load that can be borne, whoever cannot be served is told so at once (503 with `Retry-After`), everybody else is served, signs of life are answered, and all is well again at most 5 s later. Connections that send their request byte by byte, or nothing, are cut after 20 s at most and take nobody’s place.',
  sizes: {
    quick: { seconds: 20, sockets: 100, isTimed: false },
    full: { seconds: 600, sockets: 500, isTimed: true },
  },
  describe: ({ seconds, sockets }) => `${seconds} s, 4 × ${sockets} slow`,
  async run(run, sizing) {
    const env = { DATABASE_POOL_MAX: '1', LOG_LEVEL: 'warn' }
    const world = await openWorld(run, { name: 'overload', apis: 1, workers: 0, api: { env } })
    const book = await bookerOf(world)
    const peak = await overload(run, world, book, sizing)
    await beSlow(run, world, book, sizing, peak)
    await world.close()
  },
})
