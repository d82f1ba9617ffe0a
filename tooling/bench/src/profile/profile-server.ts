import { closedLoop } from '../api/load.ts'
import { type Figure, measureTarget, type Target } from '../api/measure.ts'
import { threadCpuUs, threadWaitUs } from '../api/process-cpu.ts'
import { Rounds } from '../api/rounds.ts'
import type { ServerProcess } from '../api/server-process.ts'
import { fillOurs, type Setting } from '../api/setting.ts'
import { Shots } from '../api/shots.ts'
import { median } from '../cpu-time.ts'
import { clientsOf, type ProfiledName, profiled } from './operation.ts'
import type { OwnCore } from './own-core.ts'
import { type Place, places } from './places.ts'
import { type Source, Sources } from './sources.ts'
import { type FunctionSum, type Profile, sumProfile } from './sum-profile.ts'

/** Where the CPU of a request goes. Microseconds a request. */
export interface OperationProfile {
  readonly name: ProfiledName
  /** Of all threads of the server, and of PostgreSQL, with nobody profiling. */
  readonly serverUs: number
  readonly databaseUs: number
  /** Of the server's threads besides the main one. */
  readonly otherThreadsUs: number
  /** Of the main thread in Node's C++ and in the system, called by the event loop and not by JavaScript. */
  readonly outsideUs: number
  readonly places: readonly { readonly place: Place; readonly us: number }[]
  /** The most expensive first. */
  readonly functions: readonly { readonly name: string; readonly source: Source; readonly us: number }[]
  readonly samples: number
  /** Part of the time that the profiled thread was ready to run in which it had to wait for its core. */
  readonly waited: number
}

const FUNCTIONS = 5

/** What one round has shown of the process that runs as it is shipped, and of the one that is profiled. */
interface Plain extends Figure {
  readonly mainUs: number
}
interface Seen {
  readonly requests: number
  readonly mainUs: number
  readonly waitUs: number
  readonly samples: number
  readonly places: ReadonlyMap<Place, number>
  readonly functions: readonly FunctionSum[]
}

/** Two processes of the API on one database take turns: one runs as it is shipped, the other is profiled. */
export async function profileServer(
  setting: Setting,
  core: OwnCore,
  effort: { readonly rounds: number; readonly ms: number },
  say: (line: string) => void,
): Promise<OperationProfile[]> {
  const url = await setting.newDatabase('profile')
  const shots = new Shots(await fillOurs(url))
  const preload = new URL('./profile/profiled.js', import.meta.url).href
  const plain = await setting.startApi(url)
  const watched = await setting.startApi(url, { NODE_OPTIONS: `--import=${preload}` })
  const target = ({ pid, port }: ServerProcess): Target => ({
    pids: [pid],
    ports: [port],
    databasePid: setting.postgres.pid,
  })
  const load = (process: ServerProcess, name: ProfiledName, ms: number) =>
    measureTarget(target(process), () =>
      closedLoop({ ports: [process.port], clients: clientsOf(name), ms, next: shots.next(name) }),
    )
  say('warming up')
  for (const name of ['create', 'mix'] as const)
    for (const process of [plain, watched]) await load(process, name, 3 * effort.ms)
  for (const { pid } of [plain, watched]) core.give(pid)
  // To hand over a long profile costs time, which is not to be in the next one.
  await watched.ask({ type: 'profile' })

  const measurePlain = async (name: ProfiledName): Promise<Plain> => {
    const before = threadCpuUs(plain.pid)
    const [figure, { requests }] = await load(plain, name, effort.ms)
    return { ...figure, mainUs: (threadCpuUs(plain.pid) - before) / requests }
  }
  const sources = new Sources()
  const measureWatched = async (name: ProfiledName): Promise<Seen> => {
    await watched.ask({ type: 'profile' })
    core.moveSampler(watched.pid)
    const before = { cpu: threadCpuUs(watched.pid), wait: threadWaitUs(watched.pid) }
    const [, { requests }] = await load(watched, name, effort.ms)
    const mainUs = threadCpuUs(watched.pid) - before.cpu
    const waitUs = threadWaitUs(watched.pid) - before.wait
    const profile = (await watched.ask({ type: 'profile' })) as Profile
    return { requests, mainUs, waitUs, ...sumProfile(profile, (frame) => sources.of(frame)) }
  }

  const plains = new Rounds<Plain>()
  const seens = new Rounds<Seen>()
  for (let round = 1; round <= effort.rounds; round++) {
    for (const name of profiled) {
      say(`${name}, round ${round} of ${effort.rounds}`)
      plains.add(name, await measurePlain(name))
      seens.add(name, await measureWatched(name))
    }
  }
  await Promise.all([plain.stop(), watched.stop()])
  return profiled.map((name) => ({ name, ...summed(plains.of(name), seens.of(name)) }))
}

/** Shares from the profiles, of the CPU that the process without a profiler has used. */
function summed(plains: readonly Plain[], seens: readonly Seen[]): Omit<OperationProfile, 'name'> {
  const middle = (read: (figure: Plain) => number) => median(plains.map(read))
  const total = (read: (seen: Seen) => number) => seens.reduce((sum, seen) => sum + read(seen), 0)
  const mainUs = middle((figure) => figure.mainUs)
  const mainTotal = total((seen) => seen.mainUs)
  const seenTotal = places.reduce((sum, place) => sum + total((seen) => seen.places.get(place) ?? 0), 0)
  // The profiler cannot have seen more than there was, but for what the thread has waited for its core.
  const toRequest = mainUs / Math.max(mainTotal, seenTotal)
  const serverUs = middle((figure) => figure.serverUs)
  const functions = new Map<string, FunctionSum>()
  for (const { name, source, us } of seens.flatMap((seen) => seen.functions)) {
    const key = `${name} ${source.file}:${source.line}`
    functions.set(key, { name, source, us: us + (functions.get(key)?.us ?? 0) })
  }
  return {
    serverUs,
    databaseUs: middle((figure) => figure.databaseUs),
    otherThreadsUs: Math.max(0, serverUs - mainUs),
    outsideUs: mainUs - seenTotal * toRequest,
    places: places.map((place) => ({ place, us: total((seen) => seen.places.get(place) ?? 0) * toRequest })),
    functions: [...functions.values()]
      .sort((a, b) => b.us - a.us)
      .slice(0, FUNCTIONS)
      .map((one) => ({ ...one, us: one.us * toRequest })),
    samples: total((seen) => seen.samples),
    waited: total((seen) => seen.waitUs) / total((seen) => seen.mainUs + seen.waitUs),
  }
}
