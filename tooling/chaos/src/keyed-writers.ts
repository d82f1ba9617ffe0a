import { setTimeout as delay } from 'node:timers/promises'
import type { Answer } from './client.ts'
import type { Program } from './program.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'
import type { World } from './world.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** Singles take the first half of a day and series the second, so that no writer is in its own way. */
const HALF_DAY_HOURS = 12
const DAYS = 600
const SERIES_DAYS = 8
const BACKOFF_MS_MAX = 60
const SETTLE_MS_MAX = 30_000

interface Write {
  readonly method: 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: object
  /** Of the booking that it changes. */
  readonly id?: string
}

export interface WriterOptions {
  /** The process for a request; default: by turns, whether they run or not. */
  readonly choose?: (turn: number) => Program
  /** After it a key without an outcome never gets one; default 30,000 ms. */
  readonly settleMsMax?: number
}

/** What one writer knows of its resource. */
interface Lane {
  readonly resourceId: string
  readonly random: Random
  readonly name: string
  singles: number
  series: number
  keys: number
  readonly live: string[]
}

/**
 * People who book, change and cancel, each on a resource of their own and every request with a key. Where an answer
 * does not come they ask again with the same key, at the other process, until they know.
 */
export class KeyedWriters {
  /** Answers that said it is done. */
  acknowledged = 0
  /** Requests that got no answer. */
  unknown = 0
  /** Keys with an unknown outcome that turned out to have been done, and not to have been. */
  wereDone = 0
  wereNotDone = 0
  /** Answers that said to come back later (503, or 409 of a twin still running). */
  refused = 0
  /** Connections that were refused. */
  turnedAway = 0
  readonly #run: Run
  readonly #world: World
  readonly #choose: (turn: number) => Program
  readonly #settleMsMax: number
  readonly #waiting = new Set<() => void>()
  #working: Promise<unknown> = Promise.resolve()
  #isOver = false
  #isAbandoned = false

  private constructor(run: Run, world: World, { choose, settleMsMax }: WriterOptions) {
    this.#run = run
    this.#world = world
    this.#choose = choose ?? ((turn) => world.apis[turn % world.apis.length]!)
    this.#settleMsMax = settleMsMax ?? SETTLE_MS_MAX
  }

  /** @param count how many write at once */
  static async begin(
    run: Run,
    world: World,
    count: number,
    options: WriterOptions = {},
  ): Promise<KeyedWriters> {
    const lanes: Lane[] = []
    for (let at = 0; at < count; at++)
      lanes.push({
        resourceId: await world.newResource(`Writer ${at}`),
        random: run.random.fork(`writer ${at}`),
        name: `writer-${at}`,
        singles: 0,
        series: 0,
        keys: 0,
        live: [],
      })
    const writers = new KeyedWriters(run, world, options)
    writers.#working = Promise.all(lanes.map((lane) => writers.#work(lane)))
    run.afterwards(async () => {
      writers.#isOver = true
      writers.#isAbandoned = true
    })
    return writers
  }

  /** Resolves when so many more were acknowledged. */
  untilAcknowledged(more: number): Promise<void> {
    const goal = this.acknowledged + more
    return new Promise((resolve) => {
      const look = () => {
        if (this.acknowledged < goal) return
        this.#waiting.delete(look)
        resolve()
      }
      this.#waiting.add(look)
      look()
    })
  }

  /** Every key that was sent has its outcome when this returns. */
  async finish(): Promise<void> {
    this.#isOver = true
    await this.#working
    this.#run.figure('acknowledged', this.acknowledged)
    this.#run.figure('without an answer', this.unknown)
    if (this.unknown > 0)
      this.#run.figure('keys that were done / not done', `${this.wereDone} / ${this.wereNotDone}`)
    if (this.turnedAway > 0) this.#run.figure('turned away', this.turnedAway)
    if (this.refused > 0) this.#run.figure('asked to come back', this.refused)
  }

  async #work(lane: Lane): Promise<void> {
    while (!this.#isOver) {
      const write = nextWrite(lane)
      const answer = await this.#settle(lane, write)
      if (answer === null) return
      if (write.method === 'POST') lane.live.push(answer.body.id)
      if (write.method === 'DELETE') lane.live.splice(lane.live.indexOf(write.id!), 1)
    }
  }

  /** Asks until there is an outcome; null, with a broken promise told, when it is a wrong one or none. */
  async #settle(lane: Lane, { method, path, body }: Write): Promise<Answer | null> {
    const key = `${lane.name}-${++lane.keys}`
    const deadline = Date.now() + this.#settleMsMax
    let wasUnknown = false
    for (let turn = lane.random.below(2); ; turn++) {
      if (this.#isAbandoned) return null
      const { base } = this.#choose(turn)
      const answer = await this.#world.client.send(base, method, path, { body, key })
      if (answer.status >= 200 && answer.status < 300) {
        this.#acknowledge(answer, wasUnknown)
        return answer
      }
      if (answer.lost === 'ECONNREFUSED') this.turnedAway++
      else if (answer.lost !== undefined) {
        wasUnknown = true
        this.unknown++
      } else if (isLater(answer)) this.refused++
      else {
        this.#run.fail(`${method} ${path}, ${key}: ${answer.status} ${JSON.stringify(answer.body)}`)
        return null
      }
      if (Date.now() > deadline) {
        this.#run.fail(`${key} had no outcome after ${this.#settleMsMax} ms`)
        return null
      }
      await delay(lane.random.between(1, BACKOFF_MS_MAX))
    }
  }

  #acknowledge(answer: Answer, wasUnknown: boolean): void {
    this.acknowledged++
    if (wasUnknown && answer.headers['idempotency-replayed'] === 'true') this.wereDone++
    else if (wasUnknown) this.wereNotDone++
    for (const look of [...this.#waiting]) look()
  }
}

const isLater = ({ status, body }: Answer): boolean =>
  status === 503 || (status === 409 && body.code === 'idempotency_in_progress')

const nextWrite = (lane: Lane): Write => {
  const { random, live } = lane
  const chance = random.next()
  if (live.length > 3 && chance < 0.15) {
    const id = random.pick(live)
    return { method: 'DELETE', path: `/bookings/${id}`, id }
  }
  if (live.length > 3 && chance < 0.3) {
    const id = random.pick(live)
    return { method: 'PATCH', path: `/bookings/${id}`, body: { title: `Renamed ${lane.keys}` }, id }
  }
  return chance < 0.5 ? seriesOf(lane) : singleOf(lane)
}

const firstDay = (): number => (Math.floor(Date.now() / DAY_MS) + 10) * DAY_MS

const hourAt = (day: number, hour: number) => {
  const start = firstDay() + day * DAY_MS + hour * HOUR_MS
  return { startTime: new Date(start).toISOString(), endTime: new Date(start + HOUR_MS).toISOString() }
}

const singleOf = (lane: Lane): Write => {
  const at = lane.singles++
  const hour = Math.floor(at / DAYS) % HALF_DAY_HOURS
  const body = { resourceId: lane.resourceId, title: `Single ${at}`, ...hourAt(at % DAYS, hour) }
  return { method: 'POST', path: '/bookings', body }
}

const seriesOf = (lane: Lane): Write => {
  const at = lane.series++
  const rows = Math.floor(DAYS / SERIES_DAYS)
  const hour = HALF_DAY_HOURS + (Math.floor(at / rows) % HALF_DAY_HOURS)
  const body = {
    resourceId: lane.resourceId,
    title: `Series ${at}`,
    ...hourAt((at % rows) * SERIES_DAYS, hour),
    recurrenceRule: `FREQ=DAILY;COUNT=${SERIES_DAYS}`,
  }
  return { method: 'POST', path: '/bookings/recurring', body }
}
