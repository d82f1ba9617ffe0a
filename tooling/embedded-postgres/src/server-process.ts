import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import type { ClusterHome } from './cluster-home.ts'
import { EmbeddedPostgresError } from './errors.ts'
import { readPostmasterFile, removeStalePostmasterFile, servesCluster } from './postmaster-file.ts'
import { spawnIdentity } from './server-account.ts'
import { serverEnvironment } from './server-environment.ts'
import { openServerLog } from './server-log.ts'
import type { Settings } from './settings.ts'

const POLL_MS = 20
/** A fast shutdown waits for a checkpoint; after this long it is replaced by an immediate one, which loses nothing. */
const FAST_SHUTDOWN_MS_MAX = 20_000
const IMMEDIATE_SHUTDOWN_MS_MAX = 5_000

/** One attempt to start: the server's process number, or why it ended. */
export type Attempt = { pid: number } | { failure: 'port taken' | 'data in use' | 'other'; said: string }

/**
 * Starts the server in a process group of its own, so that a Ctrl-C in the terminal does not reach it, and waits until
 * it takes connections.
 *
 * @param deadline milliseconds since the epoch
 */
export async function spawnServer(
  home: ClusterHome,
  binaries: Binaries,
  settings: Settings,
  deadline: number,
): Promise<Attempt> {
  const log = openServerLog(home.folder)
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(path.join(binaries.folder, 'bin', 'postgres'), ['-D', home.cluster, ...flags], {
    ...spawnIdentity(home.account),
    cwd: path.parse(home.cluster).root,
    env: serverEnvironment(),
    detached: true,
    windowsHide: true,
    stdio: ['ignore', log.descriptor, log.descriptor],
  })
  const ended = endOf(child)
  child.unref()
  try {
    while (Date.now() < deadline) {
      const end = ended()
      if (end !== undefined) return { failure: failureOf(log.written()), said: log.tail() || end }
      const file = readPostmasterFile(home.cluster)
      if (file !== undefined && file.pid === child.pid && file.status === 'ready') return { pid: file.pid }
      await delay(POLL_MS)
    }
    child.kill('SIGQUIT')
    return { failure: 'other', said: `it was not ready in time\n${log.tail()}` }
  } finally {
    log.close()
  }
}

/**
 * The server of an earlier run, if it still runs on these data: waits for one that is starting, and for the end of one
 * that is stopping.
 */
export async function findLiveServer(
  home: ClusterHome,
  deadline: number,
): Promise<{ pid: number; port: number } | undefined> {
  while (Date.now() < deadline) {
    const file = readPostmasterFile(home.cluster)
    if (file === undefined || !servesCluster(file.pid, home.cluster)) {
      removeStalePostmasterFile(home.cluster)
      return undefined
    }
    if (file.status === 'ready') return { pid: file.pid, port: file.port }
    await delay(POLL_MS)
  }
  throw new EmbeddedPostgresError(
    'START_FAILED',
    `A PostgreSQL of an earlier run holds ${home.cluster} and neither becomes ready nor ends. ` +
      `Look at ${path.join(home.folder, 'server.log')}, or end its process by hand.`,
  )
}

/**
 * Fast shutdown: open transactions are rolled back, everything committed is on disk, the process is gone and its files
 * removed when this returns.
 *
 * @throws EmbeddedPostgresError `STOP_FAILED` when the process outlives even an immediate shutdown
 */
export async function stopServer(pid: number, home: ClusterHome): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', FAST_SHUTDOWN_MS_MAX],
    ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS_MAX],
  ] as const) {
    if (!servesCluster(pid, home.cluster)) break
    signalServer(pid, signal)
    if (await hasEnded(pid, home, Date.now() + patience)) break
  }
  if (servesCluster(pid, home.cluster)) {
    throw new EmbeddedPostgresError(
      'STOP_FAILED',
      `PostgreSQL (process ${pid}) does not stop. Its data are safe; end it by hand: kill -9 ${pid}`,
    )
  }
  removeStalePostmasterFile(home.cluster)
}

async function hasEnded(pid: number, home: ClusterHome, deadline: number): Promise<boolean> {
  while (servesCluster(pid, home.cluster)) {
    if (Date.now() > deadline) return false
    await delay(POLL_MS)
  }
  return true
}

function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It ended between the look and the signal.
  }
}

function endOf(child: ChildProcess): () => string | undefined {
  let end: string | undefined
  child.once('error', (error) => {
    end = error.message
  })
  child.once('exit', (code, signal) => {
    end = `it ended with ${signal ?? `code ${code}`}`
  })
  return () => end
}

function failureOf(log: string): 'port taken' | 'data in use' | 'other' {
  if (/could not bind|Address already in use|could not create any TCP/.test(log)) return 'port taken'
  if (/lock file .* (?:already exists|is empty)|pre-existing shared memory block/.test(log))
    return 'data in use'
  return 'other'
}

/** Whether a data folder has been made here. */
export function hasCluster(home: ClusterHome): boolean {
  return existsSync(path.join(home.cluster, 'PG_VERSION'))
}
