import { scenario } from '../run.ts'
import { runTests } from '../run-tests.ts'

interface Sizing {
  readonly cases: number
}

export const clockChanges = scenario<Sizing>({
  id: 'R13',
  title: 'Changes of the clock in every zone',
  promise:
    'Across every change of the clock from 2024 to 2030, in every zone that the runtime knows, a daily series keeps its time on the clock and its length; what falls into a gap moves forward by it, and what is there twice is the first.',
  sizes: { quick: { cases: 2_000 }, full: { cases: 1_000_000 } },
  describe: ({ cases }) => `at most ${cases.toLocaleString('en-US')} series`,
  async run(run, { cases }) {
    const seed = run.random.below(2 ** 31)
    const complaint = await runTests({
      project: 'core',
      files: ['zone-changes'],
      env: { ZONE_CASES: String(cases), SEED: String(seed) },
    })
    if (complaint !== null) run.fail(`ZONE_CASES=${cases} SEED=${seed}\n${complaint}`)
  },
})
