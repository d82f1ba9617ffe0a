import { closedLoop, type NextShot, percentile, type Seen } from './load.ts'
import { treeCpuUs } from './process-cpu.ts'

/** A server under test with what it stands on. */
export interface Target {
  /** The server's processes. */
  readonly pids: readonly number[]
  readonly ports: readonly number[]
  /** PostgreSQL's first process; undefined where the server has no database. */
  readonly databasePid: number | undefined
}

/** What a load did to a server. CPU in microseconds a request, latencies in milliseconds. */
export interface Figure {
  readonly perSecond: number
  readonly serverUs: number
  readonly databaseUs: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Everything a run has shown. @throws Error when an answer was not the expected one */
export async function measureTarget(target: Target, run: () => Promise<Seen>): Promise<[Figure, Seen]> {
  const databaseCpu = () => (target.databasePid === undefined ? 0 : treeCpuUs(target.databasePid))
  const serverCpu = () => target.pids.reduce((sum, pid) => sum + treeCpuUs(pid), 0)
  const before = { server: serverCpu(), database: databaseCpu() }
  const seen = await run()
  const serverUs = (serverCpu() - before.server) / seen.requests
  const databaseUs = (databaseCpu() - before.database) / seen.requests
  if (seen.wrong > 0)
    throw new Error(`${seen.wrong} of ${seen.requests} answers were wrong, first ${seen.firstWrong}`)
  const sorted = [...seen.latencies.values()].flat().sort((a, b) => a - b)
  const figure = {
    perSecond: seen.requests / seen.seconds,
    serverUs,
    databaseUs,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: sorted.at(-1) ?? 0,
  }
  return [figure, seen]
}

/** A closed loop of so many clients. */
export async function measureClosed(
  target: Target,
  next: NextShot,
  { clients, ms }: { readonly clients: number; readonly ms: number },
): Promise<Figure> {
  const [figure] = await measureTarget(target, () => closedLoop({ ports: target.ports, clients, ms, next }))
  return figure
}
