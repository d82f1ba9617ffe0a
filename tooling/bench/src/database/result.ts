import type { Machine } from '../machine.ts'
import type { KeyCosts } from './alike-keys.ts'
import type { PoolFigures } from './connections.ts'
import type { IndexWorths } from './plans.ts'

export interface DatabaseResults {
  readonly commit: string
  readonly date: string
  readonly machine: Machine
  readonly indexes: IndexWorths
  readonly keys: KeyCosts
  readonly pools: PoolFigures
}
