import { createTestDatabase } from '@booking/testkit'
import { afterAll } from 'vitest'
import { answerOnce } from '../src/answer-once.ts'
import { cancelBooking } from '../src/bookings/cancel-booking.ts'
import { createBooking } from '../src/bookings/create-booking.ts'
import { createSeries } from '../src/bookings/create-series.ts'
import { rebookSkipped } from '../src/bookings/rebook-skipped.ts'
import { updateBooking } from '../src/bookings/update-booking.ts'
import { type Context, defaultBounds } from '../src/context.ts'
import { openDatabase } from '../src/database.ts'
import { addException } from '../src/exceptions/add-exception.ts'
import { replaceException } from '../src/exceptions/replace-exception.ts'
import { undoException } from '../src/exceptions/undo-exception.ts'
import { extendHorizon } from '../src/horizon/extend-horizon.ts'
import { updateResource } from '../src/resources/update-resource.ts'
import type { BookingRecord } from '../src/schema/bookings.ts'
import type { ResourceRecord } from '../src/schema/resources.ts'
import { endSession } from '../src/sessions/end-session.ts'
import { refreshSession } from '../src/sessions/refresh-session.ts'
import { startSession } from '../src/sessions/start-session.ts'
import { createUser } from '../src/users/create-user.ts'
import { createTestResource } from './test-context.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const BEGUN = Date.parse('2025-01-15T10:30:00Z')

/** What tests of a busy database point at. */
export interface BusyDatabase {
  readonly url: string
  /** At the end of everything that was done. */
  readonly ctx: Context
  /** Always open, in UTC. */
  readonly room: ResourceRecord
  /** Open from 08:00 to 20:00 in Berlin. */
  readonly office: ResourceRecord
  /** A single booking of {@link room} that nobody ever touched. */
  readonly single: BookingRecord
  /** Single bookings of {@link room}, one of which lives in the bucket of another resource by now. */
  readonly moved: BookingRecord
  readonly cancelled: BookingRecord
  /** A weekly series without end in {@link office}, with exceptions of every kind. */
  readonly endless: BookingRecord
}

/** A database with some of everything that can be done, done by the verbs over a year. */
export const createBusyDatabase = async (): Promise<BusyDatabase> => {
  const { url } = await createTestDatabase()
  const database = openDatabase({ url })
  afterAll(() => database.close())
  const at = (days: number): Context => ({
    database,
    actor: { subject: 'admin', role: 'admin' },
    nowMs: BEGUN + days * DAY_MS,
    bounds: defaultBounds,
    requestId: `day ${days}`,
  })
  const room = await createTestResource(at(0), { name: 'Room' })
  const office = await createTestResource(at(0), {
    name: 'Office',
    timeZone: 'Europe/Berlin',
    businessHours: { start: '08:00', end: '20:00', closures: [{ date: '2025-12-25' }] },
  })
  const singles = await bookSingles(at, room)
  const endless = await bookEndless(at, office)
  await bookBounded(at, office)
  await bookPastHorizon(at, room)
  await splitAndEnd(at, room)
  await bookSkipping(at, room)
  await editSeries(at, room, office)
  await bookOddTimes(at)
  await signIn(at(30))
  await answerKeys(at(30), room)
  await extendHorizon(database, { nowMs: at(40).nowMs, resourcesMax: 10 })
  await updateResource(at(41), office.id, { businessHours: { start: '09:00', end: '18:00' } })
  await createBooking(at(42), { resourceId: office.id, title: 'Later', ...hours('2025-06-03T08:00Z', 1) })
  await updateBooking(at(42), endless.id, { title: 'Renamed' })
  await retire(at, room)
  await extendHorizon(database, { nowMs: at(365).nowMs, resourcesMax: 10 })
  return { url, ctx: at(366), room, office, endless, ...singles }
}

type At = (days: number) => Context

const hours = (start: string, length: number) => {
  const from = Date.parse(start)
  return { start: from, end: from + length * HOUR_MS }
}

const bookSingles = async (at: At, room: ResourceRecord) => {
  const other = await createTestResource(at(0), { name: 'Other' })
  const book = (start: string, length = 1) =>
    createBooking(at(1), {
      resourceId: room.id,
      title: 'Single',
      metadata: { why: 'a 😀 test', depth: [{ n: [1.5, null] }] },
      attendees: ['ann', 'bob'],
      ...hours(start, length),
    })
  const single = await book('2025-02-01T10:00Z')
  await book('2025-02-01T11:00Z')
  await book('2024-03-01T00:00Z', 48)
  const moved = await book('2025-02-02T10:00Z')
  await updateBooking(at(2), moved.id, { resourceId: other.id })
  const back = await book('2025-02-03T10:00Z')
  await updateBooking(at(2), back.id, { resourceId: other.id })
  await updateBooking(at(3), back.id, { resourceId: room.id, ...hours('2025-02-03T12:00Z', 2) })
  const cancelled = await book('2025-02-04T10:00Z')
  await cancelBooking(at(3), cancelled.id, { scope: 'all', reason: 'rain' })
  await book('2025-02-04T10:00Z')
  await updateBooking(at(4), (await book('2025-02-05T10:00Z')).id, {
    title: 'Words only',
    description: 'new',
  })
  return { single, moved, cancelled }
}

const seriesIn = (resource: ResourceRecord, recurrenceRule: string, start: string, length = 1) => ({
  resourceId: resource.id,
  title: 'Series',
  recurrenceRule,
  ...hours(start, length),
})

const bookEndless = async (at: At, office: ResourceRecord) => {
  const { booking } = await createSeries(at(5), seriesIn(office, 'FREQ=WEEKLY;BYDAY=MO', '2025-01-20T08:00Z'))
  const except = (date: string, input: Parameters<typeof addException>[3]) =>
    addException(at(6), booking.id, { date }, input)
  await except('2025-02-03', { kind: 'cancelled', reason: 'holiday' })
  await except('2025-02-10', { kind: 'modified', newStart: Date.parse('2025-02-11T09:00Z') })
  await except('2025-02-17', { kind: 'modified', newTitle: 'Special' })
  await except('2030-03-11', { kind: 'cancelled' })
  await except('2025-03-03', { kind: 'modified', newStart: Date.parse('2031-03-04T09:00Z') })
  await except('2031-04-07', { kind: 'modified', ...newTimes('2025-04-08T09:00Z', 2) })
  const undone = await except('2025-03-10', { kind: 'cancelled' })
  await undoException(at(7), booking.id, undone.exception.id)
  const replaced = await except('2025-03-17', { kind: 'cancelled' })
  await replaceException(at(7), booking.id, replaced.exception.id, {
    kind: 'modified',
    ...newTimes('2025-03-18T10:00Z', 3),
  })
  const back = await except('2030-05-06', { kind: 'modified', newStart: Date.parse('2030-05-07T10:00Z') })
  await undoException(at(7), booking.id, back.exception.id)
  return booking
}

const newTimes = (start: string, length: number) => {
  const times = hours(start, length)
  return { newStart: times.start, newEnd: times.end }
}

/** Series with an end: inside the horizon, and past it with an exception of their last occurrence. */
const bookBounded = async (at: At, office: ResourceRecord) => {
  await createSeries(at(5), seriesIn(office, 'FREQ=DAILY;COUNT=20', '2025-03-20T16:00Z'))
  await createSeries(
    at(5),
    seriesIn(office, 'FREQ=MONTHLY;BYDAY=2TU;UNTIL=20260101T000000Z', '2025-01-21T13:00Z'),
  )
  for (const [hour, input] of [
    ['14', { kind: 'cancelled' }],
    ['15', { kind: 'modified', newStart: Date.parse('2027-04-03T14:00Z') }],
  ] as const) {
    const { booking } = await createSeries(
      at(5),
      seriesIn(office, 'FREQ=WEEKLY;COUNT=110', `2025-01-22T${hour}:00Z`),
    )
    await addException(at(6), booking.id, { date: '2027-02-24' }, input)
  }
}

const bookPastHorizon = async (at: At, room: ResourceRecord) => {
  await createSeries(at(5), seriesIn(room, 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2028-02-29T20:00Z', 2))
  await createSeries(at(5), seriesIn(room, 'FREQ=WEEKLY;INTERVAL=2', '2025-01-20T06:00Z'))
  await createSeries(at(5), {
    ...seriesIn(room, 'FREQ=MONTHLY;BYDAY=-1FR', '2025-01-31T09:00Z'),
    timeZone: 'America/New_York',
  })
  await createBooking(at(6), { resourceId: room.id, title: 'Far', ...hours('2031-06-01T10:00Z', 5) })
  await createBooking(at(6), { resourceId: room.id, title: 'Over it', ...hours('2027-01-14T20:00Z', 8) })
}

const splitAndEnd = async (at: At, room: ResourceRecord) => {
  const { booking } = await createSeries(at(8), seriesIn(room, 'FREQ=WEEKLY', '2025-01-21T14:00Z'))
  await addException(at(8), booking.id, { date: '2025-05-06' }, { kind: 'cancelled' })
  const cut = { scope: 'following', occurrenceDate: '2025-04-01' } as const
  const second = await updateBooking(at(9), booking.id, hours('2025-04-01T16:00Z', 1), cut)
  await cancelBooking(at(10), second.id, { scope: 'following', occurrenceDate: '2025-07-01' })
  await cancelBooking(at(10), second.id, { scope: 'this', occurrenceDate: '2025-04-08' })
  const late = await createSeries(at(8), seriesIn(room, 'FREQ=DAILY;INTERVAL=3', '2025-01-22T05:00Z'))
  await cancelBooking(at(9), late.booking.id, { scope: 'following', occurrenceDate: '2028-01-04' })
  const gone = await createSeries(at(8), seriesIn(room, 'FREQ=WEEKLY', '2025-01-23T14:00Z'))
  await cancelBooking(at(9), gone.booking.id)
}

const bookSkipping = async (at: At, room: ResourceRecord) => {
  const inTheWay = await createBooking(at(11), {
    resourceId: room.id,
    title: 'In the way',
    ...hours('2025-02-06T17:00Z', 1),
  })
  await createBooking(at(11), { resourceId: room.id, title: 'Stays', ...hours('2025-02-13T17:00Z', 1) })
  await createBooking(at(11), { resourceId: room.id, title: 'Far away', ...hours('2029-02-01T17:00Z', 1) })
  const { booking } = await createSeries(at(12), {
    ...seriesIn(room, 'FREQ=WEEKLY', '2025-01-23T17:00Z'),
    conflictPolicy: 'skip',
  })
  await cancelBooking(at(13), inTheWay.id)
  await rebookSkipped(at(14), booking.id)
  const last = await createBooking(at(11), {
    resourceId: room.id,
    title: 'Last',
    ...hours('2025-02-08T08:00Z', 1),
  })
  const short = await createSeries(at(12), {
    ...seriesIn(room, 'FREQ=WEEKLY;COUNT=3', '2025-01-25T08:00Z'),
    conflictPolicy: 'skip',
  })
  await cancelBooking(at(13), last.id)
  await rebookSkipped(at(14), short.booking.id)
}

const editSeries = async (at: At, room: ResourceRecord, office: ResourceRecord) => {
  const { booking } = await createSeries(
    at(15),
    seriesIn(office, 'FREQ=WEEKLY;BYDAY=FR', '2025-01-24T10:00Z'),
  )
  await addException(at(15), booking.id, { date: '2025-01-31' }, { kind: 'cancelled' })
  await addException(at(15), booking.id, { date: '2025-02-07' }, { kind: 'modified', newTitle: 'Own' })
  await updateBooking(at(16), booking.id, hours('2025-01-24T11:00Z', 2))
  await updateBooking(at(17), booking.id, { resourceId: room.id })
  await updateBooking(at(18), booking.id, { recurrenceRule: 'FREQ=WEEKLY;BYDAY=FR;COUNT=30' })
  const single = await createBooking(at(15), {
    resourceId: room.id,
    title: 'One',
    ...hours('2025-01-25T18:00Z', 1),
  })
  await updateBooking(at(16), single.id, { recurrenceRule: 'FREQ=WEEKLY;COUNT=5', timeZone: 'Asia/Tokyo' })
}

/** Fractions of seconds, starts that a clock change leaves out, and ends far past the horizon. */
const bookOddTimes = async (at: At) => {
  const fine = await createTestResource(at(0), { name: 'Fine' })
  const exact = await createSeries(at(1), {
    ...seriesIn(fine, 'FREQ=DAILY;COUNT=20', '2025-02-01T06:30:00.250Z'),
    end: Date.parse('2025-02-01T07:30:00.500Z'),
  })
  await updateBooking(
    at(2),
    exact.booking.id,
    { title: 'N' },
    { scope: 'following', occurrenceDate: '2025-02-10' },
  )

  const gap = await createTestResource(at(0), { name: 'Gap', timeZone: 'Europe/Berlin' })
  const nightly = await createSeries(at(1), seriesIn(gap, 'FREQ=DAILY;COUNT=60', '2025-02-01T01:30Z'))
  const onGap = { date: '2025-03-30' }
  await addException(at(1), nightly.booking.id, onGap, { kind: 'modified', newTitle: 'Gap' })
  const cut = { scope: 'following', occurrenceDate: onGap.date } as const
  await updateBooking(at(2), nightly.booking.id, { title: 'After' }, cut)

  const far = await createTestResource(at(0), { name: 'Far' })
  const { booking } = await createSeries(at(1), seriesIn(far, 'FREQ=WEEKLY', '2025-02-01T10:00Z'))
  await addException(at(1), booking.id, { date: '2030-01-05' }, { kind: 'cancelled' })
  const newStart = Date.parse('2025-03-02T20:00Z')
  const moved = await addException(at(1), booking.id, { date: '2030-01-12' }, { kind: 'modified', newStart })
  await cancelBooking(at(2), booking.id, { scope: 'following', occurrenceDate: '2030-01-19' })
  await undoException(at(3), booking.id, moved.exception.id)
}

const signIn = async ({ database, nowMs, ...ctx }: Context) => {
  const credentials = { email: 'ann@example.com', password: 'correct horse battery' }
  const times = { nowMs, refreshMs: 30 * DAY_MS }
  await createUser({ ...ctx, database, nowMs }, { ...credentials, name: 'Ann', role: 'standard' })
  const { refreshToken } = await startSession(database, credentials, times)
  const refreshed = await refreshSession(database, refreshToken, times)
  await startSession(database, credentials, times)
  await endSession(database, refreshed.refreshToken, nowMs)
}

const answerKeys = async (ctx: Context, room: ResourceRecord) => {
  for (const key of ['one', 'two']) {
    const keyed: Context = {
      ...ctx,
      keyed: {
        key,
        operation: 'post /bookings',
        fingerprint: key,
        render: ({ id, title }: BookingRecord) => ({
          status: 201,
          headers: {},
          body: JSON.stringify({ id, title }),
        }),
      },
    }
    const day = key === 'one' ? '01' : '02'
    const book = () =>
      answerOnce(keyed, () =>
        createBooking(keyed, { resourceId: room.id, title: key, ...hours(`2025-09-${day}T10:00Z`, 1) }),
      )
    await book()
    await book()
  }
}

/** A resource that is out of use keeps what it has, and lets it be changed and split. */
const retire = async (at: At, room: ResourceRecord) => {
  const old = await createTestResource(at(19), { name: 'Old' })
  const { booking } = await createSeries(at(20), seriesIn(old, 'FREQ=DAILY;COUNT=9', '2025-03-01T10:00Z'))
  const kept = await createBooking(at(20), {
    resourceId: old.id,
    title: 'Kept',
    ...hours('2025-04-01T10:00Z', 1),
  })
  await updateResource(at(43), old.id, { isActive: false })
  await updateBooking(
    at(44),
    booking.id,
    { title: 'Split' },
    { scope: 'following', occurrenceDate: '2025-03-05' },
  )
  await updateBooking(at(45), kept.id, { resourceId: room.id })
}
