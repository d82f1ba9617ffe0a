import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Suite } from './engine-names.ts'

/** What a process is asked, and the CPU time it has for that, ms. */
export type LaneRequest = { readonly deadlineMs: number } & (
  | { readonly kind: 'answer'; readonly caseId: string }
  | { readonly kind: 'warm'; readonly batchMs: number; readonly warmUpMs: number }
  | { readonly kind: 'batch' }
)

export type LaneAnswer =
  | { readonly kind: 'answer'; readonly values: Float64Array; readonly ms: number }
  | { readonly kind: 'no such call' }
  | { readonly kind: 'warm' }
  | { readonly kind: 'ns'; readonly nsPerCall: number; readonly operations: number }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'late' }

/** Beside the bundled program lies the bundled process. */
const program = fileURLToPath(new URL('./core/peer-process.js', import.meta.url))

/** An engine in a process of its own, which ends when it misses a deadline and is started anew when needed. */
export class Lane {
  readonly name: string
  readonly #suite: Suite
  #child: ChildProcess | null = null

  constructor(suite: Suite, name: string) {
    this.name = name
    this.#suite = suite
  }

  /** The reply, or `late` when the deadline ended the process, or `error` when something else did. */
  ask(request: LaneRequest): Promise<LaneAnswer> {
    this.#child ??= fork(program, [`${this.#suite} ${this.name}`], {
      serialization: 'advanced',
      // One of the engines depends on the time zone of its process, and is right in UTC.
      env: { ...process.env, TZ: 'UTC' },
    })
    const child = this.#child
    return new Promise((resolve) => {
      const settle = (reply: LaneAnswer): void => {
        child.off('message', settle)
        child.off('exit', died)
        resolve(reply)
      }
      const died = (_: number | null, signal: NodeJS.Signals | null): void => {
        this.#child = null
        settle(signal === 'SIGKILL' ? { kind: 'late' } : { kind: 'error', message: 'its process died' })
      }
      child.on('message', settle)
      child.on('exit', died)
      child.send(request)
    })
  }

  close(): void {
    this.#child?.kill('SIGKILL')
    this.#child = null
  }
}
