import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { TestkitError } from './errors.ts'
import { guard } from './guard.ts'

export interface SpawnProcessOptions {
  /** A program for Node, such as the built API. */
  readonly entry: string
  readonly args?: readonly string[]
  /** On top of the environment of the test; `undefined` removes a name. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly cwd?: string
  /** Another Node than that of this process. */
  readonly node?: string
  /** Flags for Node itself. */
  readonly execArgv?: readonly string[]
  /** What means ready: the IPC message `{ type: 'ready' }` (default), an output line, or nothing to wait for. */
  readonly ready?: 'ipc' | RegExp | 'at once'
  /** Milliseconds until it must be ready, default 20,000. */
  readonly readyMsMax?: number
}

export interface ProcessEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

export interface SpawnedProcess {
  readonly pid: number
  readonly child: ChildProcess
  /** `address` of the ready message, if it had one. */
  readonly address: string | undefined
  /** Everything it wrote so far, both streams in the order of arrival. */
  output(): string
  /** Resolves when the output holds a match, at once if it does already. */
  untilOutput(pattern: RegExp, msMax?: number): Promise<RegExpExecArray>
  /** Resolves when it has ended, however that came about. */
  readonly ended: Promise<ProcessEnd>
  signal(name: NodeJS.Signals): void
  /** SIGKILL. */
  kill(): Promise<ProcessEnd>
  /** SIGTERM, and SIGKILL after `msMax` (default 15,000), which then shows in the result. */
  terminate(msMax?: number): Promise<ProcessEnd>
}

const READY_MS_MAX = 20_000
const TERMINATE_MS_MAX = 15_000

/**
 * Runs a Node program as a real process in its own process group, and returns when it says that it is ready.
 * @throws TestkitError with its output when it ends, or stays silent, before that
 */
export async function spawnProcess(options: SpawnProcessOptions): Promise<SpawnedProcess> {
  const child = spawn(
    options.node ?? process.execPath,
    [...(options.execArgv ?? []), options.entry, ...(options.args ?? [])],
    {
      cwd: options.cwd,
      env: definedOnly({ ...process.env, ...options.env }),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: true,
    },
  )
  const running = new RunningProcess(child)
  try {
    await running.untilReady(options.ready ?? 'ipc', options.readyMsMax ?? READY_MS_MAX)
  } catch (error) {
    await running.kill()
    throw error
  }
  return running
}

class RunningProcess implements SpawnedProcess {
  readonly child: ChildProcess
  readonly ended: Promise<ProcessEnd>
  address: string | undefined
  #output = ''
  #messageReady = false
  #hasEnded = false
  readonly #watchers = new Set<() => void>()

  constructor(child: ChildProcess) {
    this.child = child
    const release = guard({ pids: [{ pid: this.pid, signal: 'SIGKILL' }], folders: [] })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.#notify()
      })
    }
    child.on('message', (message) => this.#receive(message))
    child.on('error', (error) => {
      this.#output += error.message
    })
    // 'close' and not 'exit': by then the last output has been read.
    this.ended = once(child, 'close').then(([code, signal]) => {
      this.#hasEnded = true
      release()
      this.#notify()
      return { code, signal } as ProcessEnd
    })
  }

  get pid(): number {
    return this.child.pid ?? 0
  }

  output(): string {
    return this.#output
  }

  async untilReady(ready: 'ipc' | RegExp | 'at once', msMax: number): Promise<void> {
    if (ready === 'at once') return
    if (ready === 'ipc') await this.#until(() => this.#messageReady || undefined, 'no ready message', msMax)
    else await this.untilOutput(ready, msMax)
  }

  untilOutput(pattern: RegExp, msMax = READY_MS_MAX): Promise<RegExpExecArray> {
    return this.#until(() => pattern.exec(this.#output) ?? undefined, `no output like ${pattern}`, msMax)
  }

  signal(name: NodeJS.Signals): void {
    this.child.kill(name)
  }

  kill(): Promise<ProcessEnd> {
    if (!this.#hasEnded) this.child.kill('SIGKILL')
    return this.ended
  }

  async terminate(msMax = TERMINATE_MS_MAX): Promise<ProcessEnd> {
    this.child.kill('SIGTERM')
    const patience = new AbortController()
    const timeout = delay(msMax, undefined, { signal: patience.signal }).then(() => this.kill())
    timeout.catch(() => {})
    const end = await Promise.race([this.ended, timeout])
    patience.abort()
    return end
  }

  #receive(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('type' in message) || message.type !== 'ready')
      return
    this.#messageReady = true
    if ('address' in message && typeof message.address === 'string') this.address = message.address
    this.#notify()
  }

  #until<T>(look: () => T | undefined, complaint: string, msMax: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const settle = (finish: () => void) => {
        clearTimeout(timer)
        this.#watchers.delete(watch)
        finish()
      }
      const fail = (why: string) =>
        settle(() => reject(new TestkitError(`${complaint}: ${why}\n${this.#output}`)))
      const watch = () => {
        const found = look()
        if (found !== undefined) settle(() => resolve(found))
        else if (this.#hasEnded) fail('the process ended')
      }
      const timer = setTimeout(() => fail(`waited ${msMax} ms`), msMax)
      this.#watchers.add(watch)
      watch()
    })
  }

  #notify(): void {
    for (const watch of [...this.#watchers]) watch()
  }
}

function definedOnly(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  )
  return Object.fromEntries(entries) as Record<string, string>
}
