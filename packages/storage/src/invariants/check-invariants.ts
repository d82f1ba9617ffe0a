import type postgres from 'postgres'
import { openDatabase } from '../database.ts'
import type { Check, Given } from './check.ts'
import { FoundRows } from './found-rows.ts'
import type { History } from './history.ts'
import { invariants } from './invariants.ts'

/** How long PostgreSQL lets our own sessions sit in a transaction (database.ts), and a second. */
const IDLE_MS_MAX = 6_000

/** What one check has found. */
export interface CheckResult {
  readonly check: Check
  readonly found: FoundRows
  readonly ms: number
}

export interface CheckOptions {
  readonly history?: History | null
  /** Milliseconds since the epoch; default: now. */
  readonly nowMs?: number
  /** Told of each check when it is done. */
  readonly onResult?: (result: CheckResult) => void
}

class Undo extends Error {}

/**
 * Re-proves a database from outside, while others use it: every check reads one snapshot, which nothing is written
 * in. Sessions, queue leases and B-trees are looked at as they are.
 *
 * @param databaseUrl a role that may read every table
 * @returns one result a check, in the order of their numbers
 * @throws what the driver throws when the database cannot be reached
 */
export const checkInvariants = async (
  databaseUrl: string,
  options: CheckOptions = {},
): Promise<CheckResult[]> => {
  const database = openDatabase({
    url: databaseUrl,
    connectionsMax: 2,
    applicationName: 'booking invariants',
    statementTimeoutMs: 0,
  })
  const undone = undoneOn(database.sql)
  try {
    return (await database.sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
      // Nothing cuts off a long check but its end, or that of the process that asked for it.
      await tx`
        SELECT set_config('idle_in_transaction_session_timeout', '0', true), set_config('jit', 'off', true),
          set_config('client_connection_check_interval', '1s', true)`
      return runChecks(tx, {
        nowMs: options.nowMs ?? Date.now(),
        history: options.history ?? null,
        idleMsMax: IDLE_MS_MAX,
        undone,
        onResult: options.onResult ?? (() => {}),
      })
    })) as CheckResult[]
  } finally {
    await database.close()
  }
}

const undoneOn =
  (sql: postgres.Sql): Given['undone'] =>
  async (work) => {
    let result: { value: Awaited<ReturnType<typeof work>> } | null = null
    try {
      await sql.begin(async (tx) => {
        result = { value: await work(tx) }
        throw new Undo()
      })
    } catch (error) {
      if (!(error instanceof Undo)) throw error
    }
    return result!.value
  }

/**
 * Runs every check in a transaction of the caller's. One that fails to run has found something, and the others go on.
 */
export const runChecks = async (
  sql: postgres.TransactionSql,
  { onResult, ...given }: Given & { readonly onResult: (result: CheckResult) => void },
): Promise<CheckResult[]> => {
  const results: CheckResult[] = []
  for (const check of invariants) {
    const found = new FoundRows()
    const startedAt = performance.now()
    try {
      await sql.savepoint((inner) => check.find(inner, found, given))
    } catch (error) {
      found.add({
        what: 'the check could not run',
        why: error instanceof Error ? error.message : String(error),
      })
    }
    const result = { check, found, ms: performance.now() - startedAt }
    results.push(result)
    onResult(result)
  }
  return results
}
