import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'

const READY_MS_MAX = 60_000

export interface ServerProcess {
  readonly pid: number
  /** Port it told with its ready message, 0 if none. */
  readonly port: number
  /** Sends a message, and waits for the next that comes back. */
  ask(message: object): Promise<unknown>
  stop(): Promise<void>
}

/**
 * Starts a Node program that says `{ type: 'ready', address }`. What it logs goes into a file, as it would in service,
 * and costs us nothing.
 *
 * @throws Error with what it wrote when it ends before it is ready
 */
export async function startServer(
  entry: string,
  env: Readonly<Record<string, string | undefined>>,
  logFile: string,
): Promise<ServerProcess> {
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, ...env },
    stdio: ['ignore', log, log, 'ipc'],
  })
  closeSync(log)
  const address = await untilReady(child).catch((error: Error) => {
    child.kill('SIGKILL')
    throw new Error(`${entry}: ${error.message}\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
  })
  return {
    pid: child.pid!,
    port: address === undefined ? 0 : Number(new URL(address).port),
    async ask(message) {
      const answered = once(child, 'message')
      child.send(message)
      return (await answered)[0] as unknown
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function untilReady(child: ChildProcess): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not ready in time')), READY_MS_MAX)
    child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
    child.on('message', (message: { type?: string; address?: string }) => {
      if (message.type !== 'ready') return
      clearTimeout(timer)
      resolve(message.address)
    })
  })
}
