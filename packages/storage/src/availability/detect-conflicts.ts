import { clashesBeyond, takenBeyond } from '../claims/guard-beyond-horizon.ts'
import type { Context } from '../context.ts'
import { type Clash, Refusal } from '../refusal.ts'
import { getResource } from '../resources/get-resource.ts'
import { claimOf, isInsideHorizon, materialise } from '../series/materialise.ts'
import { requestedSeries, type SeriesTimes } from '../series/requested-series.ts'
import { findConflicts } from './find-conflicts.ts'

export interface DetectConflictsInput extends Omit<SeriesTimes, 'recurrenceRule'> {
  readonly resourceId: string
  readonly recurrenceRule?: string | undefined
}

export interface DetectedConflicts {
  readonly conflicts: Clash[]
  readonly total: number
  readonly occurrencesChecked: number
  /** For a series past the horizon: the first clash of all, or null when there will never be one. */
  readonly forever?: { readonly firstClash: Clash | null }
}

/**
 * Everything that is in the way of an interval or a series, exactly, however far away.
 *
 * @throws Refusal resource_not_found, unknown_time_zone, invalid_recurrence_rule, rule_never_occurs,
 *   too_many_occurrences, self_overlap
 */
export const detectConflicts = async (
  ctx: Context,
  input: DetectConflictsInput,
): Promise<DetectedConflicts> => {
  const resource = await getResource(ctx, input.resourceId)
  const { recurrenceRule } = input
  if (recurrenceRule === undefined) {
    const { clashes, total } = await findConflicts(ctx.database.sql, resource, [input])
    return { conflicts: clashes, total, occurrencesChecked: 1 }
  }
  const alwaysOpen = { ...resource, businessHours: null }
  const series = requestedSeries(alwaysOpen, { ...input, recurrenceRule })
  const { recurrence } = series
  if (recurrence.first() === null)
    throw new Refusal('rule_never_occurs', { message: 'The rule has no occurrence.' })
  const claims = materialise(recurrence, resource.horizonUntil, ctx.bounds).occurrences.map(claimOf)
  const { clashes, total } = await findConflicts(ctx.database.sql, resource, claims)
  const stored = { conflicts: clashes, total, occurrencesChecked: claims.length }
  if (isInsideHorizon(recurrence, resource.horizonUntil)) return stored
  const beyond = clashesBeyond(await takenBeyond(ctx.database.sql, resource), series, resource.horizonUntil)
  const firstClash = [...clashes, ...beyond].sort((a, b) => a.start - b.start)[0] ?? null
  if (clashes.length > 0) return { ...stored, forever: { firstClash } }
  return {
    conflicts: beyond,
    total: beyond.length,
    occurrencesChecked: claims.length,
    forever: { firstClash },
  }
}
