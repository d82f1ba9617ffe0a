import { once } from 'node:events'
import { createServer } from 'node:net'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestContext } from '../test/test-context.ts'
import { openDatabase } from './database.ts'
import { correctedAhead, followDatabaseClock } from './database-clock.ts'

const HOUR_MS = 3_600_000
/** Longer than a look takes. */
const PATIENCE_MS = 60_000

test('a clock that is an hour wrong, either way, is put right', async () => {
  const { database } = await createTestContext()
  for (const wrongMs of [HOUR_MS, -HOUR_MS]) {
    const clock = await followDatabaseClock(database, { own: () => Date.now() + wrongMs })
    clock.stop()
    expect(Math.abs(clock.now() - Date.now())).toBeLessThan(PATIENCE_MS)
  }
})

test('a clock that is set while it is followed is put right at the next look', async () => {
  const { database } = await createTestContext()
  let wrongMs = 0
  const clock = await followDatabaseClock(database, { own: () => Date.now() + wrongMs })
  clock.stop()
  wrongMs = HOUR_MS
  expect(clock.now() - Date.now()).toBeGreaterThan(HOUR_MS - PATIENCE_MS)
  await clock.check()
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(PATIENCE_MS)
})

test('without a database the clock goes as this process` own', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  const database = openDatabase({ url: `postgresql://nobody@127.0.0.1:${port}/nothing` })
  const clock = await followDatabaseClock(database, { own: () => 1_000 })
  clock.stop()
  expect(clock.now()).toBe(1_000)
  await database.close()
})

/** Two clocks, `ahead` apart, and a question that takes `there` and `back`. */
const readings = fc.record({
  before: fc.integer({ min: 0, max: 1e12 }),
  ahead: fc.integer({ min: -HOUR_MS, max: HOUR_MS }),
  there: fc.integer({ min: 0, max: 30_000 }),
  back: fc.integer({ min: 0, max: 30_000 }),
  believed: fc.integer({ min: -2 * HOUR_MS, max: 2 * HOUR_MS }),
})

test('a look is never further off than the question took, and leaves what is right alone', () => {
  fc.assert(
    fc.property(readings, ({ before, ahead, there, back, believed }) => {
      const reading = {
        beforeMs: before,
        databaseMs: before + there + ahead,
        afterMs: before + there + back,
      }
      expect(Math.abs(correctedAhead(believed, reading) - ahead)).toBeLessThanOrEqual(there + back + 1)
      expect(correctedAhead(ahead, reading)).toBe(ahead)
    }),
  )
})
