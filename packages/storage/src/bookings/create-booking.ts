import { write } from '../answer-once.ts'
import { type Claim, Taken } from '../claims/claim.ts'
import { explainTakenInterval } from '../claims/explain-taken.ts'
import { guardSingleBeyondHorizon } from '../claims/guard-beyond-horizon.ts'
import type { Context } from '../context.ts'
import { creatorFor } from '../permission.ts'
import { requireBookable } from '../resources/get-resource.ts'
import { type PlanOnResource, planOnResource } from '../resources/plan-on-resource.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { utcWall } from '../sql-values.ts'
import { requireCapacity, requireOpen } from './fits-resource.ts'
import { insertBooking } from './insert-booking.ts'
import { type BookingWords, newBooking } from './new-booking.ts'

export interface CreateBookingInput extends Omit<BookingWords, 'createdBy'> {
  /** Defaults to the actor. */
  readonly createdBy?: string | undefined
  readonly resourceId: string
  /** Milliseconds since the epoch, closed-open; `end` is after `start`. */
  readonly start: number
  readonly end: number
}

/**
 * Books one interval. Inside the horizon, and on a resource that this process knows, that is one statement without a
 * lock; past it the rules of the resource's endless series are asked too, under its lock.
 *
 * @throws Refusal resource_not_found, resource_inactive, forbidden, over_capacity, outside_business_hours,
 *   booking_conflict
 */
export const createBooking = (ctx: Context, input: CreateBookingInput): Promise<BookingRecord> =>
  planOnResource(
    ctx,
    input.resourceId,
    (resource) => planBooking(ctx, resource, input),
    (plan) => writeBooking(ctx, plan, input),
  )

interface BookingPlan extends PlanOnResource {
  readonly booking: BookingRecord
}

const planBooking = async (
  ctx: Context,
  resource: ResourceRecord,
  input: CreateBookingInput,
): Promise<BookingPlan> => {
  await requireBookable(ctx, resource)
  const createdBy = await creatorFor(ctx, resource, input.createdBy)
  const booking = newBooking(ctx, resource, { ...input, createdBy }, input)
  requireCapacity(resource, booking.attendees)
  requireOpen(resource, input)
  return { resource, booking, isInsideHorizon: input.end <= resource.horizonUntil }
}

const writeBooking = async (
  ctx: Context,
  { resource, booking, isInsideHorizon }: BookingPlan,
  input: CreateBookingInput,
): Promise<BookingRecord> => {
  const claim: Claim = { wallStart: utcWall(input.start), start: input.start, end: input.end }
  try {
    return await write(ctx, isInsideHorizon ? 'one' : 'several', async (sql) => {
      if (!isInsideHorizon) await guardSingleBeyondHorizon(sql, booking, claim)
      await insertBooking(sql, ctx, booking, [claim], resource.version)
      return booking
    })
  } catch (error) {
    if (!(error instanceof Taken)) throw error
    throw await explainTakenInterval(ctx, resource, input, error)
  }
}
