import { randomBytes } from 'node:crypto'
import { createServer } from 'node:net'
import path from 'node:path'
import { migrate, openDatabase } from '@booking/storage'
import { hasRedisServer, startPostgresForTest, startRedis } from '@booking/testkit/servers'
import { startProgram } from './program.ts'
import type { System } from './system.ts'

const DATABASE = 'booking'

type Undo = () => Promise<unknown>

/**
 * Starts everything on free ports: PostgreSQL with the settings of `npm start` on a folder that is thrown away, a
 * Redis where there is one, the worker and the API as they are shipped, with limits, metrics and logs on.
 */
export async function startOwnSystem(root: string): Promise<System> {
  const undo: Undo[] = []
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step()
  }
  try {
    const postgres = await startPostgresForTest()
    undo.push(() => postgres.stop())
    const redis = hasRedisServer() ? await startRedis() : null
    undo.push(async () => redis?.stop())
    const databaseUrl = postgres.urlFor(DATABASE)
    await makeDatabase(postgres.url)
    await migrate(databaseUrl)
    const jwtSecret = randomBytes(32).toString('hex')
    const metricsPort = await freePort()
    const env = settings({ databaseUrl, redisUrl: redis?.url, jwtSecret, metricsPort })
    const entry = (app: string) => path.join(root, 'apps', app, 'dist/main.js')
    const worker = await startProgram('worker', entry('worker'), env)
    undo.push(() => worker.stop())
    const api = await startProgram('API', entry('api'), env)
    undo.push(() => api.stop())
    return {
      base: `http://127.0.0.1:${new URL(api.address ?? '').port}/api/v1`,
      jwtSecret,
      metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
      databaseUrl,
      pids: {
        api: api.pid,
        worker: worker.pid,
        postgres: postgres.pid,
        ...(redis === null ? {} : { redis: redis.pid }),
      },
      description: `API, worker, PostgreSQL${redis === null ? '' : ' and Redis'} on this machine, as shipped`,
      failed: Promise.race([api.failed, worker.failed]),
      async stopPrograms() {
        await Promise.all([api.stop(), worker.stop()])
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

function settings(own: {
  readonly databaseUrl: string
  readonly redisUrl: string | undefined
  readonly jwtSecret: string
  readonly metricsPort: number
}): Record<string, string | undefined> {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: own.databaseUrl,
    REDIS_URL: own.redisUrl,
    JWT_SECRET: own.jwtSecret,
    HOST: '127.0.0.1',
    PORT: '0',
    METRICS_PORT: String(own.metricsPort),
  }
}

async function makeDatabase(serverUrl: string): Promise<void> {
  const server = openDatabase({ url: serverUrl, connectionsMax: 1, applicationName: 'load test' })
  try {
    await server.sql.unsafe(`CREATE DATABASE ${DATABASE}`)
  } finally {
    await server.close()
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}
