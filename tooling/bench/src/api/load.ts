import { type Answer, HttpConnection } from './http-connection.ts'

/** A request with what its answer has to be. */
export interface Shot {
  /** Which operation it is, for figures by operation. */
  readonly name: string
  readonly text: string
  readonly status: number
  /** Another status that is right as well. */
  readonly orStatus?: number
  readonly onAnswer?: (answer: Answer) => void
}

export type NextShot = () => Shot

/** What was seen of a run, from the client's side. */
export interface Seen {
  readonly requests: number
  /** Answers with another status than was expected. */
  readonly wrong: number
  readonly firstWrong: string | undefined
  readonly seconds: number
  /** Milliseconds of every request, by operation, in no order. */
  readonly latencies: ReadonlyMap<string, readonly number[]>
}

class Record {
  readonly latencies = new Map<string, number[]>()
  wrong = 0
  firstWrong: string | undefined
  requests = 0

  take(shot: Shot, answer: Answer, ms: number): void {
    this.requests++
    const known = this.latencies.get(shot.name)
    if (known === undefined) this.latencies.set(shot.name, [ms])
    else known.push(ms)
    shot.onAnswer?.(answer)
    if (answer.status === shot.status || answer.status === shot.orStatus) return
    this.wrong++
    this.firstWrong ??= `${shot.name}: ${answer.status} instead of ${shot.status}: ${answer.body.toString().slice(0, 300)}`
  }

  seen(seconds: number): Seen {
    const { requests, wrong, firstWrong, latencies } = this
    return { requests, wrong, firstWrong, seconds, latencies }
  }
}

const openAll = (ports: readonly number[], count: number): Promise<HttpConnection[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => HttpConnection.open(ports[i % ports.length]!)))

/** As many clients as said, each of which sends its next request when it has its answer. */
export async function closedLoop(options: {
  readonly ports: readonly number[]
  readonly clients: number
  readonly ms: number
  readonly next: NextShot
}): Promise<Seen> {
  const connections = await openAll(options.ports, options.clients)
  const record = new Record()
  const startedAt = performance.now()
  const until = startedAt + options.ms
  const client = async (connection: HttpConnection) => {
    for (let now = performance.now(); now < until; ) {
      const shot = options.next()
      const answer = await connection.send(shot.text)
      const after = performance.now()
      record.take(shot, answer, after - now)
      now = after
    }
  }
  try {
    await Promise.all(connections.map(client))
    return record.seen((performance.now() - startedAt) / 1000)
  } finally {
    for (const connection of connections) connection.close()
  }
}

/** How often arrivals that are due are sent, in milliseconds. */
const TICK_MS = 1

/**
 * Requests that come at a rate whether or not earlier ones were answered. Their time counts from when they were due, so
 * that a server that stands still is not let off by clients that wait for it.
 */
export async function openLoop(options: {
  readonly ports: readonly number[]
  readonly connections: number
  readonly perSecond: number
  readonly ms: number
  readonly next: NextShot
}): Promise<Seen> {
  const idle = await openAll(options.ports, options.connections)
  const all = [...idle]
  const record = new Record()
  const total = Math.round((options.perSecond * options.ms) / 1000)
  const startedAt = performance.now()
  const dueAt = (arrival: number) => startedAt + (arrival * 1000) / options.perSecond
  try {
    await new Promise<void>((resolve, reject) => {
      let sent = 0
      const send = async (connection: HttpConnection, due: number) => {
        const shot = options.next()
        record.take(shot, await connection.send(shot.text), performance.now() - due)
        idle.push(connection)
        dispatch()
      }
      const dispatch = () => {
        while (sent < total && idle.length > 0 && dueAt(sent) <= performance.now())
          // In turn: one that is not used for seconds is closed by the server.
          send(idle.shift()!, dueAt(sent++)).catch(reject)
        if (record.requests === total) {
          clearInterval(timer)
          resolve()
        }
      }
      const timer = setInterval(dispatch, TICK_MS)
    })
    return record.seen((performance.now() - startedAt) / 1000)
  } finally {
    for (const connection of all) connection.close()
  }
}

/** @param share 0 to 1 */
export function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
