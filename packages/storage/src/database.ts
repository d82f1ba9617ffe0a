import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { answeringSockets } from './answering-socket.ts'
import { type PreparedReads, prepareReads } from './prepared-reads.ts'
import { PreparedShapes } from './prepared-shapes.ts'
import { KnownResources } from './resources/known-resources.ts'
import { type DatabaseTrace, tracedSql } from './traced-sql.ts'

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
  /** Told of every statement and transaction; by default nobody is, at no cost. */
  readonly trace?: DatabaseTrace | null
}

/** An open pool with its prepared reads. */
export interface Database {
  readonly sql: postgres.Sql
  readonly drizzle: PostgresJsDatabase
  /** Look-ups of one row; see {@link LOOK_UP_CONNECTIONS}. */
  readonly reads: PreparedReads
  readonly known: KnownResources
  /** Lists, prepared for the filters that were asked for. */
  readonly shapes: PreparedShapes
  readonly connectionsMax: number
  /** Waits for running statements at most this long, then drops the connections. */
  close(options?: { timeoutSeconds?: number }): Promise<void>
}

/** A database that is back is found at once; the driver's own pause grows to 20 s, during which queries wait. */
const RECONNECT_SECONDS = 0.1

/** PostgreSQL gives up a statement by itself; so long after that it should have said so. */
const ANSWER_SLACK_MS = 2_000

/**
 * Connections that only look up single rows, of those that may be held. Look-ups are short and never wait for a lock, so
 * they share few connections and go out together, several in one write to the socket; over the whole pool each of them
 * would wake a server process of its own.
 */
const LOOK_UP_CONNECTIONS = 2
/** A pool smaller than this has none to spare. */
const DIVIDED_FROM = 4

/** Opens a pool; connections are made when first needed. */
export const openDatabase = (options: DatabaseOptions): Database => {
  const connectionsMax = options.connectionsMax ?? 10
  const statementTimeoutMs = options.statementTimeoutMs ?? 5_000
  const answerMsMax = statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_SLACK_MS
  const isPooled = options.pooler === 'transaction'
  // The driver knows the option `socket`, its types do not.
  const sockets = { socket: answeringSockets(answerMsMax) }
  const settings: postgres.Options<Record<string, never>> = {
    ...sockets,
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
  }
  const poolOf = (max: number): postgres.Sql => {
    const pool = postgres(options.url, { ...settings, max })
    return options.trace ? tracedSql(pool, options.trace) : pool
  }
  const isDivided = connectionsMax >= DIVIDED_FROM
  const sql = poolOf(isDivided ? connectionsMax - LOOK_UP_CONNECTIONS : connectionsMax)
  const lookUps = isDivided ? poolOf(LOOK_UP_CONNECTIONS) : sql
  return {
    sql,
    drizzle: drizzle(sql),
    reads: prepareReads(drizzle(lookUps)),
    known: new KnownResources(),
    shapes: new PreparedShapes(),
    connectionsMax,
    async close({ timeoutSeconds = 5 } = {}) {
      await Promise.all([...new Set([sql, lookUps])].map((pool) => pool.end({ timeout: timeoutSeconds })))
    },
  }
}
