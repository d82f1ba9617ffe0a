import type { Occurrence } from '@booking/core'
import type { Context } from '../context.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'

/** The occurrences a series does without because their time was taken, earliest first. */
export const listSkipped = async (ctx: Context, series: BookingRecord): Promise<Occurrence[]> => {
  if (series.recurrenceRule === null) return []
  const skipped = (await exceptionsOf(ctx, series)).filter(({ kind }) => kind === 'skipped')
  if (skipped.length === 0) return []
  const recurrence = recurrenceOf(series)
  return skipped.flatMap(({ wallStart }) => recurrence.at(wallStart) ?? [])
}
