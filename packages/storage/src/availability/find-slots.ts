import { asInstant, compileBusinessHours, freeSlots, type Interval, zoneOf } from '@booking/core'
import { busyBetween } from '../claims/busy-between.ts'
import type { Context } from '../context.ts'
import { getResource } from '../resources/get-resource.ts'

export interface FindSlotsInput {
  readonly resourceId: string
  /** Milliseconds since the epoch. */
  readonly from: number
  readonly to: number
  readonly durationMs: number
  /** Slots begin at local midnight plus whole steps. */
  readonly stepMs: number
  readonly slotsMax: number
}

/** Free intervals of one length inside a window, earliest first. @throws Refusal resource_not_found */
export const findSlots = async (ctx: Context, input: FindSlotsInput): Promise<Interval[]> => {
  const resource = await getResource(ctx, input.resourceId)
  if (!resource.isActive) return []
  const busy = await busyBetween(ctx.database.sql, resource, { start: input.from, end: input.to })
  return freeSlots({
    open: compileBusinessHours(resource.businessHours, zoneOf(resource.timeZone)),
    busy,
    from: asInstant(input.from),
    to: asInstant(input.to),
    durationMs: input.durationMs,
    stepMs: input.stepMs,
    slotsMax: input.slotsMax,
  })
}
