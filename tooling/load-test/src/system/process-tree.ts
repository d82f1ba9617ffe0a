import { readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'

/** What a process and all its descendants use. */
export interface Usage {
  /** CPU time so far, milliseconds, user and system, those that have ended and were waited for included. */
  readonly cpuMs: number
  /** Resident memory, bytes; what processes share is counted once. */
  readonly rssBytes: number
}

/** Linux counts CPU time for programs in hundredths of a second, whatever the kernel uses inside. */
const TICK_MS = 10

/** Process trees can be looked at where there is a /proc. */
export const canLook = process.platform === 'linux'

/** @returns undefined when the process is gone */
export function usageOf(pid: number): Usage | undefined {
  const root = cpuMsOf(pid)
  if (root === undefined) return undefined
  const pids = descendantsOf(pid)
  const memories = [pid, ...pids].map(memoryOf)
  const rssBytes =
    memories.reduce((sum, { own }) => sum + own, 0) + Math.max(...memories.map(({ shared }) => shared))
  // What has ended and was not waited for yet has no memory.
  if (rssBytes === 0) return undefined
  return { cpuMs: root + pids.reduce((sum, child) => sum + (cpuMsOf(child) ?? 0), 0), rssBytes }
}

/** CPU time that the whole machine has been busy, milliseconds. */
export function machineBusyMs(): number {
  return os.cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

function descendantsOf(pid: number): number[] {
  const children = childrenOf(pid)
  return [...children, ...children.flatMap(descendantsOf)]
}

/** The kernel lists children thread by thread. */
function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    )
  } catch {
    return []
  }
}

function cpuMsOf(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    // proc(5): utime and stime are fields 14 and 15, those of ended children 16 and 17; ours begin with field 3.
    const ticks = fields.slice(11, 15)
    return ticks.reduce((sum, value) => sum + value, 0) * TICK_MS
  } catch {
    return undefined
  }
}

function memoryOf(pid: number): { own: number; shared: number } {
  try {
    const text = readFileSync(`/proc/${pid}/status`, 'utf8')
    const bytes = (name: string) =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024
    return { own: bytes('RssAnon'), shared: bytes('RssFile') + bytes('RssShmem') }
  } catch {
    return { own: 0, shared: 0 }
  }
}
