import type { TestProject } from 'vitest/node'
import { startBroker } from './broker.ts'
import { TestkitError } from './errors.ts'
import './provided-context.ts'
import { hasRedisServer } from './start-redis.ts'

/** Vitest calls this once before the first test, and what it returns after the last. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const databaseUrl = process.env.TEST_DATABASE_URL || undefined
  const redisUrl = process.env.REDIS_URL || undefined
  const { migrationsModule } = project.getProvidedContext()
  const broker = await startBroker({
    databaseUrl,
    redisUrl,
    migrate: async (url) => (await loadMigrate(migrationsModule))(url),
  })
  project.provide('broker', broker.address)
  project.provide('redisAvailable', redisUrl !== undefined || hasRedisServer())
  return () => broker.stop()
}

async function loadMigrate(file: string): Promise<(databaseUrl: string) => Promise<unknown>> {
  const loaded: unknown = await import(/* @vite-ignore */ file)
  if (
    typeof loaded === 'object' &&
    loaded !== null &&
    'migrate' in loaded &&
    typeof loaded.migrate === 'function'
  ) {
    return loaded.migrate as (databaseUrl: string) => Promise<unknown>
  }
  throw new TestkitError(`${file} exports no function migrate(databaseUrl)`)
}
