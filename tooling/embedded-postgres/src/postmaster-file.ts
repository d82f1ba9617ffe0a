import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { processIdentity } from './process-identity.ts'

/** What `postmaster.pid` says (src/include/utils/pidfile.h in PostgreSQL's source). */
export interface PostmasterFile {
  readonly pid: number
  readonly port: number
  readonly status: 'starting' | 'ready' | 'stopping' | 'standby' | 'unknown'
}

const EMPTY_MS_MAX = 3_000

const STATUSES = ['starting', 'ready', 'stopping', 'standby'] as const

/**
 * Reads the lock file of a data folder.
 * @returns `undefined` when there is none, or when it is too young to hold a process number.
 */
export function readPostmasterFile(clusterFolder: string): PostmasterFile | undefined {
  let lines: string[]
  try {
    lines = readFileSync(postmasterPath(clusterFolder), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Math.abs(Number(lines[0]))
  if (!Number.isInteger(pid) || pid === 0) return undefined
  const word = lines[7]?.trim()
  return { pid, port: Number(lines[3] ?? 0), status: STATUSES.find((status) => status === word) ?? 'unknown' }
}

/** Whether the process is a PostgreSQL server of this very data folder, and not a later process with its number. */
export function servesCluster(pid: number, clusterFolder: string): boolean {
  if (processIdentity(pid) === undefined) return false
  if (process.platform === 'win32') return true
  if (process.platform !== 'linux') return commandLine(pid).includes(clusterFolder)
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterFolder)
  } catch {
    return false
  }
}

/**
 * Removes a lock file that names a process which is not this folder's server. PostgreSQL itself only asks whether some
 * process has that number, so after a reboot, or where nobody collects dead processes, it would refuse for ever.
 * A server that really still runs is caught again by PostgreSQL through its shared memory.
 */
export function removeStalePostmasterFile(clusterFolder: string): void {
  const file = readPostmasterFile(clusterFolder)
  const isStale = file === undefined ? isLeftEmpty(clusterFolder) : !servesCluster(file.pid, clusterFolder)
  if (!isStale) return
  rmSync(postmasterPath(clusterFolder), { force: true })
}

/** A server writes its number into the file as soon as it has made it; one that stays empty was cut off in between. */
function isLeftEmpty(clusterFolder: string): boolean {
  const stats = statSync(postmasterPath(clusterFolder), { throwIfNoEntry: false })
  return stats !== undefined && stats.size === 0 && Date.now() - stats.mtimeMs > EMPTY_MS_MAX
}

function postmasterPath(clusterFolder: string): string {
  return path.join(clusterFolder, 'postmaster.pid')
}

function commandLine(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? ''
}
