import { type Database, type DatabaseOptions, openDatabase } from './database.ts'

/** The server's answer to a setting at connecting that a pooler does not know (PgBouncer). */
const PROTOCOL_VIOLATION = '08P01'

/** Settings that limit how long a statement or a transaction holds others up. */
const TIMEOUTS = ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']

/** The address of the database and the setting `pooler` do not fit each other. */
export class PoolerError extends Error {
  override readonly name = 'PoolerError'
}

/**
 * Finds out whether the address leads to a pooler that gives each transaction another session, and whether that is
 * what the options say. Through such a pooler prepared statements are lost, some without ever an error (PgBouncer
 * before 1.21), and timeouts set at connecting do not hold.
 *
 * @throws PoolerError when it is not what they say, or when nothing limits statements behind the pooler; what the
 *   driver throws when the database cannot be reached
 */
export const checkPooler = async (options: DatabaseOptions): Promise<void> => {
  const one = openDatabase({ ...options, connectionsMax: 1 })
  const other = openDatabase({ ...options, connectionsMax: 1 })
  try {
    if (options.pooler === 'transaction') await assertTimeouts(one)
    else if (await sharesSessions(one, other)) throw sharedSessions()
  } catch (error) {
    throw (error as { code?: unknown }).code === PROTOCOL_VIOLATION ? sharedSessions() : error
  } finally {
    await Promise.all([one, other].map((database) => database.close({ timeoutSeconds: 1 })))
  }
}

const sharedSessions = () =>
  new PoolerError(
    'DATABASE_URL leads to a pooler that shares sessions between transactions. For the API set ' +
      'DATABASE_POOLER=transaction; worker and migrations need an address that does not go through it.',
  )

/** A session is its connection's own exactly if it is the same again, and never another connection's. */
const sharesSessions = async (one: Database, other: Database): Promise<boolean> => {
  const sessions: unknown[] = []
  for (const { sql } of [one, other, one, other]) {
    const [row] = await sql.unsafe<{ pid: number }[]>('SELECT pg_backend_pid() AS pid')
    sessions.push(row?.pid)
  }
  const [first, second, third, fourth] = sessions
  return first === second || first !== third || second !== fourth
}

const assertTimeouts = async ({ sql }: Database): Promise<void> => {
  const rows = await sql<{ name: string }[]>`
    SELECT name FROM pg_settings WHERE name = ANY (string_to_array(${TIMEOUTS.join()}, ',')) AND setting = '0'
    ORDER BY name`
  if (rows.length === 0) return
  const names = rows.map(({ name }) => name).join(', ')
  throw new PoolerError(
    `Behind a pooler the database role must limit statements by itself, and does not set ${names}. ` +
      "For example: ALTER ROLE booking SET statement_timeout = '5s'",
  )
}
