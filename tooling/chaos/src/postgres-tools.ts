import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'

const majorOf = (text: string): number => Number(/(\d+)(?:\.|\s|$)/.exec(text)?.[1] ?? 0)

/**
 * Why a database of a server cannot be dumped and restored from here; null when it can. The programs of PostgreSQL read
 * servers of their own version and older ones.
 *
 * @param serverVersion such as `18.4`
 */
export const missingTool = (serverVersion: string): string | null => {
  for (const tool of ['pg_dump', 'pg_restore']) {
    const { stdout, error } = spawnSync(tool, ['--version'], { encoding: 'utf8' })
    const found = error === undefined ? majorOf(stdout) : 0
    if (found >= majorOf(serverVersion)) continue
    return `needs a ${tool} of PostgreSQL ${majorOf(serverVersion)} on PATH${found === 0 ? '' : `, where one of ${found} is`}`
  }
  return null
}

/** Runs one of PostgreSQL's programs. @throws Error with what it said when it fails */
export const runTool = async (tool: 'pg_dump' | 'pg_restore', args: readonly string[]): Promise<void> => {
  const child = spawn(tool, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${tool} ended with ${code}: ${said}`)
}
