import { findConflicts } from '../availability/find-conflicts.ts'
import type { Context } from '../context.ts'
import { mayView } from '../permissions/may.ts'
import { type Alternative, Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import type { Claim, Taken } from './claim.ts'
import { CLASHES_TOLD_MAX } from './find-clashes.ts'

/**
 * The refusal that a taken claim is told with: everything in the way, and what would be free. Runs after the
 * write was undone, so what it lists is what stands by then; if the slot has become free meanwhile, the list is
 * empty and the person may simply ask again.
 */
export const explainTaken = async (
  ctx: Context,
  resource: ResourceRecord,
  claims: readonly Claim[],
  taken: Taken,
  options: { exceptBookingId?: string; alternatives: () => Promise<Alternative[]> },
): Promise<Refusal> => {
  const found = await findConflicts(ctx.database.sql, resource, claims, options.exceptBookingId)
  const isVisible = await mayView(ctx, resource)
  const told = new Set(found.clashes.map(({ bookingId, start }) => `${bookingId} ${start}`))
  const beyond = taken.beyond.filter(({ bookingId, start }) => !told.has(`${bookingId} ${start}`))
  return new Refusal(
    'booking_conflict',
    {
      conflicts: [...found.clashes, ...beyond]
        .slice(0, CLASHES_TOLD_MAX)
        .map((clash) => (isVisible ? clash : { ...clash, title: 'Busy', redacted: true })),
      totalConflicts: found.total + beyond.length,
      occurrencesChecked: claims.length,
      alternatives: await options.alternatives(),
    },
    { cause: taken },
  )
}
