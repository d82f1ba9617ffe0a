import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../test/test-context.ts'
import { createSeries } from './bookings/create-series.ts'
import type { Context } from './context.ts'

const HOUR_MS = 3_600_000

/** Rows of a table that were read one after the other, by the session's own count. */
const readInOrder = async ({ database }: Context, table: string): Promise<number> => {
  await database.sql`SELECT pg_stat_force_next_flush()`
  const [row] = await database.sql<{ read: number }[]>`
    SELECT seq_tup_read::int AS read FROM pg_stat_user_tables WHERE relname = ${table}`
  return row!.read
}

test('plans that are made while tables are small do not read them whole once they have grown', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  const rooms = await Promise.all(Array.from({ length: 60 }, () => createTestResource(ctx)))
  const bookAll = async (start: number) => {
    for (const { id: resourceId } of rooms)
      await createSeries(ctx, {
        resourceId,
        title: 'Series',
        recurrenceRule: 'FREQ=DAILY;COUNT=5',
        start,
        end: start + HOUR_MS,
      })
  }
  await bookAll(ctx.nowMs)
  // What autovacuum does once a table has some fifty rows.
  await ctx.database.sql`ANALYZE`
  const before = await readInOrder(ctx, 'bookings')
  await bookAll(ctx.nowMs + HOUR_MS)
  expect((await readInOrder(ctx, 'bookings')) - before).toBe(0)
})
