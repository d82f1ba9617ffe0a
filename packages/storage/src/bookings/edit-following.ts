import { write } from '../answer-once.ts'
import { Taken } from '../claims/claim.ts'
import { explainTakenSeries } from '../claims/explain-taken.ts'
import { lockResource } from '../claims/lock-resource.ts'
import type { Context } from '../context.ts'
import { insertSkipped } from '../exceptions/insert-skipped.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import { saveException } from '../exceptions/save-exception.ts'
import { mintId } from '../mint-id.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { findOccurrence } from '../series/find-occurrence.ts'
import { isFirst, ruleFrom } from '../series/following.ts'
import { claimOf, materialise } from '../series/materialise.ts'
import { planClaims, withPlan } from '../series/plan-claims.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import type { Edit, EditOptions } from './booking-changes.ts'
import { withWords } from './booking-changes.ts'
import { editSeries, keptExceptions, retimed, withoutSkipped } from './edit-series.ts'
import { endSeries } from './end-series.ts'
import { insertBooking } from './insert-booking.ts'
import { lockBooking } from './lock-booking.ts'

/**
 * Changes one occurrence of a series and all that follow: the series ends before it, and a new one begins with
 * it, in one transaction. From the first occurrence on that is the whole series.
 *
 * @returns the new series
 * @throws Refusal as editSeries, no_such_occurrence, ambiguous_occurrence
 */
export const editFollowing = async (
  ctx: Context,
  edit: Edit,
  options: EditOptions,
): Promise<BookingRecord> => {
  const { booking, resource, changes } = edit
  const recurrence = recurrenceOf(booking)
  const occurrence = findOccurrence(recurrence, {
    date: options.occurrenceDate ?? '',
    start: options.occurrenceStart,
  })
  if (isFirst(recurrence, occurrence)) return editSeries(ctx, edit, options)

  const second: BookingRecord = {
    ...withWords(ctx, edit),
    id: mintId(resource.bucket, ctx.nowMs),
    startsAt: occurrence.start,
    endsAt: occurrence.end,
    wallStart: occurrence.wallStart,
    recurrenceRule: ruleFrom(booking, recurrence, occurrence),
    version: 1,
    createdAt: ctx.nowMs,
  }
  const next = retimed({ booking: second, resource, changes }, second)
  const exceptions = await exceptionsOf(ctx, booking)
  const moving = exceptions.filter(({ wallStart }) => wallStart >= occurrence.wallStart)
  const kept = keptExceptions(edit, moving, next.recurrence, options)
  try {
    return await write(ctx, 'several', async (sql) => {
      const { horizonUntil } = await lockResource(sql, next.series)
      const before = await lockBooking(sql, booking, { precondition: options.precondition ?? {} })
      await endSeries(sql, ctx, {
        series: before,
        recurrence,
        occurrence,
        action: 'booking.split',
        details: { followedBy: next.series.id },
      })
      const plan = await planClaims(sql, {
        series: next.series,
        recurrence: next.recurrence,
        exceptions: kept,
        horizonUntil,
        isLocked: true,
        policy: changes.conflictPolicy ?? 'reject',
        bounds: ctx.bounds,
      })
      const after = withPlan(next.series, plan)
      await insertBooking(sql, ctx, after, plan.claims, resource.version)
      for (const exception of withoutSkipped(kept, plan))
        await saveException(sql, {
          ...exception,
          id: mintId(after.bucket, ctx.nowMs),
          bucket: after.bucket,
          bookingId: after.id,
        })
      if (plan.skipped.length > 0) await insertSkipped(sql, ctx, after, plan.skipped)
      return after
    })
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    const claims = materialise(next.recurrence, resource.horizonUntil, ctx.bounds).occurrences.map(claimOf)
    throw await explainTakenSeries(ctx, resource, claims, error, {
      leftOut: { bookingId: booking.id },
      alternatives: async () => [],
    })
  }
}
