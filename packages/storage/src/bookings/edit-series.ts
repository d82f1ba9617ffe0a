import { asInstant, type Recurrence, type Wall, wallDate } from '@booking/core'
import { write } from '../answer-once.ts'
import { Taken } from '../claims/claim.ts'
import { explainTakenSeries } from '../claims/explain-taken.ts'
import { lockResource } from '../claims/lock-resource.ts'
import type { Context } from '../context.ts'
import { insertSkipped } from '../exceptions/insert-skipped.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import { saveException } from '../exceptions/save-exception.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { claimOf, isInsideHorizon, materialise } from '../series/materialise.ts'
import { movedClaims, planClaims, type SeriesPlan, withPlan } from '../series/plan-claims.ts'
import { requestedSeries, withoutPrefix } from '../series/requested-series.ts'
import { changedInterval, type Edit, type EditOptions, withWords } from './booking-changes.ts'
import { requireOpen } from './fits-resource.ts'
import { lockBooking } from './lock-booking.ts'
import { rewriteBooking } from './rewrite-booking.ts'

/**
 * Changes all of a series, or makes a series of a single booking. Exceptions stay with the occurrence of their
 * date.
 *
 * @throws Refusal orphaned_exceptions, booking_conflict, precondition_failed, and those of a new series;
 *   ChangedMeanwhile
 */
export const editSeries = async (ctx: Context, edit: Edit, options: EditOptions): Promise<BookingRecord> => {
  const { booking, resource } = edit
  const words = withWords(ctx, edit)
  if (!isRetimed(edit))
    return write(ctx, 'several', async (sql) => {
      const before = await lockBooking(sql, booking, { precondition: options.precondition ?? {} })
      // The worker may have given it more rows since it was read.
      const { materialisedUntil, lastEndsAt } = before
      const after = { ...words, materialisedUntil, lastEndsAt }
      await rewriteBooking(sql, ctx, before, after, null)
      return after
    })

  const { recurrence, series } = retimed(edit, words)
  const exceptions = booking.recurrenceRule === null ? [] : await exceptionsOf(ctx, booking)
  const kept = keptExceptions(edit, exceptions, recurrence, options)
  const isLocked =
    booking.materialisedUntil !== null ||
    !isInsideHorizon(recurrence, resource.horizonUntil) ||
    movedClaims(recurrence, kept).some(({ end }) => end > resource.horizonUntil)
  const policy = edit.changes.conflictPolicy ?? 'reject'
  try {
    return await write(ctx, 'several', async (sql) => {
      const horizonUntil = isLocked ? (await lockResource(sql, series)).horizonUntil : resource.horizonUntil
      const before = await lockBooking(sql, booking, { precondition: options.precondition ?? {} })
      await sql`DELETE FROM exceptions WHERE bucket = ${before.bucket} AND booking_id = ${before.id}`
      const plan = await planClaims(sql, {
        series,
        recurrence,
        exceptions: kept,
        horizonUntil,
        isLocked,
        policy,
        bounds: ctx.bounds,
      })
      const after = withPlan(series, plan)
      await rewriteBooking(sql, ctx, before, after, plan.claims)
      for (const exception of withoutSkipped(kept, plan))
        await saveException(sql, { ...exception, bucket: after.bucket })
      if (plan.skipped.length > 0) await insertSkipped(sql, ctx, after, plan.skipped)
      return after
    })
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    const claims = materialise(recurrence, resource.horizonUntil, ctx.bounds).occurrences.map(claimOf)
    throw await explainTakenSeries(ctx, resource, claims, error, {
      leftOut: { bookingId: booking.id },
      alternatives: async () => [],
    })
  }
}

const isRetimed = ({ booking, resource, changes }: Edit): boolean =>
  resource.id !== booking.resourceId ||
  changes.start !== undefined ||
  changes.end !== undefined ||
  changes.recurrenceRule !== undefined ||
  changes.timeZone !== undefined

/** The series with its new times. Where only its end or its rule changes, its anchor stays. */
export const retimed = (
  { booking, resource, changes }: Edit,
  words: BookingRecord,
): { recurrence: Recurrence; series: BookingRecord } => {
  const interval = changedInterval(changes, { start: booking.startsAt, end: booking.endsAt })
  const recurrenceRule = changes.recurrenceRule ?? booking.recurrenceRule ?? ''
  const anchor = changes.start === undefined ? booking.wallStart : null
  const { recurrence } = requestedSeries(resource, {
    ...interval,
    recurrenceRule,
    timeZone: changes.timeZone ?? booking.timeZone ?? undefined,
    ...(anchor === null ? {} : { anchor }),
  })
  const first = recurrence.first()
  if (first === null) throw new Refusal('rule_never_occurs', { message: 'The rule has no occurrence.' })
  const series: BookingRecord = {
    ...words,
    startsAt: first.start,
    endsAt: first.end,
    durationMs: interval.end - interval.start,
    recurrenceRule: withoutPrefix(recurrenceRule),
    timeZone: recurrence.zone.id,
    wallStart: anchor ?? recurrence.zone.wallOf(asInstant(interval.start)),
    startAdjusted: changes.start !== undefined && first.start !== interval.start,
    lastStartsAt: recurrence.last()?.start ?? null,
    lastEndsAt: recurrence.last()?.end ?? null,
    occurrenceCount: recurrence.count(),
  }
  return { recurrence, series }
}

/**
 * The exceptions that a changed series keeps. On another resource the moved ones must lie within its hours.
 *
 * @throws Refusal orphaned_exceptions, outside_business_hours
 */
export const keptExceptions = (
  { booking, resource }: Edit,
  exceptions: readonly ExceptionRecord[],
  recurrence: Recurrence,
  options: EditOptions,
): ExceptionRecord[] => {
  const { kept, orphaned } = rekey(exceptions, recurrence)
  if (orphaned.length > 0 && !options.dropExceptions) throw orphanedRefusal(orphaned)
  if (resource.id !== booking.resourceId)
    for (const claim of movedClaims(recurrence, kept)) requireOpen(resource, claim)
  return kept
}

/**
 * Finds the occurrence that each exception is about in a changed series: the one with its original start, else
 * the only one of its date, unless another exception is about that already.
 */
const rekey = (
  exceptions: readonly ExceptionRecord[],
  recurrence: Recurrence,
): { kept: ExceptionRecord[]; orphaned: ExceptionRecord[] } => {
  const kept = new Map<Wall, ExceptionRecord>()
  const orphaned: ExceptionRecord[] = []
  for (const exception of exceptions)
    if (recurrence.at(exception.wallStart) !== null) kept.set(exception.wallStart, exception)
  for (const exception of exceptions) {
    if (kept.get(exception.wallStart) === exception) continue
    const [occurrence, another] = recurrence.onDate(wallDate(exception.wallStart))
    if (occurrence !== undefined && another === undefined && !kept.has(occurrence.wallStart))
      kept.set(occurrence.wallStart, { ...exception, wallStart: occurrence.wallStart })
    else if (exception.kind !== 'skipped') orphaned.push(exception)
  }
  return { kept: [...kept.values()], orphaned }
}

export const orphanedRefusal = (orphaned: readonly ExceptionRecord[]): Refusal =>
  new Refusal('orphaned_exceptions', {
    exceptions: orphaned.map(({ id, wallStart }) => ({ id, date: wallDate(wallStart) })),
  })

/** An occurrence that was moved to a place that is taken is skipped like any other, and its exception goes. */
export const withoutSkipped = (
  kept: readonly ExceptionRecord[],
  { skipped }: Pick<SeriesPlan, 'skipped'>,
): ExceptionRecord[] => {
  const walls = new Set(skipped.map(({ wallStart }) => wallStart))
  return kept.filter(({ wallStart }) => !walls.has(wallStart))
}
