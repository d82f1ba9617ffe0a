import { applyExceptions, asInstant, asWall, type Wall, wallDate } from '@booking/core'
import type { Context } from '../context.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import type { Page } from '../resources/list-resources.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { exceptionOf, recurrenceOf } from '../series/recurrence-of.ts'
import { getBooking } from './get-booking.ts'

export interface ListOccurrencesInput {
  /** Milliseconds since the epoch; default: the first occurrence. */
  readonly from?: number | undefined
  /** Default: 366 days after `from`. */
  readonly to?: number | undefined
  /** From 1. */
  readonly page: number
  readonly limit: number
}

/** One occurrence of a booking as it is after exceptions. Instants are milliseconds since the epoch. */
export interface ListedOccurrence {
  readonly bookingId: string
  /** `YYYY-MM-DD`, local date of the original start. */
  readonly date: string
  readonly originalStart: number
  readonly start: number
  readonly end: number
  readonly status: 'active' | 'cancelled' | 'skipped' | 'completed'
  readonly title: string
  /** Wall clock of the start in `timeZone`. */
  readonly localStart: Wall
  readonly offsetMs: number
  readonly timeZone: string
  readonly exceptionId?: string
}

const DEFAULT_WINDOW_MS = 366 * 24 * 60 * 60 * 1000

/**
 * The occurrences of a booking that meet a window, earliest first, from its rule and exceptions, so that the
 * far future is answered like tomorrow.
 *
 * @throws Refusal booking_not_found
 */
export const listOccurrences = async (
  ctx: Context,
  bookingId: string,
  input: ListOccurrencesInput,
): Promise<Page<ListedOccurrence>> => {
  const booking = await getBooking(ctx, bookingId)
  const from = input.from ?? booking.startsAt
  const to = input.to ?? from + DEFAULT_WINDOW_MS
  const all =
    booking.recurrenceRule === null
      ? [singleOccurrence(ctx, booking)]
      : await seriesOccurrences(ctx, booking, from, to)
  const meeting = all.filter(({ start, end }) => start < to && end > from)
  const first = (input.page - 1) * input.limit
  return { items: meeting.slice(first, first + input.limit), total: meeting.length }
}

const statusAt = (ctx: Context, booking: BookingRecord, end: number) => {
  if (booking.status === 'cancelled') return 'cancelled'
  return end <= ctx.nowMs ? 'completed' : 'active'
}

const singleOccurrence = (ctx: Context, booking: BookingRecord): ListedOccurrence => {
  const localStart = asWall(booking.startsAt)
  return {
    bookingId: booking.id,
    date: wallDate(localStart),
    originalStart: booking.startsAt,
    start: booking.startsAt,
    end: booking.endsAt,
    status: statusAt(ctx, booking, booking.endsAt),
    title: booking.title,
    localStart,
    offsetMs: 0,
    timeZone: 'UTC',
  }
}

const seriesOccurrences = async (
  ctx: Context,
  series: BookingRecord,
  from: number,
  to: number,
): Promise<ListedOccurrence[]> => {
  const recurrence = recurrenceOf(series)
  const { zone } = recurrence
  const exceptions = (await exceptionsOf(ctx, series)).map(exceptionOf)
  return applyExceptions(recurrence, exceptions, asInstant(from), asInstant(to)).map((occurrence) => {
    const { start, end, wallStart, exception } = occurrence
    const record = exception?.record
    const localStart = zone.wallOf(start)
    const excepted = record === undefined || record.kind === 'modified' ? null : record.kind
    return {
      bookingId: series.id,
      date: wallDate(wallStart),
      originalStart: zone.instantOf(wallStart),
      start,
      end,
      status: excepted ?? statusAt(ctx, series, end),
      title: record?.newTitle ?? series.title,
      localStart,
      offsetMs: localStart - start,
      timeZone: zone.id,
      ...(record === undefined || record.kind === 'skipped' ? {} : { exceptionId: record.id }),
    }
  })
}
