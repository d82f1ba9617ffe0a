import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

interface Charge {
  readonly pids: { pid: number; signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL' }[]
  readonly folders: string[]
}

const charges = new Set<Charge>()
let watchdog: ChildProcess | undefined

/**
 * Puts processes and folders under guard: if this process dies, however suddenly, a watchdog ends and removes them.
 * @returns a function that lifts the guard, to be called once they are gone
 */
export function guard(charge: Charge): () => void {
  charges.add(charge)
  tell()
  return () => {
    charges.delete(charge)
    tell()
  }
}

function tell(): void {
  watchdog ??= startWatchdog()
  const pids = [...charges].flatMap((charge) => charge.pids)
  const folders = [...charges].flatMap((charge) => charge.folders)
  watchdog.stdin?.write(`${JSON.stringify({ pids, folders })}\n`)
}

function startWatchdog(): ChildProcess {
  const program = fileURLToPath(new URL('./watchdog.mjs', import.meta.url))
  const child = spawn(process.execPath, [program], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  child.unref()
  const { stdin } = child
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref()
  stdin?.on('error', () => {})
  return child
}
