import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** V8's name for the thread that takes the samples. */
const SAMPLER = 'v8:ProfEvntProc'

/**
 * A core that nothing of the bench uses but the thread that is profiled. Samples are taken by the clock on the wall, so
 * the time that a thread waits for its core counts for what it did last, and that is as a rule the call that woke
 * another: where all share all cores, writes to sockets look three times as dear as they are.
 */
export class OwnCore {
  readonly #all: readonly number[]

  private constructor(all: readonly number[]) {
    this.#all = all
  }

  /**
   * Keeps this process, and what it starts, off the core while `work` runs.
   *
   * @throws Error where there is only one core, or no `taskset`
   */
  static async during(work: (core: OwnCore) => Promise<void>): Promise<void> {
    const core = new OwnCore(allowedCores())
    if (core.#all.length < 2)
      throw new Error('A profile needs two cores, one of which belongs to what is profiled.')
    setCores(process.pid, core.#others, 'all threads')
    try {
      await work(core)
    } finally {
      setCores(process.pid, core.#all, 'all threads')
    }
  }

  get #others(): readonly number[] {
    return this.#all.slice(0, -1)
  }

  /** Gives the core to the main thread of a process; its other threads may run anywhere. */
  give(pid: number): void {
    setCores(pid, this.#all, 'all threads')
    setCores(pid, this.#all.slice(-1), 'one thread')
  }

  /** A sampler on the same core would run when the thread does not, and see it idle. V8 makes a new one each time. */
  moveSampler(pid: number): void {
    for (const thread of readdirSync(`/proc/${pid}/task`))
      if (readFileSync(`/proc/${pid}/task/${thread}/comm`, 'utf8').trim() === SAMPLER)
        setCores(Number(thread), this.#others, 'one thread')
  }
}

function setCores(id: number, cores: readonly number[], what: 'one thread' | 'all threads'): void {
  const flags = what === 'all threads' ? ['-a'] : []
  execFileSync('taskset', [...flags, '-c', '-p', cores.join(','), String(id)])
}

/** Cores that this process may use, of a list such as `0-3,8`. */
function allowedCores(): number[] {
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))![1]!
  return list.split(',').flatMap((range) => {
    const [from, to = from] = range.split('-').map(Number)
    return Array.from({ length: to! - from! + 1 }, (_, at) => from! + at)
  })
}
