import { asInstant, type Occurrence, type Recurrence } from '@booking/core'
import { write } from '../answer-once.ts'
import { Taken } from '../claims/claim.ts'
import { explainTakenSeries } from '../claims/explain-taken.ts'
import { findSeriesAlternatives } from '../claims/find-series-alternatives.ts'
import { lockResource } from '../claims/lock-resource.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import { insertSkipped } from '../exceptions/insert-skipped.ts'
import { creatorFor } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import { requireBookable } from '../resources/get-resource.ts'
import { type PlanOnResource, planOnResource } from '../resources/plan-on-resource.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { claimOf, isInsideHorizon, materialise } from '../series/materialise.ts'
import { type ConflictPolicy, planClaims, withPlan } from '../series/plan-claims.ts'
import { requestedSeries, type SeriesTimes, withoutPrefix } from '../series/requested-series.ts'
import { requireCapacity } from './fits-resource.ts'
import { insertBooking } from './insert-booking.ts'
import { type BookingWords, newBooking } from './new-booking.ts'

export interface CreateSeriesInput extends Omit<BookingWords, 'createdBy'>, SeriesTimes {
  /** Defaults to the actor. */
  readonly createdBy?: string | undefined
  readonly resourceId: string
  /** Default `reject`. */
  readonly conflictPolicy?: ConflictPolicy | undefined
}

export interface CreatedSeries {
  readonly booking: BookingRecord
  /** Occurrences the series was made without. */
  readonly skipped: Occurrence[]
}

/** How often a series that skips what is taken is planned anew because somebody took more meanwhile. */
const SKIP_ATTEMPTS_MAX = 5

/**
 * Books a series: every occurrence inside the horizon becomes a row, all in one statement, and what lies beyond
 * is guarded by the rule itself, under the resource's lock.
 *
 * @throws Refusal resource_not_found, resource_inactive, forbidden, over_capacity, unknown_time_zone,
 *   invalid_recurrence_rule, rule_never_occurs, self_overlap, outside_business_hours, too_many_occurrences,
 *   booking_conflict
 */
export const createSeries = (ctx: Context, input: CreateSeriesInput): Promise<CreatedSeries> =>
  planOnResource(
    ctx,
    input.resourceId,
    (resource) => planSeries(ctx, resource, input),
    (plan) => writeSeries(ctx, plan, input),
  )

interface SeriesPlan extends PlanOnResource {
  readonly series: BookingRecord
  readonly recurrence: Recurrence
}

const planSeries = async (
  ctx: Context,
  resource: ResourceRecord,
  input: CreateSeriesInput,
): Promise<SeriesPlan> => {
  await requireBookable(ctx, resource)
  const { recurrence } = requestedSeries(resource, input)
  const first = recurrence.first()
  if (first === null) throw new Refusal('rule_never_occurs', { message: 'The rule has no occurrence.' })
  const createdBy = await creatorFor(ctx, resource, input.createdBy)
  const series: BookingRecord = {
    ...newBooking(ctx, resource, { ...input, createdBy }, first),
    recurrenceRule: withoutPrefix(input.recurrenceRule),
    timeZone: recurrence.zone.id,
    wallStart: recurrence.zone.wallOf(asInstant(input.start)),
    startAdjusted: first.start !== input.start,
    lastStartsAt: recurrence.last()?.start ?? null,
    lastEndsAt: recurrence.last()?.end ?? null,
    occurrenceCount: recurrence.count(),
  }
  requireCapacity(resource, series.attendees)
  return { resource, series, recurrence, isInsideHorizon: isInsideHorizon(recurrence, resource.horizonUntil) }
}

const writeSeries = async (
  ctx: Context,
  { resource, series, recurrence, isInsideHorizon }: SeriesPlan,
  input: CreateSeriesInput,
): Promise<CreatedSeries> => {
  const policy = input.conflictPolicy ?? 'reject'
  const isLocked = !isInsideHorizon
  const book = async (sql: Sql): Promise<CreatedSeries> => {
    const horizonUntil = isLocked ? (await lockResource(sql, series)).horizonUntil : resource.horizonUntil
    const request = { series, recurrence, exceptions: [], horizonUntil, isLocked, policy, bounds: ctx.bounds }
    const { claims, materialisedUntil, skipped } = await planClaims(sql, request)
    const booking = withPlan(series, { claims, materialisedUntil })
    await insertBooking(sql, ctx, booking, claims, resource.version)
    if (skipped.length > 0) await insertSkipped(sql, ctx, booking, skipped)
    return { booking, skipped }
  }

  for (let attempt = 1; ; attempt++) {
    try {
      return await write(ctx, isLocked || policy === 'skip' ? 'several' : 'one', book)
    } catch (error) {
      if (!(error instanceof Taken)) throw error
      if (policy === 'skip' && error.mayChange && attempt < SKIP_ATTEMPTS_MAX) continue
      const claims = materialise(recurrence, resource.horizonUntil, ctx.bounds).occurrences.map(claimOf)
      throw await explainTakenSeries(ctx, resource, claims, error, {
        alternatives: () => findSeriesAlternatives(ctx, resource, input, claims),
      })
    }
  }
}
