import {
  createRecurrence,
  type Exception,
  type PreparedSeries,
  parseRule,
  prepareSeries,
  type Recurrence,
  type RecurrenceInput,
  type Wall,
  zoneOf,
} from '@booking/core'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { asInstantOrUndefined } from '../sql-values.ts'

/** What the core needs to know of a stored series. */
const inputOf = (series: BookingRecord, without: readonly Wall[]): RecurrenceInput => {
  const { recurrenceRule, timeZone, wallStart, durationMs } = series
  if (recurrenceRule === null || timeZone === null || wallStart === null)
    throw new TypeError(`Booking ${series.id} is not a series.`)
  return {
    start: wallStart,
    zone: zoneOf(timeZone),
    durationMs,
    rules: [parseRule(recurrenceRule)],
    exdates: without,
  }
}

/** A stored series' recurrence; occurrences whose original wall start is in `without` are left out. */
export const recurrenceOf = (series: BookingRecord, without: readonly Wall[] = []): Recurrence =>
  createRecurrence(inputOf(series, without))

/** The same, ready to be compared with other series. */
export const preparedSeriesOf = (series: BookingRecord, without: readonly Wall[] = []): PreparedSeries =>
  prepareSeries(inputOf(series, without))

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
