import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Tells one process from a later one that was given the same number.
 *
 * @param pid process number
 * @returns a string that stays the same as long as that very process lives, or `undefined` when no process with this
 * number runs (one that has ended and only waits to be collected by its parent does not run).
 */
export function processIdentity(pid: number): string | undefined {
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  if (process.platform === 'linux') return linuxIdentity(pid)
  if (process.platform === 'win32') return signalReaches(pid) ? 'alive' : undefined
  const answer = spawnSync('ps', ['-o', 'state=,lstart=', '-p', String(pid)], { encoding: 'utf8' })
  const line = answer.stdout?.trim() ?? ''
  if (line === '' || line.startsWith('Z')) return undefined
  return line.slice(line.indexOf(' ')).trim()
}

function linuxIdentity(pid: number): string | undefined {
  const fields = linuxStat(pid)
  if (fields === undefined) return undefined
  const [state] = fields
  if (state === 'Z' || state === 'X') return undefined
  return `${bootId()}/${fields[19]}`
}

/** The fields of /proc/<pid>/stat after the command's name, which may itself hold spaces and brackets. */
function linuxStat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return 'unknown-boot'
  }
}

function signalReaches(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
