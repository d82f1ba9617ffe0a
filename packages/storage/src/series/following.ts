import { asInstant, formatRule, type Occurrence, parseRule, type Recurrence } from '@booking/core'
import type { BookingRecord } from '../schema/bookings.ts'

/** How a series ends when everything from one occurrence on is taken away from it. */
export const endedBefore = (
  series: BookingRecord,
  recurrence: Recurrence,
  occurrence: Occurrence,
): Pick<
  BookingRecord,
  'recurrenceRule' | 'lastStartsAt' | 'lastEndsAt' | 'occurrenceCount' | 'materialisedUntil'
> | null => {
  const last = recurrence.previous(occurrence.start)
  if (last === null || series.recurrenceRule === null) return null
  const before = countBefore(recurrence, occurrence)
  const materialisedUntil =
    series.materialisedUntil !== null && last.start >= series.materialisedUntil
      ? series.materialisedUntil
      : null
  return {
    // A count: an instant in UNTIL has no milliseconds, and cuts off the last date when the hour moves later.
    recurrenceRule: formatRule({ ...parseRule(series.recurrenceRule), count: before, until: null }),
    lastStartsAt: last.start,
    lastEndsAt: last.end,
    occurrenceCount: before,
    materialisedUntil,
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
