import { KeyedWriters } from '../keyed-writers.ts'
import { rounded } from '../latencies.ts'
import { scenario } from '../run.ts'
import { until } from '../until.ts'
import { openWorld } from '../world.ts'

const WRITERS = 8
const BACK_MS_MAX = 5_000
const WORKER_BACK_MS_MAX = 60_000

interface Sizing {
  readonly kills: number
}

export const killedPostgres = scenario<Sizing>({
  id: 'R7',
  title: 'kill -9 of all of PostgreSQL while it writes',
  promise:
    'As R5; and API processes answer again at most 5 s after PostgreSQL accepts connections, without a restart. The worker works again too.',
  sizes: { quick: { kills: 5 }, full: { kills: 50 } },
  describe: ({ kills }) => `${kills} kills`,
  async run(run, { kills }) {
    const { postgres } = run.servers
    const world = await openWorld(run, { name: 'killed_postgres' })
    const writers = await KeyedWriters.begin(run, world, WRITERS)
    const isReady = async (base: string) =>
      (await world.client.send(base, 'GET', '/health/ready', { msMax: 2_000 })).status === 200
    let slowestMs = 0
    for (let kill = 0; kill < kills; kill++) {
      await writers.untilAcknowledged(run.random.between(10, 60))
      await postgres.kill()
      await postgres.restart()
      const times = await Promise.all(
        world.apis.map(({ base }) => until('an API process is ready', 30_000, () => isReady(base))),
      )
      slowestMs = Math.max(slowestMs, ...times)
      run.progress(kill + 1, kills)
    }
    if (slowestMs > BACK_MS_MAX) run.late(`an API process was ready after ${rounded(slowestMs)} ms only`)
    await writers.untilAcknowledged(WRITERS)
    await writers.finish()
    run.figure('ready again ms', rounded(slowestMs))
    const workerMs = await until('the worker is alive', WORKER_BACK_MS_MAX, async () => {
      const answer = await world.client.send(world.apis[0]!.base, 'GET', '/health')
      const { checks } = answer.body as { checks?: { worker: { status: string } } }
      return checks?.worker.status === 'up'
    })
    run.figure('worker up ms', rounded(workerMs))
    for (const program of [...world.apis, ...world.workers])
      if (!program.isRunning) run.fail('a program has ended because the database was gone')
    await world.close()
  },
})
