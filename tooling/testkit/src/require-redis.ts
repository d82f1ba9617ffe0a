import { describe, inject, type TestContext, test } from 'vitest'
import { askBroker } from './broker-client.ts'
import { TestkitError } from './errors.ts'
import './provided-context.ts'

const REASON = 'needs Redis: set REDIS_URL or put a redis-server on PATH'

/** Whether Redis is to be had; in CI it must be, so there this is never asked in vain. */
export function redisIsAvailable(): boolean {
  return inject('redisAvailable') === true
}

/**
 * Address of the run's shared Redis, with a logical database that nobody else uses.
 *
 * @param context the running test's; where no Redis is to be had the test is skipped through it
 * @throws TestkitError in CI, or without a context, when there is no Redis
 */
export async function requireRedis(context?: TestContext): Promise<string> {
  if (redisIsAvailable()) return askBroker('redis')
  if (context !== undefined && !isCi()) return context.skip(REASON)
  throw new TestkitError(`This test ${REASON}`)
}

/**
 * `describe` for tests that need Redis: skipped by name where there is none, failed in CI.
 * The tests call `requireRedis()` or `startRedis()` for a server.
 */
export function describeWithRedis(name: string, tests: () => void): void {
  if (redisIsAvailable()) {
    describe(name, tests)
    return
  }
  if (!isCi()) {
    describe.skip(name, tests)
    return
  }
  test(name, () => {
    throw new TestkitError(`CI has no Redis, and this ${REASON}`)
  })
}

function isCi(): boolean {
  return process.env.CI === 'true' || process.env.CI === '1'
}
