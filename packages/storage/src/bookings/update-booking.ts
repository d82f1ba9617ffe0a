import { type Context, changing } from '../context.ts'
import { requireOwner } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import { getBookableResource, loadResource } from '../resources/get-resource.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withoutPrefix } from '../series/requested-series.ts'
import { startingOver } from '../starting-over.ts'
import type { BookingChanges, EditOptions } from './booking-changes.ts'
import { editFollowing } from './edit-following.ts'
import { editOccurrence } from './edit-occurrence.ts'
import { editSeries } from './edit-series.ts'
import { editSingle } from './edit-single.ts'
import { requireCapacity } from './fits-resource.ts'
import { getBooking } from './get-booking.ts'

/**
 * Changes a booking; fields that are absent, or say what is there already, stay. For a series `scope` chooses
 * one occurrence, one and all that follow (which splits the series; the answer is the new one), or all.
 *
 * @throws Refusal booking_not_found, forbidden, booking_cancelled, not_a_series, precondition_failed,
 *   resource_not_found, resource_inactive, over_capacity, outside_business_hours, booking_conflict,
 *   no_such_occurrence, ambiguous_occurrence, orphaned_exceptions, and those of a new series
 */
export const updateBooking = (
  ctx: Context,
  bookingId: string,
  changes: BookingChanges,
  options: EditOptions = { scope: 'all' },
): Promise<BookingRecord> =>
  startingOver(async () => {
    const booking = await getBooking(ctx, bookingId)
    await requireOwner(ctx, booking)
    if (booking.status === 'cancelled') throw new Refusal('booking_cancelled', { bookingId })
    if (changes.createdBy !== undefined && changes.createdBy !== booking.createdBy)
      throw new Refusal('forbidden', { why: "'createdBy' cannot be changed." })
    const isSeries = booking.recurrenceRule !== null
    if (options.scope !== 'all' && !isSeries) throw new Refusal('not_a_series', { bookingId })
    if (!isSeries && isAboutSeries(changes)) throw new Refusal('not_a_series', { bookingId })
    const at = changing(ctx, booking)
    if (options.scope === 'this') return editOccurrence(at, booking, changes, options)
    const resource =
      changes.resourceId === undefined || changes.resourceId === booking.resourceId
        ? await loadResource(ctx.database, booking.resourceId)
        : await getBookableResource(ctx, changes.resourceId)
    if (resource.id !== booking.resourceId || differ(changes.attendees, booking.attendees))
      requireCapacity(resource, changes.attendees ?? booking.attendees)
    const edit = { booking, resource, changes: effectiveChanges(booking, changes) }
    if (options.scope === 'following') return editFollowing(at, edit, options)
    return isSeries || changes.recurrenceRule !== undefined
      ? editSeries(at, edit, options)
      : editSingle(at, edit, options)
  })

/** What only a series has, without the rule that would make the booking one. */
const isAboutSeries = ({ recurrenceRule, timeZone, conflictPolicy }: BookingChanges): boolean =>
  recurrenceRule === undefined && (timeZone !== undefined || conflictPolicy !== undefined)

const differ = (wanted: readonly string[] | undefined, standing: readonly string[]): boolean =>
  wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(standing)

/** Leaves out what an answer that was sent back says of the booking anyway. */
const effectiveChanges = (booking: BookingRecord, changes: BookingChanges): BookingChanges => {
  const start = changes.start === booking.startsAt ? undefined : changes.start
  return {
    ...changes,
    start,
    // Beside another start the end that was there is a change: without it the length would be kept.
    end: start === undefined && changes.end === booking.endsAt ? undefined : changes.end,
    timeZone: changes.timeZone === booking.timeZone ? undefined : changes.timeZone,
    recurrenceRule:
      changes.recurrenceRule !== undefined && withoutPrefix(changes.recurrenceRule) === booking.recurrenceRule
        ? undefined
        : changes.recurrenceRule,
  }
}
