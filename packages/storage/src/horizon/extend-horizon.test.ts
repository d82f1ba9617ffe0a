import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import { getBooking } from '../bookings/get-booking.ts'
import type { Context } from '../context.ts'
import { addException } from '../exceptions/add-exception.ts'
import { extendHorizon, horizonLagMs } from './extend-horizon.ts'

const DAY_MS = 86_400_000

const weekly = (resourceId: string, recurrenceRule = 'FREQ=WEEKLY') => ({
  resourceId,
  title: 'Standup',
  start: Date.parse('2025-01-20T09:00:00Z'),
  end: Date.parse('2025-01-20T09:30:00Z'),
  recurrenceRule,
})

const starts = async (ctx: Context, bookingId: string) => {
  const rows = await ctx.database.sql<{ start: string }[]>`
    SELECT lower(during)::text AS start FROM occurrences WHERE booking_id = ${bookingId} ORDER BY 1`
  return rows.map(({ start }) => start.slice(0, 10))
}

const extend = (ctx: Context, nowMs: number) => extendHorizon(ctx.database, { nowMs, resourcesMax: 10 })

test('an endless series has a row for every occurrence before the horizon, and more when it moves', async () => {
  const ctx = await createTestContext()
  const resource = await createTestResource(ctx)
  const { booking } = await createSeries(ctx, weekly(resource.id))
  const before = await starts(ctx, booking.id)
  expect(before.at(-1)).toBe('2027-01-11')

  const later = ctx.nowMs + 15 * DAY_MS
  expect(await horizonLagMs(ctx.database, later)).toBe(15 * DAY_MS)
  expect(await extend(ctx, later)).toEqual({ resources: 1, occurrences: 2, more: false })
  expect(await starts(ctx, booking.id)).toEqual([...before, '2027-01-18', '2027-01-25'])
  expect(await horizonLagMs(ctx.database, later)).toBe(0)
})

test('extending twice changes nothing, and several workers at once do it once', async () => {
  const ctx = await createTestContext()
  const resource = await createTestResource(ctx)
  const { booking } = await createSeries(ctx, weekly(resource.id))
  const later = ctx.nowMs + 365 * DAY_MS
  const runs = await Promise.all([extend(ctx, later), extend(ctx, later), extend(ctx, later)])
  expect(runs.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBe(52)
  expect(await extend(ctx, later)).toEqual({ resources: 0, occurrences: 0, more: false })
  expect(new Set(await starts(ctx, booking.id)).size).toBe(104 + 52)
})

test('occurrences that an exception took away stay away, and moved ones keep their place', async () => {
  const ctx = await createTestContext()
  const resource = await createTestResource(ctx)
  const { booking } = await createSeries(ctx, weekly(resource.id))
  await addException(ctx, booking.id, { date: '2027-01-18' }, { kind: 'cancelled' })
  const moved = Date.parse('2025-02-01T12:00:00Z')
  await addException(ctx, booking.id, { date: '2027-01-25' }, { kind: 'modified', newStart: moved })
  await extend(ctx, ctx.nowMs + 30 * DAY_MS)
  const rows = await starts(ctx, booking.id)
  expect(rows).not.toContain('2027-01-18')
  expect(rows).not.toContain('2027-01-25')
  expect(rows).toContain('2025-02-01')
  expect(rows.at(-1)).toBe('2027-02-08')
})

test('a series that ends is done when its last occurrence has a row', async () => {
  const ctx = await createTestContext()
  const resource = await createTestResource(ctx)
  const { booking } = await createSeries(ctx, weekly(resource.id, 'FREQ=WEEKLY;COUNT=110'))
  expect(booking.materialisedUntil).not.toBeNull()
  await extend(ctx, ctx.nowMs + 90 * DAY_MS)
  expect((await getBooking(ctx, booking.id)).materialisedUntil).toBeNull()
  expect((await starts(ctx, booking.id)).length).toBe(110)
})

test('a rule without an end of which nothing is left before the year 9999 keeps its claim and harms nobody', async () => {
  const ctx = await createTestContext()
  const resource = await createTestResource(ctx)
  const { booking } = await createSeries(ctx, weekly(resource.id, 'FREQ=YEARLY;INTERVAL=9000;BYMONTH=1,6'))
  expect(booking).toMatchObject({ lastStartsAt: null, lastEndsAt: null, occurrenceCount: null })
  expect(await starts(ctx, booking.id)).toEqual(['2025-01-20', '2025-06-20'])
  const other = { ...weekly(resource.id), start: Date.parse('2025-01-21T09:00:00Z') }
  await createSeries(ctx, { ...other, end: other.start + 60_000 })
  await extend(ctx, ctx.nowMs + 90 * DAY_MS)
  expect(await starts(ctx, booking.id)).toHaveLength(2)
  expect((await getBooking(ctx, booking.id)).materialisedUntil).not.toBeNull()
  await cancelBooking(ctx, booking.id)
})

test('a cancelled series is not extended', async () => {
  const ctx = await createTestContext()
  const resource = await createTestResource(ctx)
  const { booking } = await createSeries(ctx, weekly(resource.id))
  await cancelBooking(ctx, booking.id)
  expect(await extend(ctx, ctx.nowMs + 90 * DAY_MS)).toEqual({ resources: 1, occurrences: 0, more: false })
  expect(await starts(ctx, booking.id)).toEqual([])
})

test('a batch tells whether there is more to do', async () => {
  const ctx = await createTestContext()
  for (let n = 0; n < 3; n++) await createTestResource(ctx)
  const batch = () => extendHorizon(ctx.database, { nowMs: ctx.nowMs + DAY_MS, resourcesMax: 2 })
  expect(await batch()).toEqual({ resources: 2, occurrences: 0, more: true })
  expect(await batch()).toEqual({ resources: 1, occurrences: 0, more: false })
})
