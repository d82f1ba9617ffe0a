import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)

/**
 * Runs the program of a package this one depends on, with our output, to its end.
 *
 * @param {string} dependency the package
 * @param {string} program path in the package
 * @param {string[]} args
 * @param {{ folder: string, env?: Record<string, string> }} where it runs, and what it finds beside our environment
 * @returns {Promise<number>} its exit code
 */
export function runNode(dependency, program, args, { folder, env = {} }) {
  const file = path.join(path.dirname(require.resolve(`${dependency}/package.json`)), program)
  const child = spawn(process.execPath, [file, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  // A Ctrl-C reaches the child by itself; it tidies up, and we wait for that.
  process.on('SIGINT', () => {})
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
