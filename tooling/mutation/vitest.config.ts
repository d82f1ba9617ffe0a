import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import type { TestSpecification } from 'vitest/node'
import { BaseSequencer } from 'vitest/node'
import { coreSources } from './src/core-sources.mjs'

/** Examples first: they kill most mutants in a moment, and the properties need not run then. */
class ExamplesFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (moduleId.endsWith('.prop.test.ts') ? 1 : 0)
    return files.toSorted((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

/**
 * The tests of the core alone, in the folder where this runs: no database, no Redis, and properties with a fixed seed,
 * so that a mutant is killed or survives for a reason that repeats.
 */
export default defineConfig({
  test: {
    include: ['src/**/*.test.ts'],
    exclude: [
      // Reads the text of the sources, which Stryker changes.
      'src/examples.test.ts',
      // Take minutes where every step is counted.
      'src/hostile*.test.ts',
      'src/series-conflict-budget.test.ts',
      // Counts the blocks of code that run, of which Stryker makes others.
      'src/uncharged-loops.test.ts',
      // Needs modules that nobody has loaded before.
      'src/zone-native.test.ts',
    ],
    // A process of its own does not see the mutant.
    testNamePattern: /^(?!.*does not depend on the time zone of the process)/,
    setupFiles: [fileURLToPath(new URL('src/fixed-seed.ts', import.meta.url))],
    sequence: { sequencer: ExamplesFirst },
    isolate: false,
    // Code that counts what it does is slow.
    testTimeout: 60_000,
    coverage: {
      provider: 'v8',
      include: coreSources.filter((glob) => !glob.startsWith('!')),
      exclude: coreSources.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)),
      reporter: ['json-summary'],
    },
  },
})
