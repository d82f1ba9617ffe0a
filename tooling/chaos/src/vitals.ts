import { setTimeout as delay } from 'node:timers/promises'
import type { Program } from './program.ts'
import type { World } from './world.ts'

/** What a system holds while nobody asks anything of it. */
export interface Vitals {
  /** Of each program, after a collection of garbage. */
  readonly programs: readonly { readonly heapBytes: number; readonly handles: number }[]
  /** Sessions of the programs in the database. */
  readonly sessions: number
  /** Locks that they hold, or wait for. */
  readonly locks: number
}

const TOLD_MS_MAX = 10_000
const LOOK_MS = 1_000
/** So often the same, and it is taken for at rest: longer than an idle connection is kept, which is 5 s. */
const SAME_LOOKS = 8
const LOOKS_MAX = 40

/** Reads what the programs of a world hold; they are started with the preload `vitals`. */
export const vitalsReader = (
  world: World,
): { read: () => Promise<Vitals>; atRest: () => Promise<Vitals> } => {
  const programs = [...world.apis, ...world.workers]
  let times = 0
  const read = async (): Promise<Vitals> => {
    times++
    const told = await Promise.all(programs.map((program) => askProgram(program, times)))
    return { programs: told, ...(await askDatabase(world)) }
  }
  const atRest = async (): Promise<Vitals> => {
    let last = await read()
    for (let look = 0, same = 1; look < LOOKS_MAX && same < SAME_LOOKS; look++) {
      await delay(LOOK_MS)
      const now = await read()
      same = shapeOf(now) === shapeOf(last) ? same + 1 : 1
      last = now
    }
    return last
  }
  return { read, atRest }
}

const shapeOf = ({ programs, sessions, locks }: Vitals): string =>
  [...programs.map(({ handles }) => handles), sessions, locks].join(' ')

const askProgram = async (program: Program, time: number): Promise<Vitals['programs'][number]> => {
  program.signal('SIGUSR2')
  const [, json] = await program.untilOutput(new RegExp(`^vitals ${time} (.+)$`, 'm'), TOLD_MS_MAX)
  return JSON.parse(json!) as Vitals['programs'][number]
}

const askDatabase = async ({ database: { sql } }: World): Promise<Pick<Vitals, 'sessions' | 'locks'>> => {
  const [row] = await sql<{ sessions: number; locks: number }[]>`
    SELECT count(DISTINCT activity.pid)::int AS sessions, count(locks.pid)::int AS locks
    FROM pg_stat_activity AS activity LEFT JOIN pg_locks AS locks ON locks.pid = activity.pid
    WHERE datname = current_database() AND application_name IN ('booking api', 'booking worker')`
  return row!
}
