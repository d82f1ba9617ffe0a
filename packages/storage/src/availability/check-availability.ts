import { isOpenFor } from '../bookings/fits-resource.ts'
import type { Context } from '../context.ts'
import type { Clash } from '../refusal.ts'
import { getResourceAt } from '../resources/get-resource.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { findConflicts } from './find-conflicts.ts'

export type UnavailableReason = 'inactive' | 'outside_business_hours' | 'conflict'

export interface Availability {
  readonly resource: ResourceRecord
  readonly available: boolean
  readonly conflicts: Clash[]
  readonly reasons: UnavailableReason[]
}

/**
 * Whether an interval could be booked now. A free one inside the horizon is known by the statement that reads the
 * resource; only what is in the way of a taken one, and the rules beyond the horizon, are asked for after it.
 *
 * @throws Refusal resource_not_found
 */
export const checkAvailability = async (
  ctx: Context,
  input: { resourceId: string; start: number; end: number },
): Promise<Availability> => {
  const { resource, isTaken } = await getResourceAt(ctx, input)
  if (!isTaken && input.end <= resource.horizonUntil) return availabilityOf(resource, input, [])
  const { clashes } = await findConflicts(ctx.database.sql, resource, [input])
  return availabilityOf(resource, input, clashes)
}

export const availabilityOf = (
  resource: ResourceRecord,
  interval: { start: number; end: number },
  conflicts: Clash[],
): Availability => {
  const reasons: UnavailableReason[] = []
  if (!resource.isActive) reasons.push('inactive')
  if (!isOpenFor(resource, interval)) reasons.push('outside_business_hours')
  if (conflicts.length > 0) reasons.push('conflict')
  return { resource, available: reasons.length === 0, conflicts, reasons }
}
