import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import type { Context } from '../context.ts'
import { addException } from '../exceptions/add-exception.ts'
import { listResources } from '../resources/list-resources.ts'
import { instantToSql } from '../sql-values.ts'
import { cancelBooking } from './cancel-booking.ts'
import { createBooking } from './create-booking.ts'
import { createSeries } from './create-series.ts'
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
  expect(await runsOfLists(ctx)).toEqual([2])
  const own = { ...pages, createdBy: 'admin' }
  const everything = { items: [{ title: 'Hour 0' }, { title: 'Hour 1' }], total: 2 }
  for (let turn = 0; turn < 2; turn++) expect(await listBookings(ctx, own)).toMatchObject(everything)
  expect(await runsOfLists(ctx)).toEqual([2, 2, 2])
  for (let turn = 0; turn < 2; turn++) expect(await listResources(ctx, pages)).toMatchObject({ total: 2 })
  expect(await runsOfLists(ctx)).toEqual([2, 2, 2, 2, 2])
})

test('filters that are rare leave no prepared statement behind', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  await listBookings(ctx, { ...pages, q: 'any', recurring: false })
  expect(await runsOfLists(ctx)).toEqual([])
})

/** A room with bookings of every sort from noon on, each in a place of its own; the instant of an hour after noon. */
const roomWithEverySort = async (ctx: Context) => {
  const { id: resourceId } = await createTestResource(ctx)
  const noonMs = Date.parse('2025-03-03T12:00:00Z')
  const at = (hours: number) => noonMs + hours * HOUR_MS
  const book = (title: string, from: number, to: number) =>
    createBooking(ctx, { resourceId, title, start: at(from), end: at(to) })
  await book('short', 0, 1)
  await book('long', 2, 50)
  await book('beside it', 50, 51)
  const cancelled = [await book('cancelled, long', 52, 90), await book('cancelled, short', 91, 92)]
  for (const { id } of cancelled) await cancelBooking(ctx, id)
  await book('where one was cancelled', 60, 61)
  const { booking: moved } = await createSeries(ctx, {
    resourceId,
    title: 'series whose second is before its first',
    start: at(100),
    end: at(101),
    recurrenceRule: 'FREQ=DAILY;COUNT=3',
  })
  const second = { date: '2025-03-08' }
  await addException(ctx, moved.id, second, { kind: 'modified', newStart: at(1), newEnd: at(2) })
  await createSeries(ctx, {
    resourceId,
    title: 'endless series',
    start: at(20_000),
    end: at(20_001),
    recurrenceRule: 'FREQ=YEARLY',
  })
  return { resourceId, at }
}

/** Titles of what has an occurrence in a window, asked of every booking: rows, and the bounds of what has none. */
const titlesIn = async ({ database }: Context, resourceId: string, from: number, to: number) => {
  const window = database.sql`${instantToSql(from)}::timestamptz, ${instantToSql(to)}::timestamptz`
  const rows = await database.sql<{ title: string }[]>`
    SELECT title FROM bookings WHERE resource_id = ${resourceId} AND CASE
      WHEN status = 'cancelled' THEN tstzrange(starts_at, last_ends_at) && tstzrange(${window})
      ELSE EXISTS (
        SELECT FROM occurrences WHERE booking_id = bookings.id AND during && tstzrange(${window})
      ) END
    ORDER BY starts_at, id`
  return rows.map(({ title }) => title)
}

test('what a resource has in a window is what all of its bookings say, wherever the window lies', async () => {
  const ctx = await createTestContext()
  const { resourceId, at } = await roomWithEverySort(ctx)
  const edges = [-1, 0, 0.5, 1, 2, 3, 50, 50.5, 51, 55, 60.5, 91, 92, 99, 100, 149].map(at)
  const seen = new Set<string>()
  for (const from of edges) {
    for (const to of edges.filter((edge) => edge > from)) {
      const { items, total } = await listBookings(ctx, { ...pages, resourceId, from, to })
      const titles = items.map(({ title }) => title)
      expect({ from, to, titles, total }).toEqual({
        from,
        to,
        titles: await titlesIn(ctx, resourceId, from, to),
        total: titles.length,
      })
      for (const title of titles) seen.add(title)
    }
    expect((await listBookings(ctx, { ...pages, resourceId, from })).items.map(({ title }) => title)).toEqual(
      [...(await titlesIn(ctx, resourceId, from, at(10_000))), 'endless series'],
    )
    expect(
      (await listBookings(ctx, { ...pages, resourceId, to: from })).items.map(({ title }) => title),
    ).toEqual(await titlesIn(ctx, resourceId, at(-10), from))
  }
  expect(seen.size).toBe(7)
})

test('a window past the horizon is asked of rules as well, whether the process knows the resource or not', async () => {
  const ctx = await createTestContext()
  const { resourceId, at } = await roomWithEverySort(ctx)
  const window = { from: at(20_000 + 24 * 366), to: at(20_001 + 24 * 366) }
  for (const isKnown of [true, false]) {
    if (!isKnown) ctx.database.known.forget(resourceId)
    expect(await listBookings(ctx, { ...pages, resourceId, ...window })).toMatchObject({
      items: [{ title: 'endless series' }],
      total: 1,
    })
  }
})

test('a page past the end of a window tells how many there are, and an empty window that there are none', async () => {
  const ctx = await createTestContext()
  const { resourceId, at } = await roomWithEverySort(ctx)
  const list = (page: number, from: number, to: number) =>
    listBookings(ctx, { page, limit: 2, resourceId, from: at(from), to: at(to) })
  expect(await list(2, 0, 51)).toMatchObject({ items: [{ title: 'beside it' }, {}], total: 4 })
  expect(await list(3, 0, 51)).toEqual({ items: [], total: 4 })
  expect(await list(1, -2, -1)).toEqual({ items: [], total: 0 })
})
