import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import type { Context } from '../context.ts'
import { listResources } from '../resources/list-resources.ts'
import { createBooking } from './create-booking.ts'
import { listBookings } from './list-bookings.ts'

const HOUR_MS = 3_600_000
const pages = { page: 1, limit: 20 }

/** How often each prepared statement that reads a table of Drizzle's was run, on the only connection there is. */
const runsOfLists = async ({ database }: Context): Promise<number[]> => {
  const rows = await database.sql<{ runs: number }[]>`
    SELECT (generic_plans + custom_plans)::int AS runs FROM pg_prepared_statements
    WHERE statement LIKE ANY (ARRAY['select %from "bookings"%', 'select %from "resources"%'])
      AND statement LIKE ANY (ARRAY['%limit%', '%count(*)%'])`
  return rows.map(({ runs }) => runs)
}

test('a list is composed and prepared once for the same filters, whatever their values', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  const rooms = [await createTestResource(ctx), await createTestResource(ctx)]
  for (const [hour, { id: resourceId }] of rooms.entries()) {
    const start = ctx.nowMs + (hour + 1) * HOUR_MS
    await createBooking(ctx, { resourceId, title: `Hour ${hour}`, start, end: start + HOUR_MS })
  }
  for (const [hour, { id: resourceId }] of rooms.entries()) {
    const from = ctx.nowMs
    expect(await listBookings(ctx, { ...pages, resourceId, from, to: from + 4 * HOUR_MS })).toMatchObject({
      items: [{ title: `Hour ${hour}` }],
      total: 1,
    })
  }
  expect(await runsOfLists(ctx)).toEqual([2, 2])
  for (let turn = 0; turn < 2; turn++) expect(await listResources(ctx, pages)).toMatchObject({ total: 2 })
  expect(await runsOfLists(ctx)).toEqual([2, 2, 2, 2])
})

test('filters that are rare leave no prepared statement behind', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  await listBookings(ctx, { ...pages, q: 'any', recurring: false })
  expect(await runsOfLists(ctx)).toEqual([])
})
