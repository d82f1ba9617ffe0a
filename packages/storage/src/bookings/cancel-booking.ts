import type { Occurrence } from '@booking/core'
import { write } from '../answer-once.ts'
import { recordChange } from '../change.ts'
import { type Context, changing, delegating } from '../context.ts'
import type { Sql } from '../database.ts'
import { addException } from '../exceptions/add-exception.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import { replaceException } from '../exceptions/replace-exception.ts'
import type { ExceptionOutcome } from '../exceptions/set-exception.ts'
import { requireOwner } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { findOccurrence } from '../series/find-occurrence.ts'
import { isFirst } from '../series/following.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import { startingOver } from '../starting-over.ts'
import type { EditOptions } from './booking-changes.ts'
import { orphanedRefusal } from './edit-series.ts'
import { endSeries } from './end-series.ts'
import { getBooking } from './get-booking.ts'
import { lockBooking } from './lock-booking.ts'
import { saveBooking } from './save-booking.ts'

export interface CancelBookingInput extends EditOptions {
  readonly reason?: string | undefined
}

/**
 * Cancels a booking and frees its time: all of it, or for a series one occurrence, or one and all that follow.
 * Cancelling a cancelled booking changes nothing.
 *
 * @throws Refusal booking_not_found, forbidden, not_a_series, no_such_occurrence, ambiguous_occurrence,
 *   orphaned_exceptions, precondition_failed
 */
export const cancelBooking = (
  ctx: Context,
  bookingId: string,
  input: CancelBookingInput = { scope: 'all' },
): Promise<BookingRecord> =>
  startingOver(async () => {
    const seen = await getBooking(ctx, bookingId)
    await requireOwner(ctx, seen)
    const at = changing(ctx, seen)
    if (input.scope === 'all') return cancelAll(at, seen, input)
    if (seen.recurrenceRule === null) throw new Refusal('not_a_series', { bookingId })
    if (seen.status === 'cancelled') return write(ctx, 'one', async () => seen)
    return input.scope === 'this' ? cancelOne(at, seen, input) : cancelFollowing(at, seen, input)
  })

const cancelAll = (ctx: Context, seen: BookingRecord, input: CancelBookingInput) =>
  write(ctx, 'several', async (sql) => {
    const booking = await lockBooking(sql, seen, { precondition: input.precondition ?? {} })
    return booking.status === 'cancelled' ? booking : markCancelled(sql, ctx, booking, input)
  })

const markCancelled = async (sql: Sql, ctx: Context, booking: BookingRecord, input: CancelBookingInput) => {
  const cancelled: BookingRecord = {
    ...booking,
    status: 'cancelled',
    cancelReason: input.reason ?? null,
    cancelledAt: ctx.nowMs,
    cancelledBy: ctx.actor.subject,
    version: booking.version + 1,
    updatedAt: ctx.nowMs,
  }
  await sql`DELETE FROM occurrences WHERE bucket = ${booking.bucket} AND booking_id = ${booking.id}`
  await saveBooking(sql, cancelled)
  await recordChange(sql, ctx, {
    bucket: cancelled.bucket,
    bookingId: cancelled.id,
    version: cancelled.version,
    action: 'booking.cancelled',
    details: { reason: cancelled.cancelReason, notifyAttendees: ctx.notifyAttendees ?? false },
  })
  return cancelled
}

const nameOf = (input: CancelBookingInput) => ({
  date: input.occurrenceDate ?? '',
  start: input.occurrenceStart,
})

const cancelOne = async (ctx: Context, series: BookingRecord, input: CancelBookingInput) => {
  const { wallStart } = findOccurrence(recurrenceOf(series), nameOf(input))
  const standing = (await exceptionsOf(ctx, series)).find((exception) => exception.wallStart === wallStart)
  const cancelled = { kind: 'cancelled', reason: input.reason } as const
  const inner = delegating(ctx, (outcome: ExceptionOutcome) => outcome.series)
  if (standing?.kind === 'modified')
    return (
      await replaceException(inner, series.id, standing.id, cancelled, { precondition: input.precondition })
    ).series
  if (standing !== undefined) return write(ctx, 'one', async () => series)
  return (await addException(inner, series.id, nameOf(input), cancelled, input.precondition)).series
}

/**
 * Occurrences that somebody moved or renamed are not given up unseen; those that were cancelled are given up
 * already.
 *
 * @throws Refusal orphaned_exceptions
 */
const requireNothingMoved = async (ctx: Context, series: BookingRecord, { wallStart }: Occurrence) => {
  const moved = (await exceptionsOf(ctx, series)).filter(
    (exception) => exception.kind === 'modified' && exception.wallStart >= wallStart,
  )
  if (moved.length > 0) throw orphanedRefusal(moved)
}

const cancelFollowing = async (ctx: Context, series: BookingRecord, input: CancelBookingInput) => {
  const recurrence = recurrenceOf(series)
  const occurrence = findOccurrence(recurrence, nameOf(input))
  if (isFirst(recurrence, occurrence)) return cancelAll(ctx, series, input)
  if (!input.dropExceptions) await requireNothingMoved(ctx, series, occurrence)
  return write(ctx, 'several', async (sql) => {
    const before = await lockBooking(sql, series, { precondition: input.precondition ?? {} })
    return endSeries(sql, ctx, {
      series: before,
      recurrence,
      occurrence,
      action: 'booking.updated',
      details: { reason: input.reason ?? null, notifyAttendees: ctx.notifyAttendees ?? false },
    })
  })
}
