import type { Machine } from '../machine.ts'
import type { Unit } from './case.ts'

/** What one engine did with one case. */
export type Outcome =
  /** CPU nanoseconds a unit: the middle, the least and the most of the batches. */
  | {
      readonly kind: 'measured'
      readonly ns: number
      readonly nsLeast: number
      readonly nsMost: number
      /** This over ours: above 1 is slower than we are. */
      readonly ratio: number
      /** False when its answer differs from ours: its time is that of another answer. */
      readonly isRight: boolean
    }
  | { readonly kind: 'no such call' }
  | { readonly kind: 'late'; readonly deadlineS: number }
  | { readonly kind: 'error'; readonly message: string }

export interface CaseResult {
  readonly group: string
  readonly label: string
  readonly unit: Unit
  readonly isKey: boolean
  readonly outcomes: Readonly<Record<string, Outcome>>
}

export interface CoreResults {
  readonly commit: string
  readonly date: string
  readonly machine: Machine
  readonly versions: Readonly<Record<string, string>>
  readonly recurrence: readonly CaseResult[]
  readonly conflicts: readonly CaseResult[]
}
