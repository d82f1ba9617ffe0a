import { write } from '../answer-once.ts'
import { type Claim, Taken } from '../claims/claim.ts'
import { explainTakenInterval } from '../claims/explain-taken.ts'
import { guardSingleBeyondHorizon } from '../claims/guard-beyond-horizon.ts'
import type { Context } from '../context.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { utcWall } from '../sql-values.ts'
import { changedInterval, type Edit, type EditOptions, withWords } from './booking-changes.ts'
import { requireOpen } from './fits-resource.ts'
import { lockBooking } from './lock-booking.ts'
import { rewriteBooking } from './rewrite-booking.ts'

/**
 * Changes a single booking: its words in place, its time or resource by freeing the old claim and making the
 * new one in the same transaction.
 *
 * @throws Refusal outside_business_hours, booking_conflict, precondition_failed; ChangedMeanwhile
 */
export const editSingle = async (ctx: Context, edit: Edit, options: EditOptions): Promise<BookingRecord> => {
  const { booking, resource, changes } = edit
  const interval = changedInterval(changes, { start: booking.startsAt, end: booking.endsAt })
  const { start, end } = interval
  const isMoved = start !== booking.startsAt || end !== booking.endsAt || resource.id !== booking.resourceId
  if (isMoved) requireOpen(resource, interval)
  const after: BookingRecord = {
    ...withWords(ctx, edit),
    startsAt: start,
    endsAt: end,
    lastStartsAt: start,
    lastEndsAt: end,
    durationMs: end - start,
  }
  const claim: Claim = { wallStart: utcWall(start), start, end }
  try {
    return await write(ctx, 'several', async (sql) => {
      if (isMoved && end > resource.horizonUntil) await guardSingleBeyondHorizon(sql, after, claim)
      const before = await lockBooking(sql, booking, { precondition: options.precondition ?? {} })
      await rewriteBooking(sql, ctx, before, after, isMoved ? [claim] : null)
      return after
    })
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    throw await explainTakenInterval(ctx, resource, interval, error, { bookingId: booking.id })
  }
}
