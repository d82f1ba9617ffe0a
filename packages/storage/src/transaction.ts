import type postgres from 'postgres'
import type { Database } from './database.ts'
import { isConnectionLost, mayRunAgain } from './sqlstate.ts'

const ATTEMPTS_MAX = 4

/**
 * Runs `work` in a READ COMMITTED transaction and commits it; an error rolls back. A serialisation failure or
 * a deadlock (40001, 40P01) runs it again, at most three more times, so `work` must not act outside the
 * transaction.
 */
export const inTransaction = async <Result>(
  database: Database,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return (await database.sql.begin((tx) => work(tx).catch(settleWithConnection))) as Result
    } catch (error) {
      if (attempt === ATTEMPTS_MAX || !mayRunAgain(error)) throw error
    }
  }
}

/**
 * The driver answers a failed transaction with ROLLBACK, which on a connection that is gone ends the process
 * (porsager/postgres#1066, 3.4.9). It also rejects `begin` when the connection closes; so that is waited for.
 */
const settleWithConnection = (error: unknown): Promise<never> => {
  if (isConnectionLost(error)) return new Promise<never>(() => {})
  throw error
}

/** What a dry run throws to undo everything it has done, with the result it would have had. */
class DryRun<Result> extends Error {
  readonly result: Result
  constructor(result: Result) {
    super('dry run')
    this.result = result
  }
}

/** Runs `work` as {@link inTransaction} does and, where `dryRun` is set, undoes it at the end. */
export const inTransactionOrDryRun = async <Result>(
  database: Database,
  dryRun: boolean,
  work: (tx: postgres.TransactionSql) => Promise<Result>,
): Promise<Result> => {
  if (!dryRun) return inTransaction(database, work)
  try {
    return await inTransaction(database, async (tx) => {
      throw new DryRun(await work(tx))
    })
  } catch (error) {
    if (error instanceof DryRun) return error.result as Result
    throw error
  }
}
