import type { Actor, Context } from './context.ts'
import { mayManage } from './permissions/may.ts'
import { Refusal } from './refusal.ts'
import type { BookingRecord } from './schema/bookings.ts'
import type { ResourceRecord } from './schema/resources.ts'

/** @throws Refusal forbidden */
export const requireAdmin = (actor: Actor): void => {
  if (actor.role !== 'admin') throw new Refusal('forbidden', { why: 'Only an administrator may do this.' })
}

/** @throws Refusal forbidden */
export const requireManager = async (ctx: Context, resource: ResourceRecord): Promise<void> => {
  if (!(await mayManage(ctx, resource)))
    throw new Refusal('forbidden', {
      why: 'Only an administrator, or who may manage the resource, may do this.',
    })
}

/**
 * The subject a new booking belongs to. Nobody books in another's name unless allowed to.
 *
 * @throws Refusal on_behalf_forbidden
 */
export const creatorFor = async (
  ctx: Context,
  resource: ResourceRecord,
  createdBy: string | undefined,
): Promise<string> => {
  if (createdBy === undefined || createdBy === ctx.actor.subject) return ctx.actor.subject
  if (await mayManage(ctx, resource)) return createdBy
  throw new Refusal('on_behalf_forbidden', { createdBy })
}

/** @throws Refusal forbidden */
export const requireOwner = async (ctx: Context, booking: BookingRecord): Promise<void> => {
  if (ctx.actor.subject === booking.createdBy) return
  if (await mayManage(ctx, { bucket: booking.bucket, id: booking.resourceId })) return
  throw new Refusal('forbidden', {
    why: 'Only the person who made a booking, who may manage its resource, or an administrator may change it.',
  })
}
