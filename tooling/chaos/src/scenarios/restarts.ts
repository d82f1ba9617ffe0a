import { setTimeout as delay } from 'node:timers/promises'
import { KeyedWriters } from '../keyed-writers.ts'
import type { Program } from '../program.ts'
import { scenario } from '../run.ts'
import { until } from '../until.ts'
import { openWorld, type World } from '../world.ts'

const WRITERS = 8
const PROBE_EVERY_MS = 100
const PROBE_MS_MAX = 1_000
const READY_MS_MAX = 10_000

interface Sizing {
  readonly restarts: number
}

/** Sends to the processes that say they are ready, as a balancer does, and asks them every so often. */
const balance = (world: World) => {
  const ready = new Set<Program>(world.apis)
  let isOver = false
  const asking = Promise.all(
    world.apis.map(async (api) => {
      while (!isOver) {
        const { status } = await world.client.send(api.base, 'GET', '/health/ready', { msMax: PROBE_MS_MAX })
        if (status === 200) ready.add(api)
        else ready.delete(api)
        await delay(PROBE_EVERY_MS)
      }
    }),
  )
  return {
    choose: (turn: number): Program => {
      const choice = [...ready]
      return choice[turn % choice.length] ?? world.apis[0]!
    },
    untilReady: (api: Program) => until('a process is ready', READY_MS_MAX, () => ready.has(api)),
    async stop() {
      isOver = true
      await asking
    },
  }
}

export const restarts = scenario<Sizing>({
  id: 'R17',
  title: 'SIGTERM under load',
  promise:
    'A process that is asked to stop says so at once (`/health/ready` is 503), goes on answering for a second, and ends with 0: behind a balancer that asks every 100 ms no request is cut off or turned away.',
  sizes: { quick: { restarts: 5 }, full: { restarts: 100 } },
  describe: ({ restarts }) => `${restarts} restarts`,
  async run(run, { restarts }) {
    const world = await openWorld(run, { name: 'restarts' })
    const balancer = balance(world)
    const writers = await KeyedWriters.begin(run, world, WRITERS, { choose: balancer.choose })
    for (let restart = 0; restart < restarts; restart++) {
      await writers.untilAcknowledged(run.random.between(10, 60))
      const victim = run.random.pick(world.apis)
      const end = await victim.terminate()
      if (end?.code !== 0) run.fail(`a process ended with ${end?.signal ?? end?.code}`)
      await victim.start()
      await balancer.untilReady(victim)
      run.progress(restart + 1, restarts)
    }
    await writers.finish()
    // Refused at the door is not cut off: the client knows that nothing was done.
    const cut = [...world.client.losses].filter(([reason]) => reason !== 'ECONNREFUSED')
    if (cut.length > 0) run.fail(`requests were cut off: ${cut.map((entry) => entry.join(' ')).join(', ')}`)
    await world.close()
  },
})
