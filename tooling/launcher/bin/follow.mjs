import { spawn } from 'node:child_process'

/**
 * Runs a program of ours in this terminal and waits for its end.
 * @param {readonly string[]} args for Node.js
 * @param {{ cwd?: string, env: Record<string, string | undefined>, codeWhenKilled: number }} options
 * @returns {Promise<number>} its exit code, or `codeWhenKilled` where a signal ended it
 */
export function follow(args, { codeWhenKilled, ...options }) {
  const child = spawn(process.execPath, args, { ...options, stdio: 'inherit' })
  // A Ctrl-C reaches the child by itself; it finishes what it has to, and we wait for that.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? codeWhenKilled))
  })
}
