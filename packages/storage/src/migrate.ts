import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { installQueue } from './queue/install-queue.ts'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

export interface MigrateOptions {
  /** Called with one line for each migration that is applied. */
  readonly onProgress?: (line: string) => void
}

/**
 * Applies the SQL files of `migrations/` that the database has not had yet, in the order of their names, each
 * in a transaction of its own, and makes the tables of the queue. Safe to call from several processes at once: one
 * applies, the others wait.
 *
 * @param databaseUrl a role that may create extensions, or a database where btree_gist exists
 * @throws when a file that was applied has changed since, or the database cannot be reached
 */
export const migrate = async (
  databaseUrl: string,
  { onProgress = () => {} }: MigrateOptions = {},
): Promise<{ applied: string[] }> => {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connect_timeout: 10 })
  try {
    await sql`CREATE TABLE IF NOT EXISTS migrations (
      name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL)`.catch(ignoreRace)
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
    const applied: string[] = []
    for (const name of names) {
      const text = await readFile(`${folder}${name}`, 'utf8')
      if (await applyOnce(sql, name, text)) {
        applied.push(name)
        onProgress(`applied ${name}`)
      }
    }
    await sql.begin(async (tx) => {
      await tx`LOCK TABLE migrations IN EXCLUSIVE MODE`
      await installQueue(databaseUrl)
    })
    return { applied }
  } finally {
    await sql.end({ timeout: 5 })
  }
}

/** How PostgreSQL tells the second of two processes that found the table missing: it, its type, or a row of either is there. */
const raceCodes = ['42P07', '42710', '23505']

const ignoreRace = (error: { code?: string }) => {
  if (!raceCodes.includes(error.code ?? '')) throw error
}

const applyOnce = (sql: postgres.Sql, name: string, text: string) =>
  sql.begin(async (tx) => {
    await tx`LOCK TABLE migrations IN EXCLUSIVE MODE`
    const checksum = await checksumOf(text)
    const [row] = await tx<{ checksum: string }[]>`SELECT checksum FROM migrations WHERE name = ${name}`
    if (row !== undefined) {
      if (row.checksum !== checksum) throw new ChangedMigrationError(name)
      return false
    }
    await tx.unsafe(text)
    await tx`INSERT INTO migrations (name, checksum, applied_at) VALUES (${name}, ${checksum}, now())`
    return true
  })

const checksumOf = async (text: string) => {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return Buffer.from(digest).toString('hex')
}

/** A migration that this database has had reads differently now. */
export class ChangedMigrationError extends Error {
  override readonly name = 'ChangedMigrationError'
  constructor(file: string) {
    super(
      `Migration ${file} was applied with another content. Restore the file, and put the change into a new one.`,
    )
  }
}
