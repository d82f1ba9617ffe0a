import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { answeringSockets } from './answering-socket.ts'
import { type PreparedReads, prepareReads } from './prepared-reads.ts'

/** A statement runner: the pool, or one transaction of it. */
export type Sql = postgres.Sql | postgres.TransactionSql

export interface DatabaseOptions {
  /** `postgresql://…` */
  readonly url: string
  /** Connections held at most; default 10. */
  readonly connectionsMax?: number
  readonly applicationName?: string
  /** Milliseconds after which PostgreSQL gives up a statement; 0 for never. Default 5,000. */
  readonly statementTimeoutMs?: number
  /** Milliseconds a statement waits for a lock. */
  readonly lockTimeoutMs?: number
  /**
   * `transaction` where the address leads to a pooler that gives each transaction another session: nothing is then
   * prepared, and the timeouts above are the role's to set. Default `none`.
   */
  readonly pooler?: 'none' | 'transaction'
}

/** An open pool with its prepared reads. */
export interface Database {
  readonly sql: postgres.Sql
  readonly drizzle: PostgresJsDatabase
  readonly reads: PreparedReads
  readonly connectionsMax: number
  /** Waits for running statements at most this long, then drops the connections. */
  close(options?: { timeoutSeconds?: number }): Promise<void>
}

/** A database that is back is found at once; the driver's own pause grows to 20 s, during which queries wait. */
const RECONNECT_SECONDS = 0.1

/** PostgreSQL gives up a statement by itself; so long after that it should have said so. */
const ANSWER_SLACK_MS = 2_000

/** Opens a pool; connections are made when first needed. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const connectionsMax = options.connectionsMax ?? 10
  const statementTimeoutMs = options.statementTimeoutMs ?? 5_000
  const answerMsMax = statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_SLACK_MS
  const isPooled = options.pooler === 'transaction'
  // The driver knows the option `socket`, its types do not.
  const sockets = { socket: answeringSockets(answerMsMax) }
  const sql = postgres(options.url, {
    ...sockets,
    max: connectionsMax,
    connect_timeout: 5,
    idle_timeout: 0,
    backoff: () => RECONNECT_SECONDS,
    onnotice: () => {},
    prepare: !isPooled,
    connection: {
      application_name: options.applicationName ?? 'booking',
      TimeZone: 'UTC',
      DateStyle: 'ISO',
      ...(isPooled
        ? {}
        : {
            statement_timeout: statementTimeoutMs,
            lock_timeout: options.lockTimeoutMs ?? 2_000,
            idle_in_transaction_session_timeout: 5_000,
          }),
    },
  })
  const db = drizzle(sql)
  return {
    sql,
    drizzle: db,
    reads: prepareReads(db),
    connectionsMax,
    close: ({ timeoutSeconds = 5 } = {}) => sql.end({ timeout: timeoutSeconds }),
  }
}
