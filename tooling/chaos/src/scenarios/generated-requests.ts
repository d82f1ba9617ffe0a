import { scenario } from '../run.ts'
import { runTests } from '../run-tests.ts'

interface Sizing {
  readonly requests: number
}

export const generatedRequests = scenario<Sizing>({
  id: 'R10',
  title: 'Requests made from the API’s own description',
  promise:
    'Whatever is sent, valid, damaged or out of turn, to any operation by anybody: no unhandled 500, no status that is not documented, and every answer as its schema says.',
  sizes: { quick: { requests: 10_000 }, full: { requests: 100_000 } },
  describe: ({ requests }) => `${requests.toLocaleString('en-US')} requests`,
  async run(run, { requests }) {
    const begun = performance.now()
    const complaint = await runTests({
      project: 'api',
      files: ['generated-requests'],
      env: { CONTRACT_REQUESTS: String(requests), SEED: String(run.random.below(2 ** 31)) },
    })
    if (complaint !== null) run.fail(complaint)
    run.figure('requests', requests)
    run.figure('requests/s', Math.round(requests / ((performance.now() - begun) / 1000)))
  },
})
