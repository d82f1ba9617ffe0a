import { asInstant, formatRule, type Occurrence, parseRule, type Recurrence } from '@booking/core'
import type { BookingRecord } from '../schema/bookings.ts'

/** Whether an occurrence is the first of its series, so that what follows it is all of it. */
export const isFirst = (recurrence: Recurrence, occurrence: Occurrence): boolean =>
  recurrence.previous(occurrence.start) === null

/**
 * A series as it is when everything from one occurrence on, which is not its first, is taken away from it.
 *
 * @param series under its lock: where its rows end may have moved since it was read
 */
export const endedBefore = (
  series: BookingRecord,
  recurrence: Recurrence,
  occurrence: Occurrence,
): BookingRecord => {
  const last = recurrence.previous(occurrence.start)
  if (last === null || series.recurrenceRule === null)
    throw new RangeError(`Nothing of series ${series.id} would be left.`)
  const before = countBefore(recurrence, occurrence)
  const { materialisedUntil } = series
  return {
    ...series,
    // A count: an instant in UNTIL has no milliseconds, and cuts off the last date when the hour moves later.
    recurrenceRule: formatRule({ ...parseRule(series.recurrenceRule), count: before, until: null }),
    lastStartsAt: last.start,
    lastEndsAt: last.end,
    occurrenceCount: before,
    materialisedUntil:
      materialisedUntil !== null && last.start >= materialisedUntil ? materialisedUntil : null,
  }
}

/** The rule of what follows: a count goes on counting where the first part stops. */
export const ruleFrom = (series: BookingRecord, recurrence: Recurrence, occurrence: Occurrence): string => {
  const rule = parseRule(series.recurrenceRule ?? '')
  if (rule.count === null) return series.recurrenceRule ?? ''
  return formatRule({ ...rule, count: rule.count - countBefore(recurrence, occurrence) })
}

const countBefore = (recurrence: Recurrence, occurrence: Occurrence): number => {
  const first = recurrence.first()
  if (first === null) return 0
  return recurrence.startsBetween(asInstant(first.start), occurrence.start).length
}
