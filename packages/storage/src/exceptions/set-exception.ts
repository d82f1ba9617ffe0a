import type { Occurrence } from '@booking/core'
import { write } from '../answer-once.ts'
import { requireOpen } from '../bookings/fits-resource.ts'
import { lockBooking } from '../bookings/lock-booking.ts'
import { saveBooking } from '../bookings/save-booking.ts'
import { type Action, recordChange } from '../change.ts'
import { Taken } from '../claims/claim.ts'
import { explainTakenInterval } from '../claims/explain-taken.ts'
import { type Context, changing } from '../context.ts'
import type { Sql } from '../database.ts'
import type { Precondition } from '../precondition.ts'
import { loadResource } from '../resources/get-resource.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import { type Placement, placeOccurrence } from './place-occurrence.ts'

/** An exception with its series, as both are after the change. */
export interface ExceptionOutcome {
  readonly exception: ExceptionRecord
  readonly series: BookingRecord
}

export interface OccurrenceChange<Result> {
  readonly series: BookingRecord
  readonly occurrence: Occurrence
  readonly placement: Placement
  readonly action: Action
  readonly details: Record<string, unknown>
  readonly precondition?: Precondition
  /** Writes or removes the exception itself, under the series' lock. */
  readonly save: (sql: Sql) => Promise<Result>
}

/**
 * Changes one occurrence of a series, with everything that belongs to it, in one transaction: the exception,
 * the claim, the series' version, the audit row and the event.
 *
 * @throws Refusal outside_business_hours, booking_conflict, precondition_failed; ChangedMeanwhile
 */
export const setException = async <Result>(
  ctx: Context,
  change: OccurrenceChange<Result>,
): Promise<Result & { readonly series: BookingRecord }> => {
  const { series, occurrence, placement } = change
  const at = changing(ctx, series)
  const resource = await loadResource(ctx.database, series.resourceId)
  const interval = placement === 'original' ? occurrence : placement
  if (interval !== 'nowhere' && isMoved(occurrence, interval)) requireOpen(resource, interval)
  const pastHorizon = interval !== 'nowhere' && interval.end > resource.horizonUntil
  try {
    return await write(at, 'several', async (sql) => {
      const locked = await lockBooking(sql, series, {
        alsoResource: pastHorizon,
        precondition: change.precondition ?? {},
      })
      const result = await change.save(sql)
      await placeOccurrence(sql, locked, occurrence, placement)
      const version = locked.version + 1
      const after = await withEffectiveEnd(sql, { ...locked, version, updatedAt: at.nowMs })
      await saveBooking(sql, after)
      await recordChange(sql, at, {
        bucket: locked.bucket,
        bookingId: locked.id,
        version,
        action: change.action,
        details: change.details,
      })
      return { ...result, series: after }
    })
  } catch (error) {
    if (!(error instanceof Taken) || interval === 'nowhere') throw error
    const itself = { bookingId: series.id, wallStart: occurrence.wallStart }
    throw await explainTakenInterval(ctx, resource, interval, error, itself)
  }
}

/** What stays where its rule has it is kept even where business hours have changed since. */
const isMoved = (occurrence: Occurrence, { start, end }: { start: number; end: number }): boolean =>
  start !== occurrence.start || end !== occurrence.end
