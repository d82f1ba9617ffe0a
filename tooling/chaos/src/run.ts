import type { Random } from './random.ts'
import type { Servers } from './servers.ts'

export type Size = 'quick' | 'full'

export type Figures = Readonly<Record<string, number | string>>

/** What a scenario stands on and writes to. */
export interface Run {
  /** For the sentence that tells how to repeat it, and for the generators of others. */
  readonly seed: number
  readonly random: Random
  readonly servers: Servers
  /** When a scenario that can be cut short ends; milliseconds since the epoch, null when it does all of its size. */
  readonly endsAtMs: number | null
  /** Shows how far it is. */
  readonly progress: (done: number, total: number, note?: string) => void
  /** A promise is broken: told once for each sentence, and the run goes on. */
  readonly fail: (sentence: string) => void
  /** A promise about time is broken: as `fail`, unless the machine is not ours alone and times are only told. */
  readonly late: (sentence: string) => void
  /** Does something when the scenario is over, however it ends. */
  readonly afterwards: (work: () => Promise<void>) => void
  /** Puts a figure into the table. */
  readonly figure: (name: string, value: number | string) => void
}

/** One promise, and how it is put under strain. */
export interface Scenario<Sizing = unknown> {
  /** `R1`, `R2`, …: the goals of docs/reliability.md. */
  readonly id: string
  readonly title: string
  /** What is promised, in one sentence. */
  readonly promise: string
  readonly sizes: Readonly<Record<Size, Sizing>>
  /** How much that is, for the table. */
  readonly describe: (sizing: Sizing) => string
  readonly needsRedis?: boolean
  /** What it needs besides and this machine has not, in a sentence; null when everything is there. */
  readonly missing?: (servers: Servers) => Promise<string | null>
  /** @throws anything: that too is a promise broken */
  readonly run: (run: Run, sizing: Sizing) => Promise<void>
}

/** Checks a scenario's types and forgets its sizing, so that all of them fit into one list. */
export const scenario = <Sizing>(definition: Scenario<Sizing>): Scenario => definition as Scenario
