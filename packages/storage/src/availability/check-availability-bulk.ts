import { claimsMeeting } from '../claims/claims-meeting.ts'
import type { Context } from '../context.ts'
import { getResource } from '../resources/get-resource.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'
import { type Availability, availabilityOf } from './check-availability.ts'

/** The same question for many intervals of one resource, in one statement. @throws Refusal resource_not_found */
export const checkAvailabilityBulk = async (
  ctx: Context,
  input: { resourceId: string; slots: readonly { start: number; end: number }[] },
): Promise<Availability[]> => {
  const resource = await getResource(ctx, input.resourceId)
  const stored = await claimsMeeting(ctx.database.sql, resource, input.slots)
  const reachesBeyond = input.slots.some(({ end }) => end > resource.horizonUntil)
  const tails = reachesBeyond
    ? await loadTails(ctx.database.sql, { bucket: resource.bucket, resourceId: resource.id })
    : []
  return input.slots.map((slot, position) => {
    const byRules = tails.flatMap((tail) => clashesWithTail(tail, slot))
    const conflicts = [...(stored.get(position) ?? []), ...byRules].sort((a, b) => a.start - b.start)
    return availabilityOf(resource, slot, conflicts)
  })
}
