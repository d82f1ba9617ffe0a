import { scenario } from '../run.ts'
import { runTests } from '../run-tests.ts'

const FREQUENCIES = 7

interface Sizing {
  /** Of each frequency. */
  readonly rules: number
}

export const expansion = scenario<Sizing>({
  id: 'R12',
  title: 'Rules against a literal reading of RFC 5545',
  promise:
    'A rule expands as a walk over all days that takes RFC 5545 by the letter, asked in every way there is: windows, next, previous, and counts.',
  sizes: { quick: { rules: 360 }, full: { rules: 70_000 } },
  describe: ({ rules }) => `${(rules * FREQUENCIES).toLocaleString('en-US')} rules`,
  async run(run, { rules }) {
    const seed = run.random.below(2 ** 31)
    const complaint = await runTests({
      project: 'core',
      files: ['rule-expansion.prop'],
      env: { RULES: String(rules), PROPERTY_SEED: String(seed) },
    })
    if (complaint !== null) run.fail(`RULES=${rules} PROPERTY_SEED=${seed}\n${complaint}`)
  },
})
