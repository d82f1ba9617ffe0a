import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import { answerOnce } from '../answer-once.ts'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import { createBooking } from '../bookings/create-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import { listHistory } from '../bookings/list-history.ts'
import { updateBooking } from '../bookings/update-booking.ts'
import type { Context } from '../context.ts'
import { addException } from '../exceptions/add-exception.ts'
import { createUser } from '../users/create-user.ts'
import { dispatchEvents } from './dispatch-events.ts'
import { overdueBookings } from './overdue-bookings.ts'

const HOUR_MS = 3_600_000
const start = Date.parse('2025-02-03T09:00:00Z')

const notifying = async (): Promise<Context> => ({ ...(await createTestContext()), notifyAttendees: true })

const book = async (ctx: Context, attendees: string[] = ['ann@example.com']) => {
  const room = await createTestResource(ctx)
  return createBooking(ctx, { resourceId: room.id, title: 'T', start, end: start + HOUR_MS, attendees })
}

const jobs = async ({ database }: Context) =>
  (await database.sql`SELECT key FROM graphile_worker.jobs ORDER BY key`).map(({ key }) => key as string)

const waiting = async ({ database }: Context) =>
  (await database.sql`SELECT version FROM outbox WHERE dispatched_at IS NULL ORDER BY version`).map(
    ({ version }) => version as number,
  )

const notificationsOf = async (ctx: Context, id: string) => {
  const { items } = await listHistory(ctx, id, { page: 1, limit: 10 })
  return items.map(({ version, notifications }) => [
    version,
    Object.fromEntries(notifications.map(({ attendee, status }) => [attendee, status])),
  ])
}

const dispatch = (ctx: Context, id: string, canMail = true) =>
  dispatchEvents(ctx.database, id, { nowMs: ctx.nowMs, canMail })

test('a booking that nobody is to be told of enqueues nothing and leaves nothing to dispatch', async () => {
  const ctx = await createTestContext()
  const booking = await book(ctx)
  await updateBooking(ctx, booking.id, { title: 'U' })
  expect(await jobs(ctx)).toEqual([])
  expect(await waiting(ctx)).toEqual([])
  expect(await notificationsOf(ctx, booking.id)).toEqual([
    [2, {}],
    [1, {}],
  ])
})

test('every way to change a booking enqueues one job with it, and it says so in its history', async () => {
  const ctx = await notifying()
  const room = await createTestResource(ctx)
  const input = { resourceId: room.id, title: 'T', start, end: start + HOUR_MS }
  const { booking } = await createSeries(ctx, { ...input, recurrenceRule: 'FREQ=WEEKLY;COUNT=9' })
  expect(await jobs(ctx)).toEqual([`outbox:${booking.id}`])
  expect(await waiting(ctx)).toEqual([1])
  for (const change of [
    () => addException(ctx, booking.id, { date: '2025-02-10' }, { kind: 'cancelled' }),
    () => updateBooking(ctx, booking.id, { title: 'U' }),
    () => cancelBooking(ctx, booking.id, { scope: 'this', occurrenceDate: '2025-02-17' }),
    () => cancelBooking(ctx, booking.id),
  ])
    await change()
  expect(await jobs(ctx)).toEqual([`outbox:${booking.id}`])
  expect(await waiting(ctx)).toEqual([1, 2, 3, 4, 5])
  const { items } = await listHistory(ctx, booking.id, { page: 1, limit: 10 })
  expect(items.map(({ details }) => details.notifyAttendees)).toEqual([true, true, true, true, true])
})

test('a booking that is refused, tried out or undone leaves no job and no event', async () => {
  const ctx = await notifying()
  const booking = await book(ctx)
  const { resourceId } = booking
  await ctx.database.sql`SELECT graphile_worker.remove_job(${`outbox:${booking.id}`})`
  const again = { resourceId, title: 'T', start, end: start + HOUR_MS }
  await expect(createBooking(ctx, again)).rejects.toThrow('booking_conflict')
  const later = { ...again, start: start + HOUR_MS, end: start + 2 * HOUR_MS }
  await createBooking({ ...ctx, dryRun: true }, later)
  const broken: Context = {
    ...ctx,
    keyed: {
      key: 'k',
      operation: 'o',
      fingerprint: 'f',
      render: () => {
        throw new Error('no answer')
      },
    },
  }
  await expect(answerOnce(broken, () => createBooking(broken, later))).rejects.toThrow('no answer')
  expect(await jobs(ctx)).toEqual([])
  expect(await waiting(ctx)).toEqual([1])
})

test('whoever attends is told once for each event, by what kind of name he has', async () => {
  const ctx = await notifying()
  const user = await createUser(ctx, {
    email: 'bob@example.com',
    password: 'a long password',
    name: 'Bob',
    role: 'standard',
  })
  const booking = await book(ctx, ['ann@example.com', user.id, 'user-9', 'eve@example.com\r\nBcc: x@y.zz'])
  expect(await dispatch(ctx, booking.id)).toBe(1)
  expect(await dispatch(ctx, booking.id)).toBe(0)
  expect(await notificationsOf(ctx, booking.id)).toEqual([
    [
      1,
      {
        'ann@example.com': 'pending',
        [user.id]: 'pending',
        'user-9': 'no_address',
        'eve@example.com\r\nBcc: x@y.zz': 'no_address',
      },
    ],
  ])
})

test('without a mail server the history says that nobody could be told', async () => {
  const ctx = await notifying()
  const booking = await book(ctx)
  await dispatch(ctx, booking.id, false)
  expect(await notificationsOf(ctx, booking.id)).toEqual([[1, { 'ann@example.com': 'not_configured' }]])
})

test('who is taken off a booking is told of that, and of nothing later', async () => {
  const ctx = await notifying()
  const booking = await book(ctx, ['ann@example.com', 'bob@example.com'])
  await dispatch(ctx, booking.id)
  await updateBooking(ctx, booking.id, { attendees: ['ann@example.com'] })
  await updateBooking(ctx, booking.id, { title: 'U' })
  await dispatch(ctx, booking.id)
  expect(await notificationsOf(ctx, booking.id)).toEqual([
    [3, { 'ann@example.com': 'pending' }],
    [2, { 'ann@example.com': 'pending', 'bob@example.com': 'pending' }],
    [1, { 'ann@example.com': 'pending', 'bob@example.com': 'pending' }],
  ])
})

test('several workers at one booking dispatch each event once', async () => {
  const ctx = await notifying()
  const booking = await book(ctx)
  await updateBooking(ctx, booking.id, { title: 'U' })
  const runs = await Promise.all(Array.from({ length: 5 }, () => dispatch(ctx, booking.id)))
  expect(runs.sort()).toEqual([0, 0, 0, 0, 2])
})

test('notifications go with a booking to the bucket of its new resource', async () => {
  const ctx = await notifying()
  const booking = await book(ctx)
  await dispatch(ctx, booking.id)
  const other = await createTestResource(ctx)
  await updateBooking(ctx, booking.id, { resourceId: other.id })
  await dispatch(ctx, booking.id)
  expect(await notificationsOf(ctx, booking.id)).toEqual([
    [2, { 'ann@example.com': 'pending' }],
    [1, { 'ann@example.com': 'pending' }],
  ])
})

test('what waits for longer than it should is found, and nothing else', async () => {
  const ctx = await notifying()
  const booking = await book(ctx)
  const overdue = (afterMs: number) =>
    overdueBookings(ctx.database, { nowMs: ctx.nowMs + afterMs, lateMs: 60_000, bookingsMax: 10 })
  expect(await overdue(59_999)).toEqual([])
  expect(await overdue(60_000)).toEqual([booking.id])
  await dispatch(ctx, booking.id)
  expect(await overdue(60_000)).toEqual([booking.id])
  await ctx.database.sql`UPDATE notifications SET status = 'sent', due_at = NULL`
  expect(await overdue(60_000)).toEqual([])
})

test('a database whose queue is missing still takes bookings that nobody is to be told of', async () => {
  const ctx = await createTestContext()
  await ctx.database.sql`DROP SCHEMA graphile_worker CASCADE`
  expect((await book(ctx)).version).toBe(1)
})
