import { KeyedWriters } from '../keyed-writers.ts'
import { scenario } from '../run.ts'
import { openWorld } from '../world.ts'

const WRITERS = 8

interface Sizing {
  readonly kills: number
}

export const killedApi = scenario<Sizing>({
  id: 'R5',
  title: 'kill -9 of the API while it writes',
  promise:
    'Nothing that was acknowledged is lost, nothing overlaps, no series is half there, and a request without an answer turns out to have been done once or not at all when it is sent again with its key.',
  sizes: { quick: { kills: 10 }, full: { kills: 200 } },
  describe: ({ kills }) => `${kills} kills`,
  async run(run, { kills }) {
    const world = await openWorld(run, { name: 'killed_api' })
    const writers = await KeyedWriters.begin(run, world, WRITERS)
    for (let kill = 0; kill < kills; kill++) {
      await writers.untilAcknowledged(run.random.between(10, 60))
      const victims = run.random.below(4) === 0 ? world.apis : [run.random.pick(world.apis)]
      await Promise.all(victims.map((api) => api.kill()))
      await Promise.all(victims.map((api) => api.start()))
      run.progress(kill + 1, kills)
    }
    await writers.finish()
    await world.close()
  },
})
