import {
  createRecurrence,
  type Exception,
  parseRule,
  type Recurrence,
  type Wall,
  zoneOf,
} from '@booking/core'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { asInstantOrUndefined } from '../sql-values.ts'

/** A stored series' recurrence; occurrences whose original wall start is in `without` are left out. */
export const recurrenceOf = (series: BookingRecord, without: readonly Wall[] = []): Recurrence => {
  const { recurrenceRule, timeZone, wallStart, durationMs } = series
  if (recurrenceRule === null || timeZone === null || wallStart === null)
    throw new TypeError(`Booking ${series.id} is not a series.`)
  return createRecurrence({
    start: wallStart,
    zone: zoneOf(timeZone),
    durationMs,
    rules: [parseRule(recurrenceRule)],
    exdates: without,
  })
}

/** An exception of the core that remembers the row it came from. */
export type SeriesException = Exception & { readonly record: ExceptionRecord }

/** A stored exception as the core knows it; a skipped occurrence frees its time like a cancelled one. */
export const exceptionOf = (exception: ExceptionRecord): SeriesException => {
  const { wallStart } = exception
  if (exception.kind !== 'modified') return { kind: 'cancelled', wallStart, record: exception }
  const start = asInstantOrUndefined(exception.newStartsAt)
  const end = asInstantOrUndefined(exception.newEndsAt)
  return {
    kind: 'modified',
    wallStart,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
    record: exception,
  }
}
