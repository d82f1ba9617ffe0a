import type { Database } from './database.ts'

/** How often a process looks at the database's clock. */
const CHECK_EVERY_MS = 5_000

/** What a look at the database's clock told, all in milliseconds since the epoch. */
export interface ClockReading {
  /** This process' clock before the question was sent, and after the answer came. */
  readonly beforeMs: number
  readonly afterMs: number
  /** The database's clock at some moment between the two. */
  readonly databaseMs: number
}

/** Both clocks are read in whole milliseconds. */
const GRAIN_MS = 1

/**
 * How far the database's clock is ahead of this process', in milliseconds, in the light of a reading. One reading only
 * says between what two values that is, so what was believed before stays as long as it can be true: clocks that agree
 * are never corrected by the time that questions take.
 */
export const correctedAhead = (aheadMs: number, { beforeMs, databaseMs, afterMs }: ClockReading): number =>
  Math.min(Math.max(aheadMs, databaseMs - afterMs - GRAIN_MS), databaseMs - beforeMs + GRAIN_MS)

/** The time by the database's clock. */
export interface DatabaseClock {
  /** Milliseconds since the epoch, without asking the database. */
  readonly now: () => number
  /** Looks at the database's clock. @throws what the driver throws */
  readonly check: () => Promise<void>
  /** Ends the looks that are made by itself. */
  readonly stop: () => void
}

/**
 * A clock that goes as the database's does, so that what several processes write, and what they take for due or
 * expired, has one measure however wrong the clocks of their machines are. It looks at once and then every 5 s; until
 * it has seen the database it goes by this process' own.
 *
 * @param options.own this process' clock, in milliseconds since the epoch
 */
export const followDatabaseClock = async (
  { sql }: Pick<Database, 'sql'>,
  { own = Date.now, everyMs = CHECK_EVERY_MS }: { own?: () => number; everyMs?: number } = {},
): Promise<DatabaseClock> => {
  let aheadMs = 0
  const check = async () => {
    const beforeMs = own()
    const [row] = await sql<{ ms: number }[]>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS ms`
    aheadMs = correctedAhead(aheadMs, { beforeMs, databaseMs: row!.ms, afterMs: own() })
  }
  // A database that is away is no reason to stop: the clock goes on as it went.
  const checkQuietly = () => check().catch(() => {})
  await checkQuietly()
  let isAsking = false
  const timer = setInterval(async () => {
    if (isAsking) return
    isAsking = true
    await checkQuietly()
    isAsking = false
  }, everyMs)
  timer.unref()
  return { now: () => Math.floor(own() + aheadMs), check, stop: () => clearInterval(timer) }
}
