import { type ChildProcess, spawn } from 'node:child_process'
import { Refusal } from '../refusal.ts'

/** The API or the worker, as it is shipped, in a process of its own. */
export interface Program {
  readonly pid: number
  /** `http://localhost:…`, of a program that listens. */
  readonly address: string | undefined
  /** Rejects when it ends without having been asked to. */
  readonly failed: Promise<never>
  /** SIGTERM, and SIGKILL when that takes too long. */
  stop(): Promise<void>
}

const READY_MS_MAX = 60_000
const STOP_MS_MAX = 25_000
const WORDS_MAX = 2_000

/**
 * Starts a program whose log goes nowhere: it is written, as in daily use, and nobody has to read it. What it
 * complains about on its other stream is told when it ends.
 *
 * @throws Refusal when it does not become ready
 */
export async function startProgram(
  title: string,
  entry: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Program> {
  const child = spawn(process.execPath, [entry], {
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: process.platform !== 'win32',
  })
  let said = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-WORDS_MAX)
  })
  let isStopping = false
  const ended = endOf(child)
  const failed = ended.then((reason): never => {
    if (isStopping) return undefined as never
    throw new Refusal(`The ${title} ended by itself (${reason}).\n${said}`)
  })
  const address = await Promise.race([readiness(child, title), failed])
  const ending = new Promise<never>((_, reject) => failed.catch(reject))
  ending.catch(() => {})
  return {
    pid: child.pid ?? 0,
    address,
    failed: ending,
    async stop() {
      isStopping = true
      const patience = setTimeout(() => child.kill('SIGKILL'), STOP_MS_MAX)
      child.kill('SIGTERM')
      await ended
      clearTimeout(patience)
    },
  }
}

function readiness(child: ChildProcess, title: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL')
      reject(new Refusal(`The ${title} did not become ready within ${READY_MS_MAX / 1000} s.`))
    }, READY_MS_MAX)
    child.once('exit', () => clearTimeout(patience))
    child.on('message', (message: unknown) => {
      if (typeof message !== 'object' || message === null || !('type' in message)) return
      if (message.type !== 'ready') return
      clearTimeout(patience)
      resolve('address' in message ? String(message.address) : undefined)
    })
  })
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(signal ?? `code ${code}`))
  })
}
