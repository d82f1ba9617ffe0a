import path from 'node:path'
import { type EmbeddedPostgres, EmbeddedPostgresError, startPostgres } from '@booking/embedded-postgres'
import postgres from 'postgres'
import { Refusal } from '../bin/refusal.mjs'

const DATABASE = 'booking'

/**
 * Starts the embedded server on the data folder.
 * @throws Refusal with the server's own advice
 */
export async function openEmbedded(
  root: string,
  dataFolder: string,
  onProgress: (line: string) => void,
): Promise<EmbeddedPostgres> {
  try {
    return await startPostgres({
      dataDir: path.join(dataFolder, 'postgres'),
      name: path.basename(root).replaceAll(/[^\w.-]/g, '_'),
      onProgress,
    })
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw new Refusal(error.message)
    throw error
  }
}

/** Makes the database `booking` on the embedded server, if it is not there yet, and returns its address. */
export async function ensureDatabase(server: EmbeddedPostgres): Promise<string> {
  const sql = postgres(server.url, { max: 1, onnotice: () => {} })
  try {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${DATABASE}`
    if (found.length === 0) await sql.unsafe(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await sql.end({ timeout: 5 })
  }
  return server.urlFor(DATABASE)
}

/** A database's address without user and password, fit to be shown. */
export function publicAddress(databaseUrl: string): string {
  try {
    const { host, pathname } = new URL(databaseUrl)
    return `${host}${pathname}`
  } catch {
    return 'DATABASE_URL'
  }
}

/** Turns a failure of a database that was given to us into a sentence. */
export function databaseRefusal(databaseUrl: string, error: unknown): Refusal {
  const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : ''
  const words = error instanceof Error && error.message !== '' ? error.message : 'it does not answer'
  return new Refusal(
    `The database at ${publicAddress(databaseUrl)} cannot be used: ${words}${code}. ` +
      'Check DATABASE_URL, or unset it to use the embedded PostgreSQL.',
  )
}
