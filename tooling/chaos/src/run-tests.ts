import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { spawnProcess } from '@booking/testkit/servers'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g')
const SHOWN_LINES = 60

export interface TestsToRun {
  /** Name of the Vitest project, which is the folder of the package. */
  readonly project: string
  /** Parts of file names. */
  readonly files: readonly string[]
  /** How much, and from which seed: names that the files read. */
  readonly env: Readonly<Record<string, string>>
}

/**
 * Runs test files of the repository, in a size that is too large for `npm test`.
 *
 * @returns what Vitest said when a test failed, in its last lines; null when all have passed
 */
export const runTests = async ({ project, files, env }: TestsToRun): Promise<string | null> => {
  const tests = await spawnProcess({
    entry: vitest,
    args: ['run', '--project', project, '--reporter=dot', ...files],
    cwd: root,
    env: { ...env, NO_COLOR: '1' },
    ready: 'at once',
  })
  const { code } = await tests.ended
  if (code === 0) return null
  return tests.output().replace(COLOURS, '').trimEnd().split('\n').slice(-SHOWN_LINES).join('\n')
}
