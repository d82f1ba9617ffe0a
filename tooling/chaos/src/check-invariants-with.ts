import { fileURLToPath } from 'node:url'
import { spawnProcess } from '@booking/testkit/servers'

const command = fileURLToPath(
  new URL('../../../packages/storage/dist/invariants-command.js', import.meta.url),
)

/**
 * Checks the invariants with another Node than this one.
 *
 * @param history a file
 * @returns what the checks said when one of them found something; null when all hold
 */
export const checkInvariantsWith = async (
  node: string,
  databaseUrl: string,
  history: string,
): Promise<string | null> => {
  const checks = await spawnProcess({
    node,
    entry: command,
    args: ['--database', databaseUrl, '--history', history],
    env: { NO_COLOR: '1' },
    ready: 'at once',
  })
  const { code } = await checks.ended
  return code === 0 ? null : checks.output()
}
