import type { BrokerAddress } from './broker.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the module that exports `migrate(databaseUrl)`; given by the root vitest.config.ts. */
    migrationsModule: string
    broker: BrokerAddress
    /** False when there is neither REDIS_URL nor a redis-server on PATH. */
    redisAvailable: boolean
  }
}
