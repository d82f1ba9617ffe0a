import type { Machine } from '../machine.ts'
import type { Asked } from './ask-database.ts'
import type { CreateRowsCosts } from './create-rows.ts'
import type { OperationProfile } from './profile-server.ts'

export interface ProfileResults {
  readonly commit: string
  readonly date: string
  readonly machine: Machine
  readonly rounds: number
  readonly operations: readonly OperationProfile[]
  readonly asked: readonly Asked[]
  readonly createRows: CreateRowsCosts
}
