import { setTimeout as delay } from 'node:timers/promises'

const TICK_MS = 10
/** More that wait than this, and the service has been left behind: it is told, not hidden. */
const UNDER_WAY_MAX = 2_000

/** How work that was begun at a rate has gone. */
export interface OpenLoop {
  readonly begun: number
  /** The work could not be begun at its rate any more. */
  readonly isLeftBehind: boolean
}

/**
 * Begins work at a rate, however long each piece of it takes, as people do who do not know of each other.
 *
 * @param perSecond pieces of work a second
 * @param untilMs when no more is begun; milliseconds since the epoch
 * @param work is told when it was due, by `performance.now()`
 * @returns when all of it is done
 */
export const beginAtRate = async (
  perSecond: number,
  untilMs: number,
  work: (number: number, dueMs: number) => Promise<void>,
): Promise<OpenLoop> => {
  const underWay = new Set<Promise<void>>()
  const startedMs = performance.now()
  let begun = 0
  let isLeftBehind = false
  for (; Date.now() < untilMs && !isLeftBehind; await delay(TICK_MS)) {
    for (const due = ((performance.now() - startedMs) / 1000) * perSecond; begun < due; begun++) {
      const piece: Promise<void> = work(begun, startedMs + (begun / perSecond) * 1000).finally(() =>
        underWay.delete(piece),
      )
      underWay.add(piece)
    }
    isLeftBehind = underWay.size > UNDER_WAY_MAX
  }
  await Promise.all(underWay)
  return { begun, isLeftBehind }
}
