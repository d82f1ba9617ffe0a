import { setTimeout as delay } from 'node:timers/promises'
import type { TcpProxy } from '@booking/testkit/servers'
import { KeyedWriters } from '../keyed-writers.ts'
import { rounded } from '../latencies.ts'
import { type Run, scenario } from '../run.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'

const WRITERS = 8
const DEADLINE_MS = 5_000
/** What an answer may take past the deadline: the machine does other things too. */
const DEADLINE_SLACK_MS = 1_000
const BACK_MS_MAX = 10_000
const POOL_MAX = 5

interface Sizing {
  readonly seconds: number
}

const faults: Readonly<Record<string, (proxy: TcpProxy) => void>> = {
  'latency of 200 ms': (proxy) => proxy.setFault({ kind: 'latency', ms: 200 }),
  reset: (proxy) => proxy.reset(),
  'half-open connections': (proxy) => proxy.halfOpen(),
  'slices of 7 bytes': (proxy) => proxy.setFault({ kind: 'slice', bytes: 7 }),
  'a bandwidth of 20 kB/s': (proxy) => proxy.setFault({ kind: 'bandwidth', bytesPerSecond: 20_000 }),
  freeze: (proxy) => proxy.setFault({ kind: 'freeze' }),
}

const sessions = async ({ database: { sql } }: World): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'booking api'`
  return row!.count
}

/** @returns milliseconds from the end of the fault until every writer was served again */
const strike = async (run: Run, world: World, writers: KeyedWriters, name: string, seconds: number) => {
  const proxy = world.proxy!
  faults[name]!(proxy)
  await delay(seconds * 1000)
  proxy.setFault({ kind: 'none' })
  const goal = writers.acknowledged + WRITERS
  const backMs = await until(
    `writes go on after ${name}`,
    2 * BACK_MS_MAX,
    () => writers.acknowledged >= goal,
  )
  if (backMs > BACK_MS_MAX) run.late(`${name}: writes went on after ${rounded(backMs)} ms only`)
  const open = await sessions(world)
  if (open > POOL_MAX * world.apis.length) run.fail(`${name}: ${open} sessions are open`)
  return backMs
}

export const databaseFaults = scenario<Sizing>({
  id: 'R8',
  title: 'A bad link between API and PostgreSQL',
  promise:
    'Under latency, resets, half-open connections, slicing, little bandwidth and a freeze no request takes longer than its deadline, no connection is lost to the pool, nothing acknowledged is lost, and writes go on at most 10 s after the link is well.',
  sizes: { quick: { seconds: 5 }, full: { seconds: 60 } },
  describe: ({ seconds }) => `${Object.keys(faults).length} faults × ${seconds} s`,
  async run(run, { seconds }) {
    const env = { REQUEST_DEADLINE: String(DEADLINE_MS), DATABASE_POOL_MAX: String(POOL_MAX) }
    const world = await openWorld(run, { name: 'database_faults', isProxied: true, api: { env } })
    const settleMsMax = (seconds + 30) * 1000
    const writers = await KeyedWriters.begin(run, world, WRITERS, { settleMsMax })
    let slowestBackMs = 0
    for (const [at, name] of Object.keys(faults).entries()) {
      await writers.untilAcknowledged(WRITERS)
      slowestBackMs = Math.max(slowestBackMs, await strike(run, world, writers, name, seconds))
      run.progress(at + 1, Object.keys(faults).length, name)
    }
    await writers.finish()
    const { slowestMs } = world.client
    if (slowestMs > DEADLINE_MS + DEADLINE_SLACK_MS) run.late(`a request took ${rounded(slowestMs)} ms`)
    run.figure('slowest answer ms', rounded(slowestMs))
    run.figure('back after ms', rounded(slowestBackMs))
    await world.close()
  },
})
