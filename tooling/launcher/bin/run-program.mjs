import { spawn } from 'node:child_process'
import os from 'node:os'
import { Refusal } from './refusal.mjs'

const OUTPUT_LINES_MAX = 60
/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end and keeps its output to itself unless it fails.
 * It gets a process group of its own, so that a signal to us can be passed on to all that it has started.
 *
 * @param {string} title what it does, for the failure's sentence
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd: string, env: Record<string, string | undefined> }} options
 * @returns {Promise<void>}
 */
export async function runProgram(title, command, args, { cwd, env }) {
  const isWindows = process.platform === 'win32'
  const child = spawn(command, args, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: !isWindows,
    windowsHide: true,
    shell: isWindows && !command.endsWith('.exe'),
  })
  /** @type {string[]} */
  const output = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(String(chunk)))
  /** @type {NodeJS.Signals | undefined} */
  let stoppedBy
  /** @param {NodeJS.Signals} signal */
  const passOn = (signal) => {
    stoppedBy = signal
    if (child.pid === undefined) return
    try {
      process.kill(isWindows ? child.pid : -child.pid, 'SIGTERM')
    } catch {
      // It has ended already.
    }
  }
  for (const signal of SIGNALS) process.on(signal, passOn)
  const end = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  for (const signal of SIGNALS) process.removeListener(signal, passOn)
  if (stoppedBy !== undefined) process.exit(128 + (os.constants.signals[stoppedBy] ?? 0))
  if (end === 0) return
  const lines = output.join('').trimEnd().split('\n').slice(-OUTPUT_LINES_MAX)
  throw new Refusal(`${title} failed (${end}). The end of its output:\n\n${lines.join('\n')}\n`)
}
