import { claimsMeeting } from '../claims/claims-meeting.ts'
import type { Context } from '../context.ts'
import type { Clash } from '../refusal.ts'
import { loadResource, requireVisible } from '../resources/get-resource.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'
import { ChangedMeanwhile, startingOver } from '../starting-over.ts'
import { type Availability, availabilityOf } from './check-availability.ts'

/**
 * The same question for many intervals of one resource, in one statement where this process knows the resource: it says
 * whether it is still as known.
 *
 * @throws Refusal resource_not_found
 */
export const checkAvailabilityBulk = (
  ctx: Context,
  input: { resourceId: string; slots: readonly { start: number; end: number }[] },
): Promise<Availability[]> =>
  startingOver(async () => {
    const { database } = ctx
    const known = database.known.get(input.resourceId)
    const resource = known ?? database.known.keep(await loadResource(database, input.resourceId))
    const stored = await claimsMeeting(database.sql, resource, input.slots)
    if (stored === null) {
      database.known.forget(input.resourceId)
      throw new ChangedMeanwhile()
    }
    await requireVisible(ctx, resource)
    return answers(ctx, resource, input.slots, stored)
  })

const answers = async (
  { database }: Context,
  resource: ResourceRecord,
  slots: readonly { start: number; end: number }[],
  stored: ReadonlyMap<number, readonly Clash[]>,
): Promise<Availability[]> => {
  const reachesBeyond = slots.some(({ end }) => end > resource.horizonUntil)
  const tails = reachesBeyond
    ? await loadTails(database.sql, { bucket: resource.bucket, resourceId: resource.id })
    : []
  return slots.map((slot, position) => {
    const byRules = tails.flatMap((tail) => clashesWithTail(tail, slot))
    const conflicts = [...(stored.get(position) ?? []), ...byRules].sort((a, b) => a.start - b.start)
    return availabilityOf(resource, slot, conflicts)
  })
}
