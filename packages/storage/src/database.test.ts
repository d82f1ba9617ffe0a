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

test('in a new database each claim looks for its booking, and each booking for its resource, by an index', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  for (let series = 0; series < 60; series++) {
    const { id: resourceId } = await createTestResource(ctx)
    const interval = { start: ctx.nowMs, end: ctx.nowMs + HOUR_MS }
    await createSeries(ctx, {
      resourceId,
      title: 'Series',
      recurrenceRule: 'FREQ=DAILY;COUNT=5',
      ...interval,
    })
  }
  expect(await readInOrder(ctx, 'bookings')).toBe(0)
  expect(await readInOrder(ctx, 'resources')).toBe(0)
})

test('and goes on to: tables are left without statistics until the index is cheaper for who knows them', async () => {
  const { database } = await createTestContext()
  const tables = await database.sql<{ name: string }[]>`
    SELECT relname AS name FROM pg_class
    WHERE 'autovacuum_analyze_threshold=1000' = ANY (reloptions) ORDER BY relname`
  expect(tables.map(({ name }) => name)).toEqual(['bookings', 'resources'])
})
