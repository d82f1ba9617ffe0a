import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { startPostgres } from '@booking/embedded-postgres'
import postgres from 'postgres'
import { guard } from './guard.ts'
import { makeTempFolder } from './temp-folder.ts'

export type Migrate = (databaseUrl: string) => Promise<unknown>

/** The PostgreSQL of a test run, which hands out clones of one migrated template. */
export interface DatabaseServer {
  /** A new database that holds the migrated schema and nothing else. */
  clone(): Promise<string>
  drop(url: string): Promise<void>
  /** Drops everything made here; ends the server if it was started here. */
  stop(): Promise<void>
}

interface Host {
  readonly adminUrl: string
  stop(): Promise<void>
}

/** A test server may lose everything with the power: its data are thrown away anyway. */
const TEST_SETTINGS = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  wal_level: 'minimal',
  max_wal_senders: '0',
}

/**
 * @param externalUrl superuser's address of a running server; when absent one is started in a temp folder
 * @param migrate brings an empty database to the current schema
 */
export async function openDatabaseServer(
  externalUrl: string | undefined,
  migrate: Migrate,
): Promise<DatabaseServer> {
  const host = externalUrl === undefined ? await startHost() : { adminUrl: externalUrl, stop: async () => {} }
  const admin = postgres(host.adminUrl, { max: 1, onnotice: () => {} })
  const run = randomBytes(4).toString('hex')
  const template = `booking_template_${run}`
  const made = new Set<string>()
  const urlOf = (database: string) => Object.assign(new URL(host.adminUrl), { pathname: `/${database}` }).href
  const dropNamed = async (database: string) => {
    await admin.unsafe(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`)
    made.delete(database)
  }
  const stop = async () => {
    if (externalUrl !== undefined) for (const database of made) await dropNamed(database)
    await admin.end({ timeout: 5 })
    await host.stop()
  }
  const create = async (database: string, clause: string) => {
    made.add(database)
    await admin.unsafe(`CREATE DATABASE "${database}" ${clause}`)
  }
  try {
    await create(template, 'TEMPLATE template0')
    await migrate(urlOf(template))
    // No connection may be open on a template while it is copied, and a pool may close its own a little late.
    await admin.unsafe(`ALTER DATABASE "${template}" WITH ALLOW_CONNECTIONS false`)
    await admin`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ${template}`
  } catch (error) {
    await stop()
    throw error
  }
  let serial = 0
  return {
    async clone() {
      const database = `booking_test_${run}_${++serial}`
      // One connection, so clones queue up behind each other and never meet on the template.
      await create(database, `TEMPLATE "${template}" STRATEGY WAL_LOG`)
      return urlOf(database)
    },
    drop: (url) => dropNamed(new URL(url).pathname.slice(1)),
    stop,
  }
}

async function startHost(): Promise<Host> {
  const folder = makeTempFolder('test-postgres')
  const server = await startPostgres({ dataDir: `${folder}/postgres`, settings: TEST_SETTINGS })
  const release = guard({
    pids: [{ pid: server.pid, signal: 'SIGINT' }],
    folders: [folder, server.dataDir, server.socketFolder ?? folder],
  })
  return {
    adminUrl: server.url,
    async stop() {
      await server.stop()
      for (const made of [folder, server.dataDir]) rmSync(made, { recursive: true, force: true })
      release()
    },
  }
}
