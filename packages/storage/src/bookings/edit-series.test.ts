import { beforeAll, expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import type { Context } from '../context.ts'
import { addException } from '../exceptions/add-exception.ts'
import { createBooking } from './create-booking.ts'
import { createSeries } from './create-series.ts'
import { listSkipped } from './list-skipped.ts'
import { updateBooking } from './update-booking.ts'

const HOUR_MS = 3_600_000

let ctx: Context

beforeAll(async () => {
  ctx = await createTestContext()
})

const hour = (start: string) => ({ start: Date.parse(start), end: Date.parse(start) + HOUR_MS })

const bookSeries = async (recurrenceRule: string, start: string, resourceId?: string) => {
  const room = resourceId ?? (await createTestResource(ctx)).id
  return createSeries(ctx, { resourceId: room, title: 'Series', recurrenceRule, ...hour(start) })
}

const claimsOf = (bookingId: string) =>
  ctx.database.sql<{ start: string }[]>`
    SELECT lower(during)::text AS start FROM occurrences WHERE booking_id = ${bookingId} ORDER BY 1`

test('of two exceptions that a change would give to one occurrence, one is orphaned', async () => {
  const { booking } = await bookSeries('FREQ=DAILY;BYHOUR=9,15;COUNT=8', '2025-02-01T09:00Z')
  for (const time of ['09:00', '15:00']) {
    const start = Date.parse(`2025-02-03T${time}Z`)
    await addException(ctx, booking.id, { date: '2025-02-03', start }, { kind: 'cancelled' })
  }
  const change = { recurrenceRule: 'FREQ=DAILY;COUNT=8', ...hour('2025-02-01T12:00Z') }
  await expect(updateBooking(ctx, booking.id, change)).rejects.toMatchObject({
    code: 'orphaned_exceptions',
    details: { exceptions: [{ date: '2025-02-03' }] },
  })
  await updateBooking(ctx, booking.id, change, { scope: 'all', dropExceptions: true })
  expect(await claimsOf(booking.id)).toHaveLength(7)
})

test('an occurrence that was moved to a place that is taken is skipped when a series moves in spite of conflicts', async () => {
  const target = await createTestResource(ctx)
  await createBooking(ctx, { resourceId: target.id, title: 'There', ...hour('2025-02-20T10:00Z') })
  const { booking } = await bookSeries('FREQ=WEEKLY;COUNT=3', '2025-02-01T09:00Z')
  const newStart = Date.parse('2025-02-20T10:00Z')
  await addException(ctx, booking.id, { date: '2025-02-08' }, { kind: 'modified', newStart })
  const moved = await updateBooking(ctx, booking.id, { resourceId: target.id, conflictPolicy: 'skip' })
  expect((await listSkipped(ctx, moved)).map(({ start }) => start)).toEqual([Date.parse('2025-02-08T09:00Z')])
  expect(await claimsOf(booking.id)).toHaveLength(2)
})

test('a moved occurrence must lie within the hours of the resource that its series goes to', async () => {
  const target = await createTestResource(ctx, { businessHours: { start: '08:00', end: '18:00' } })
  const { booking } = await bookSeries('FREQ=WEEKLY;COUNT=3', '2025-02-01T09:00Z')
  const newStart = Date.parse('2025-02-08T20:00Z')
  await addException(ctx, booking.id, { date: '2025-02-08' }, { kind: 'modified', newStart })
  await expect(updateBooking(ctx, booking.id, { resourceId: target.id })).rejects.toMatchObject({
    code: 'outside_business_hours',
    details: { start: newStart },
  })
})

test('an occurrence moved past the horizon meets the rules of the resource that its series goes to', async () => {
  const target = await createTestResource(ctx)
  await bookSeries('FREQ=WEEKLY', '2025-02-01T10:00Z', target.id)
  const { booking } = await bookSeries('FREQ=DAILY;COUNT=5', '2025-02-01T15:00Z')
  const newStart = Date.parse('2030-02-02T10:00Z')
  await addException(ctx, booking.id, { date: '2025-02-03' }, { kind: 'modified', newStart })
  await expect(updateBooking(ctx, booking.id, { resourceId: target.id })).rejects.toMatchObject({
    code: 'booking_conflict',
  })
})
