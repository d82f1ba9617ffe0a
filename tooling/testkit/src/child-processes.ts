import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { processIdentity } from '@booking/embedded-postgres'
import { TestkitError } from './errors.ts'

const GONE_MS_MAX = 10_000

/** The process numbers of a process's direct children. */
export function childrenOf(parent: number): number[] {
  return processTable()
    .filter((row) => row.parent === parent)
    .map((row) => row.pid)
}

/** Sends a signal to each process that still exists. */
export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended already.
    }
  }
}

/**
 * Returns when none of the processes runs any more.
 * @throws TestkitError after ten seconds
 */
export async function untilGone(pids: readonly number[]): Promise<void> {
  const deadline = Date.now() + GONE_MS_MAX
  for (;;) {
    const alive = pids.filter((pid) => processIdentity(pid) !== undefined)
    if (alive.length === 0) return
    if (Date.now() > deadline) throw new TestkitError(`still running: ${alive.join(', ')}`)
    await delay(10)
  }
}

function processTable(): { pid: number; parent: number }[] {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    return stdout
      .trim()
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .map(([pid = 0, parent = 0]) => ({ pid, parent }))
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), parent: linuxParent(name) }))
}

function linuxParent(pid: string): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}
