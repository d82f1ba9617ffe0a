import { rmSync } from 'node:fs'
import { migrate, openDatabase, seedDemo } from '@booking/storage'
import {
  guard,
  hasRedisServer,
  makeTempFolder,
  type PostgresServer,
  type RedisServer,
  startPostgresForTest,
  startRedis,
} from '@booking/testkit/servers'

/** The servers of a run, which its scenarios share one after the other. */
export interface Servers {
  readonly postgres: PostgresServer
  /** Null where there is no redis-server on PATH. */
  readonly redis: RedisServer | null
  /** For histories; removed at the end. */
  readonly folder: string
  /** A database with nothing in it, and its superuser's address. */
  emptyDatabase(name: string): Promise<string>
  /** A migrated database with the demo resources, and its superuser's address. */
  newDatabase(name: string): Promise<string>
  stop(): Promise<void>
}

/** Starts a PostgreSQL that loses nothing it has acknowledged, with the settings of `npm start`, and a Redis. */
export const startServers = async (): Promise<Servers> => {
  const folder = makeTempFolder('chaos')
  const release = guard({ pids: [], folders: [folder] })
  const postgres = await startPostgresForTest({ max_connections: '200' })
  const redis = hasRedisServer() ? await startRedis() : null
  const emptyDatabase = async (name: string) => {
    const admin = openDatabase({ url: postgres.url, connectionsMax: 1, applicationName: 'chaos' })
    try {
      await admin.sql.unsafe(`CREATE DATABASE "${name}"`)
    } finally {
      await admin.close()
    }
    return postgres.urlFor(name)
  }
  return {
    postgres,
    redis,
    folder,
    emptyDatabase,
    async newDatabase(name) {
      const url = await emptyDatabase(name)
      await migrate(url)
      await seedDemo(url)
      return url
    },
    async stop() {
      await Promise.allSettled([postgres.stop(), redis?.stop()])
      rmSync(folder, { recursive: true, force: true })
      release()
    },
  }
}
