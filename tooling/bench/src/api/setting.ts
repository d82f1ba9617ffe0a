import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { type EmbeddedPostgres, startPostgres, tryPort } from '@booking/embedded-postgres'
import { type Actor, createResource, defaultBounds, migrate, openDatabase } from '@booking/storage'
import postgres from 'postgres'
import { ROOMS, type Rooms } from './rooms.ts'
import { type ServerProcess, startServer } from './server-process.ts'
import { jwtSecret } from './token.ts'

const UNLIMITED = '1000000000'
const INTERRUPTED = 130

const require = createRequire(import.meta.url)
const programOf = (app: string) =>
  path.join(path.dirname(require.resolve(`${app}/package.json`)), 'dist/main.js')
const besides = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** The servers of a run. Everything lies in a folder that goes with it. */
export interface Setting {
  readonly folder: string
  readonly postgres: EmbeddedPostgres
  /** Undefined where there is no redis-server on PATH; the API counts in memory then. */
  readonly redisUrl: string | undefined
  /** A new database; its superuser's address. */
  newDatabase(name: string): Promise<string>
  /** @param env settings of the API besides those that every run has */
  startApi(databaseUrl: string, env?: Readonly<Record<string, string>>): Promise<ServerProcess>
  startWorker(databaseUrl: string): Promise<ServerProcess>
  startComparison(databaseUrl: string): Promise<ServerProcess>
  startBare(): Promise<ServerProcess>
  stop(): Promise<void>
}

/** Starts PostgreSQL with the settings of `npm start`, which loses nothing it has acknowledged, and Redis. */
async function startSetting(): Promise<Setting> {
  // macOS and some Linux systems keep the temp folder behind a link; PostgreSQL wants the folder itself.
  const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'booking-bench-')))
  mkdirSync(path.join(folder, 'redis'))
  const server = await startPostgres({
    dataDir: path.join(folder, 'postgres'),
    settings: { max_connections: '200', max_wal_size: '8GB' },
  })
  const redis = await startRedis(path.join(folder, 'redis'))
  const started: ServerProcess[] = []
  const start = async (entry: string, env: Record<string, string | undefined>) => {
    const log = path.join(folder, `${started.length}.log`)
    const process = await startServer(entry, { NODE_ENV: 'production', JWT_SECRET: jwtSecret, ...env }, log)
    started.push(process)
    return process
  }
  const programEnv = (databaseUrl: string) => ({ DATABASE_URL: databaseUrl, REDIS_URL: redis?.url })
  return {
    folder,
    postgres: server,
    redisUrl: redis?.url,
    async newDatabase(name) {
      const sql = postgres(server.url, { max: 1 })
      await sql.unsafe(`CREATE DATABASE "${name}"`)
      await sql.end()
      return server.urlFor(name)
    },
    startApi: (databaseUrl, env = {}) =>
      start(programOf('@booking/api'), {
        ...programEnv(databaseUrl),
        PORT: '0',
        METRICS_PORT: '0',
        HOST: '127.0.0.1',
        LOG_LEVEL: 'info',
        RATE_LIMIT_MAX: UNLIMITED,
        ...env,
      }),
    startWorker: (databaseUrl) => start(programOf('@booking/worker'), programEnv(databaseUrl)),
    startComparison: (databaseUrl) => start(besides('./comparison/server.js'), { DATABASE_URL: databaseUrl }),
    startBare: () => start(besides('./api/bare-server.js'), {}),
    async stop() {
      await Promise.all(started.map((process) => process.stop()))
      redis?.stop()
      await server.stop()
      rmSync(server.dataDir, { recursive: true, force: true })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Measures on servers that are gone afterwards, also when it is interrupted.
 *
 * @throws Error on another system than Linux
 */
export async function withSetting(measure: (setting: Setting) => Promise<void>): Promise<void> {
  if (process.platform !== 'linux')
    throw new Error('The CPU of other processes is read from /proc: Linux only.')
  const setting = await startSetting()
  const stop = () => void setting.stop().then(() => process.exit(INTERRUPTED))
  process.once('SIGINT', stop)
  try {
    await measure(setting)
  } finally {
    process.off('SIGINT', stop)
    await setting.stop()
  }
}

/** @returns undefined where there is no redis-server */
async function startRedis(folder: string): Promise<{ url: string; stop: () => void } | undefined> {
  const port = await tryPort(0)
  const child = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''],
    {
      stdio: 'ignore',
    },
  )
  const isThere = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false))
    child.once('spawn', () => resolve(true))
  })
  return isThere ? { url: `redis://127.0.0.1:${port}`, stop: () => child.kill() } : undefined
}

const admin: Actor = { subject: 'bench', role: 'admin' }

/** The schema of the API with rooms that are always open, in UTC; their ids. */
export async function fillOurs(url: string): Promise<Rooms> {
  await migrate(url)
  const database = openDatabase({ url })
  const context = { database, actor: admin, nowMs: Date.now(), bounds: defaultBounds }
  const make = (serial: number) =>
    createResource(context, {
      name: `Room ${String(serial).padStart(4, '0')}`,
      type: 'bench',
      capacity: 10,
      location: 'Floor 3',
      amenities: ['projector', 'whiteboard'],
      businessHours: null,
      timeZone: 'UTC',
      isActive: true,
    })
  const rooms = await Promise.all(Array.from({ length: ROOMS }, (_, serial) => make(serial)))
  await database.close()
  return rooms.map(({ id }) => id)
}

/** The same rooms for the comparison, whose server has made its tables. */
export async function fillComparison(url: string, rooms: Rooms): Promise<void> {
  const sql = postgres(url, { max: 1 })
  await sql`
    INSERT INTO resources (id, name, type, capacity, location, amenities, "createdAt", "updatedAt")
    SELECT id, 'Room ' || lpad(n::text, 4, '0'), 'bench', 10, 'Floor 3', ARRAY['projector', 'whiteboard'], now(), now()
    FROM unnest(${[...rooms]}::uuid[]) WITH ORDINALITY AS room (id, n)`
  await sql.end()
}
