import { createTestDatabase } from '@booking/testkit'
import { expect, onTestFinished, test } from 'vitest'
import { createTestResource } from '../test/test-context.ts'
import { cancelBooking } from './bookings/cancel-booking.ts'
import { createBooking } from './bookings/create-booking.ts'
import { createSeries } from './bookings/create-series.ts'
import { rebookSkipped } from './bookings/rebook-skipped.ts'
import { updateBooking } from './bookings/update-booking.ts'
import { type Context, defaultBounds } from './context.ts'
import { openDatabase } from './database.ts'
import { addException } from './exceptions/add-exception.ts'
import { replaceException } from './exceptions/replace-exception.ts'
import { undoException } from './exceptions/undo-exception.ts'
import { checkInvariants } from './invariants/check-invariants.ts'
import { updateResource } from './resources/update-resource.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

test('a process whose clock is behind changes what another one has just made, and no change comes before the last', async () => {
  const { url } = await createTestDatabase()
  const database = openDatabase({ url })
  onTestFinished(() => database.close())
  const nowMs = Date.parse('2025-01-15T10:30:00Z')
  const ctx: Context = { database, actor: { subject: 'admin', role: 'admin' }, nowMs, bounds: defaultBounds }
  const behind: Context = { ...ctx, nowMs: ctx.nowMs - 5 }
  const room = await createTestResource(ctx)
  const at = (day: number) => {
    const start = ctx.nowMs + day * DAY_MS
    return { resourceId: room.id, title: 'Meeting', start, end: start + HOUR_MS }
  }
  const single = await createBooking(ctx, at(1))
  expect(await updateBooking(behind, single.id, { title: 'Other' })).toMatchObject({ updatedAt: ctx.nowMs })
  expect(await cancelBooking(behind, single.id)).toMatchObject({
    updatedAt: ctx.nowMs,
    cancelledAt: ctx.nowMs,
  })

  await createBooking(ctx, at(3))
  const daily = { ...at(2), recurrenceRule: 'FREQ=DAILY;COUNT=9', conflictPolicy: 'skip' } as const
  const { booking: series } = await createSeries(ctx, daily)
  const dateOf = (day: number) => new Date(ctx.nowMs + day * DAY_MS).toISOString().slice(0, 10)
  const { exception } = await addException(behind, series.id, { date: dateOf(4) }, { kind: 'cancelled' })
  const moved = { kind: 'modified', newTitle: 'Elsewhere' } as const
  await replaceException(behind, series.id, exception.id, moved)
  await undoException(behind, series.id, exception.id)
  await cancelBooking(behind, (await createBooking(ctx, { ...at(20) })).id)
  const [there] = await ctx.database.sql<{ id: string }[]>`
    SELECT id FROM bookings WHERE recurrence_rule IS NULL AND status = 'active'`
  await cancelBooking(behind, there!.id)
  expect((await rebookSkipped(behind, series.id)).rebooked).toHaveLength(1)
  for (const scope of ['this', 'following', 'all'] as const)
    await updateBooking(behind, series.id, { title: scope }, { scope, occurrenceDate: dateOf(6) })
  for (const scope of ['this', 'following', 'all'] as const)
    await cancelBooking(behind, series.id, { scope, occurrenceDate: dateOf(3), dropExceptions: true })
  expect(await updateResource(behind, room.id, { name: 'Hall' })).toMatchObject({ updatedAt: room.updatedAt })
  const results = await checkInvariants(url, { nowMs })
  expect(results.flatMap(({ found }) => found.rows)).toEqual([])
})
