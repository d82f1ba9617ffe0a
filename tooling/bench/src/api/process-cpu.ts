import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks of /proc a second; Linux has reported in these since version 2.6, whatever its own timer. */
const TICKS_PER_SECOND = 100

interface Stat {
  readonly parent: number
  /** Own time and that of children that have ended and were waited for. */
  readonly ticks: number
}

/** @returns undefined when the process is gone */
function statOf(pid: number): Stat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in parentheses may hold spaces and parentheses; what follows is field 3.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const ticks = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0)
    return { parent: Number(fields[1]), ticks }
  } catch {
    return undefined
  }
}

/**
 * CPU microseconds that a process and its children have used so far, ended ones included, in steps of 10 ms.
 * @throws Error where there is no /proc
 */
export function treeCpuUs(root: number): number {
  const children = new Map<number, { pid: number; ticks: number }[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const pid = Number(name)
    const stat = statOf(pid)
    if (stat === undefined) continue
    const siblings = children.get(stat.parent)
    if (siblings === undefined) children.set(stat.parent, [{ pid, ticks: stat.ticks }])
    else siblings.push({ pid, ticks: stat.ticks })
  }
  const ticksBelow = (pid: number): number =>
    (children.get(pid) ?? []).reduce((sum, child) => sum + child.ticks + ticksBelow(child.pid), 0)
  return (((statOf(root)?.ticks ?? 0) + ticksBelow(root)) * 1e6) / TICKS_PER_SECOND
}

/**
 * CPU microseconds of the main thread of a process, to the nanosecond. A server process of PostgreSQL has no other.
 */
export function threadCpuUs(pid: number): number {
  return schedulingUs(pid, 0)
}

/** Microseconds that the main thread of a process was ready to run and had no core. */
export function threadWaitUs(pid: number): number {
  return schedulingUs(pid, 1)
}

const schedulingUs = (pid: number, at: 0 | 1): number =>
  Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[at]) / 1000

/** Memory of a process that is in RAM, in MB of 10^6 bytes. */
export function residentMb(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]
  return (Number(kibibytes) * 1024) / 1e6
}
