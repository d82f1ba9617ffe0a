export { childrenOf, signalAll, untilGone } from './child-processes.ts'
export { createTestDatabase, type TestDatabase } from './create-test-database.ts'
export { TestkitError } from './errors.ts'
export { guard } from './guard.ts'
export { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from './otlp-receiver.ts'
export { describeWithRedis, redisIsAvailable, requireRedis } from './require-redis.ts'
export {
  type ProcessEnd,
  type SpawnedProcess,
  type SpawnProcessOptions,
  spawnProcess,
} from './spawn-process.ts'
export { type PostgresServer, startPostgresForTest } from './start-postgres-for-test.ts'
export { type RedisServer, startRedis } from './start-redis.ts'
export { makeTempFolder } from './temp-folder.ts'
