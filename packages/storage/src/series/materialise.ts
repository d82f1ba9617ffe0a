import { asInstant, type Occurrence, type Recurrence } from '@booking/core'
import type { Claim } from '../claims/claim.ts'
import type { Bounds } from '../context.ts'
import { Refusal } from '../refusal.ts'

/** The occurrences of a series that have rows, and where its rule takes over. */
export interface Materialised {
  readonly occurrences: Occurrence[]
  /** Null when every occurrence has a row. Milliseconds since the epoch. */
  readonly materialisedUntil: number | null
}

export const claimOf = ({ wallStart, start, end }: Occurrence): Claim => ({ wallStart, start, end })

/**
 * All occurrences that start before the horizon.
 *
 * @throws Refusal too_many_occurrences when they are more than `bounds.occurrencesMax`
 */
export const materialise = (recurrence: Recurrence, horizonUntil: number, bounds: Bounds): Materialised => {
  const occurrences: Occurrence[] = []
  let occurrence = recurrence.first()
  while (occurrence !== null && occurrence.start < horizonUntil) {
    if (occurrences.length === bounds.occurrencesMax)
      throw new Refusal('too_many_occurrences', { maximum: bounds.occurrencesMax, until: horizonUntil })
    occurrences.push(occurrence)
    occurrence = recurrence.next(asInstant(occurrence.start))
  }
  return { occurrences, materialisedUntil: goesOnFrom(recurrence, horizonUntil) ? horizonUntil : null }
}

/**
 * Whether a rule is a claim from an instant on. One without an end always is, also where its steps are so long that
 * nothing is left of it before the year 9999 ends: it has no last occurrence to tell of.
 */
export const goesOnFrom = (recurrence: Recurrence, instant: number): boolean =>
  recurrence.isUnbounded || recurrence.next(asInstant(instant - 1)) !== null

/** Whether every occurrence ends inside the horizon, so that rows alone can guard the series. */
export const isInsideHorizon = (recurrence: Recurrence, horizonUntil: number): boolean => {
  if (recurrence.isUnbounded) return false
  const last = recurrence.last()
  return last === null || last.end <= horizonUntil
}
