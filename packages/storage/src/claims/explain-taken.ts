import { findConflicts } from '../availability/find-conflicts.ts'
import type { Context } from '../context.ts'
import { mayView } from '../permissions/may.ts'
import { type Alternative, type Clash, Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import type { Claim, Taken } from './claim.ts'
import { CLASHES_TOLD_MAX } from './find-clashes.ts'
import type { LeftOut } from './left-out.ts'
import { lookAround } from './look-around.ts'

/**
 * The refusal that a taken interval is told with: everything in the way, and what would be free. Runs after the
 * write was undone, so what it lists is what stands by then; if the slot has become free meanwhile, the list is
 * empty and the person may simply ask again.
 */
export const explainTakenInterval = async (
  ctx: Context,
  resource: ResourceRecord,
  interval: { readonly start: number; readonly end: number },
  taken: Taken,
  leftOut?: LeftOut,
): Promise<Refusal> => {
  const { inTheWay, alternatives } = await lookAround(ctx.database.sql, resource, interval, leftOut)
  const found = { clashes: inTheWay, total: inTheWay.length }
  return conflictRefusal(ctx, resource, taken, { found, checked: 1, alternatives })
}

/** The same for the claims of a series. */
export const explainTakenSeries = async (
  ctx: Context,
  resource: ResourceRecord,
  claims: readonly Claim[],
  taken: Taken,
  options: { leftOut?: LeftOut; alternatives: () => Promise<Alternative[]> },
): Promise<Refusal> => {
  const found = await findConflicts(ctx.database.sql, resource, claims, options.leftOut)
  const alternatives = await options.alternatives()
  return conflictRefusal(ctx, resource, taken, { found, checked: claims.length, alternatives })
}

const conflictRefusal = async (
  ctx: Context,
  resource: ResourceRecord,
  taken: Taken,
  {
    found,
    checked,
    alternatives,
  }: { found: { clashes: Clash[]; total: number }; checked: number; alternatives: Alternative[] },
): Promise<Refusal> => {
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
      occurrencesChecked: checked,
      alternatives,
    },
    { cause: taken },
  )
}
