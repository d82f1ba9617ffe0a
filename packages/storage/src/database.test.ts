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

test('plans that were made while tables were empty do not read them whole once they are full', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  const rooms = await Promise.all(Array.from({ length: 40 }, () => createTestResource(ctx)))
  await ctx.database.sql`VACUUM ANALYZE`
  const before = await readInOrder(ctx, 'bookings')
  for (const { id: resourceId } of rooms)
    await createSeries(ctx, {
      resourceId,
      title: 'Series',
      recurrenceRule: 'FREQ=DAILY;COUNT=5',
      start: ctx.nowMs,
      end: ctx.nowMs + HOUR_MS,
    })
  expect((await readInOrder(ctx, 'bookings')) - before).toBe(0)
})
