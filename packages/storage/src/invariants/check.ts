import type postgres from 'postgres'
import type { FoundRows } from './found-rows.ts'
import type { History } from './history.ts'

/** What a check may know besides the database. */
export interface Given {
  /** The time of the check, milliseconds since the epoch. */
  readonly nowMs: number
  /** What clients sent and were told; null when nobody kept it. */
  readonly history: History | null
  /** How long a session of ours may sit in an open transaction, in milliseconds. */
  readonly idleMsMax: number
  /** Runs work in a transaction of its own, outside the snapshot, and undoes it. */
  readonly undone: <Result>(work: (sql: postgres.TransactionSql) => Promise<Result>) => Promise<Result>
}

/** A statement about a database that must hold at any moment, and how to find where it does not. */
export interface Check {
  /** `I1`, `I2`, … as in docs/invariants.md. */
  readonly id: string
  /** What must be so, in plain English. */
  readonly title: string
  /** Adds a row for each place where it is not so. Reads only. */
  readonly find: (sql: postgres.TransactionSql, found: FoundRows, given: Given) => Promise<void>
}
