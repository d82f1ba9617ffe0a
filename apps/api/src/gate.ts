import { Problem } from './problem.ts'

/** Work let through at once for each connection of the pool: reads share connections, writes wait briefly. */
const WORK_PER_CONNECTION = 4
/** Work that may wait for each connection of the pool. */
const WAITING_PER_CONNECTION = 64
/** Who has waited longer than this is turned away when the turn comes: the client has most likely gone. */
const WAIT_MS = 2_000

export interface GateFigures {
  /** Connections of the pool. */
  readonly connectionsMax: number
  /** Work that is let through at once. */
  readonly limit: number
  readonly running: number
  readonly waiting: number
  /** Work turned away since the start. */
  readonly shed: number
}

/** What stands in front of the pool: a bounded amount of work goes through, a bounded amount waits. */
export interface Gate {
  /** Does `work` when it is its turn. @throws Problem overloaded; the work was not begun */
  readonly run: <Result>(work: () => Promise<Result>) => Promise<Result>
  /** @throws Problem overloaded when whoever comes now would be turned away */
  readonly assertRoom: () => void
  readonly figures: () => GateFigures
}

const overloaded = () => new Problem('overloaded', { headers: { 'Retry-After': '1' } })

interface Waiter {
  readonly sinceMs: number
  readonly admit: () => void
  readonly refuse: (problem: Problem) => void
}

/**
 * The driver queues without a bound and in silence, so that an overload would become ever longer waits and memory.
 * Here work beyond what the pool can take waits in order, and beyond what can be done in time is refused at once.
 *
 * @param options.clock milliseconds, of any beginning
 */
export const createGate = (options: {
  readonly connectionsMax: number
  readonly clock: () => number
}): Gate => {
  const { connectionsMax, clock } = options
  const limit = connectionsMax * WORK_PER_CONNECTION
  const waitingMax = connectionsMax * WAITING_PER_CONNECTION
  const waiters = new Set<Waiter>()
  let running = 0
  let shed = 0

  const assertRoom = () => {
    if (waiters.size < waitingMax) return
    shed++
    throw overloaded()
  }

  const enter = (): Promise<void> | undefined => {
    if (running < limit) {
      running++
      return undefined
    }
    assertRoom()
    return new Promise((admit, refuse) => waiters.add({ sinceMs: clock(), admit, refuse }))
  }

  /** Hands the place to whoever has waited longest, though not too long. */
  const leave = () => {
    const nowMs = clock()
    for (const waiter of waiters) {
      waiters.delete(waiter)
      if (nowMs - waiter.sinceMs <= WAIT_MS) return waiter.admit()
      shed++
      waiter.refuse(overloaded())
    }
    running--
  }

  return {
    async run(work) {
      const turn = enter()
      if (turn !== undefined) await turn
      try {
        return await work()
      } finally {
        leave()
      }
    },
    assertRoom,
    figures: () => ({ connectionsMax, limit, running, waiting: waiters.size, shed }),
  }
}
