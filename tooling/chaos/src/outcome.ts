import type { Figures, Size } from './run.ts'

/** What became of one scenario. */
export interface Outcome {
  readonly id: string
  readonly title: string
  readonly promise: string
  /** How much was done, in words. */
  readonly extent: string
  readonly verdict: 'passed' | 'failed' | 'skipped'
  /** Why it failed or was skipped, one sentence each. */
  readonly failures: readonly string[]
  /** What took longer than promised on a machine on which that breaks no promise. */
  readonly late?: readonly string[]
  readonly figures: Figures
  readonly seconds: number
  readonly size: Size
  readonly seed: number
}
