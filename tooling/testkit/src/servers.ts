// Servers and processes without Vitest: for programs that put the system under strain outside of a test run.
export { TestkitError } from './errors.ts'
export { guard } from './guard.ts'
export { type ProcessEnd, type SpawnedProcess, spawnProcess } from './spawn-process.ts'
export { type PostgresServer, startPostgresForTest, startPostgresOnCopy } from './start-postgres-for-test.ts'
export { hasRedisServer, type RedisServer, startRedis } from './start-redis.ts'
export { type LinkFault, startTcpProxy, type TcpProxy } from './tcp-proxy.ts'
export { makeTempFolder } from './temp-folder.ts'
