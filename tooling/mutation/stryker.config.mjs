import { fileURLToPath } from 'node:url'
import { coreSources } from './src/core-sources.mjs'

/** @param {string} name of a file beside this one */
const here = (name) => fileURLToPath(new URL(name, import.meta.url))

/**
 * Runs in packages/core, started by `bin/mutation.mjs`.
 *
 * @type {import('@stryker-mutator/api/core').PartialStrykerOptions}
 */
export default {
  mutate: coreSources,
  plugins: ['@stryker-mutator/vitest-runner', here('src/sample-checker.mjs')],
  testRunner: 'vitest',
  vitest: { configFile: here('vitest.config.ts'), related: false },
  coverageAnalysis: 'perTest',
  checkers: ['sample'],
  concurrency: 2,
  // A mutant that loops is stopped by the count of its hits, whatever the machine. The time is for what the count does
  // not see, and ample: on a busy machine a short one would call slow what a test does not notice.
  timeoutMS: 20_000,
  timeoutFactor: 5,
  dryRunTimeoutMinutes: 30,
  reporters: ['json', 'clear-text', 'progress-append-only'],
  jsonReporter: { fileName: 'reports/mutation/mutation.json' },
  clearTextReporter: { logTests: false, allowColor: false, reportTests: false },
}
