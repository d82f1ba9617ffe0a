import { type Figure, measureClosed, type Target } from '../api/measure.ts'
import { Rounds } from '../api/rounds.ts'
import { fillOurs, type Setting } from '../api/setting.ts'
import { Shots } from '../api/shots.ts'
import { median } from '../cpu-time.ts'

/** What one process of the API reaches with so many connections to PostgreSQL. */
export interface PoolFigure {
  readonly connections: number
  readonly mix: PoolLoad
  readonly create: PoolLoad
}

export interface PoolLoad {
  readonly perSecond: number
  /** Milliseconds. */
  readonly p50: number
  readonly p99: number
  /** CPU microseconds a request, of the API and of PostgreSQL together. */
  readonly cpuUs: number
}

export interface PoolFigures {
  readonly clients: number
  readonly rounds: number
  readonly rows: readonly PoolFigure[]
}

const SIZES = [2, 4, 6, 8, 10, 16, 25]
const CLIENTS = 64
const loads = ['mix', 'create'] as const

/** The same load on processes that differ in their pool alone, in turn, round by round. */
export async function measurePools(
  setting: Setting,
  { rounds, ms }: { readonly rounds: number; readonly ms: number },
  say: (line: string) => void,
): Promise<PoolFigures> {
  const url = await setting.newDatabase('pools')
  const shots = new Shots(await fillOurs(url))
  const targets = new Map<number, Target>()
  for (const size of SIZES) {
    const { pid, port } = await setting.startApi(url, { DATABASE_POOL_MAX: String(size) })
    targets.set(size, { pids: [pid], ports: [port], databasePid: setting.postgres.pid })
  }
  const figures = new Rounds<Figure>()
  for (let round = 0; round <= rounds; round++) {
    say(round === 0 ? 'pools, warming up' : `pools, round ${round} of ${rounds}`)
    for (const load of [...loads].reverse())
      for (const [size, target] of targets) {
        const figure = await measureClosed(target, shots.next(load), { clients: CLIENTS, ms })
        if (round > 0) figures.add(`${size} ${load}`, figure)
      }
  }
  const loadOf = (size: number, load: (typeof loads)[number]): PoolLoad => {
    const middle = (read: (figure: Figure) => number) => median(figures.of(`${size} ${load}`).map(read))
    return {
      perSecond: middle(({ perSecond }) => perSecond),
      p50: middle(({ p50 }) => p50),
      p99: middle(({ p99 }) => p99),
      cpuUs: middle(({ serverUs, databaseUs }) => serverUs + databaseUs),
    }
  }
  const rows = SIZES.map((connections) => ({
    connections,
    mix: loadOf(connections, 'mix'),
    create: loadOf(connections, 'create'),
  }))
  return { clients: CLIENTS, rounds, rows }
}
