import type { Actor } from './context.ts'
import { Refusal } from './refusal.ts'
import type { BookingRecord } from './schema/bookings.ts'

/** @throws Refusal forbidden */
export const requireAdmin = (actor: Actor): void => {
  if (actor.role !== 'admin')
    throw new Refusal('forbidden', { why: 'Only an administrator may manage resources.' })
}

/**
 * The subject a new booking belongs to. Nobody books in another's name unless allowed to.
 *
 * @throws Refusal on_behalf_forbidden
 */
export const creatorFor = (actor: Actor, createdBy: string | undefined): string => {
  if (createdBy === undefined || createdBy === actor.subject) return actor.subject
  if (actor.role === 'admin') return createdBy
  throw new Refusal('on_behalf_forbidden', { createdBy })
}

/** @throws Refusal forbidden */
export const requireOwner = (actor: Actor, booking: BookingRecord): void => {
  if (actor.role !== 'admin' && actor.subject !== booking.createdBy)
    throw new Refusal('forbidden', {
      why: 'Only the person who made a booking, or an administrator, may change it.',
    })
}
