import { asInstant, instantMax, instantMin, type Recurrence, type Wall } from '@booking/core'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import type { Interval, Shift } from './place-shifts.ts'

/** More than any series may have rows. */
const OCCURRENCES_MAX = 1_000_000

/** Everything that is stored of a live series. */
export interface StoredSeries {
  readonly booking: BookingRecord
  readonly exceptions: readonly ExceptionRecord[]
  /** Its rows by original wall start. */
  readonly rows: ReadonlyMap<Wall, Interval>
  /** Occurrences that an earlier change of zone data could not move, which are tried again. */
  readonly kept: ReadonlySet<Wall>
}

/** An occurrence of a series that has to move, with the exception there is of it. */
export interface SeriesShift extends Shift {
  readonly exception: ExceptionRecord | null
}

/** What the zone data in use make of a series that was stored by others. */
export interface SeriesShifts {
  readonly series: StoredSeries
  readonly recurrence: Recurrence
  /** Occurrences to come that have to be somewhere else, or have no row yet. */
  readonly shifts: SeriesShift[]
  /** Occurrences that have begun, by these data or by those, or whose end a person chose: they stay. */
  readonly stays: SeriesShift[]
  /** Rows to come that the rule has no occurrence for any more, or that the rule itself claims past the horizon. */
  readonly dropped: Wall[]
}

/**
 * Compares the rows of a series with what its rule yields by the zone data in use. A place that a person chose for
 * an occurrence is an instant, and none of these data's business.
 */
export const seriesShifts = (series: StoredSeries, nowMs: number): SeriesShifts => {
  const recurrence = recurrenceOf(series.booking)
  const found: SeriesShifts = { series, recurrence, shifts: [], stays: [], dropped: [] }
  const exceptions = new Map(series.exceptions.map((exception) => [exception.wallStart, exception]))
  const wanted = wantedPlaces(series, recurrence, exceptions)
  for (const [wallStart, to] of wanted) {
    const from = series.rows.get(wallStart) ?? null
    if (from !== null && from.start === to.start && from.end === to.end) continue
    const exception = exceptions.get(wallStart) ?? null
    const shift = { bookingId: series.booking.id, wallStart, from, to, exception }
    const hasBegun = Math.min(to.start, from?.start ?? to.start) < nowMs
    const isChosen = exception?.newEndsAt != null && !series.kept.has(wallStart)
    if (!hasBegun && !isChosen) found.shifts.push(shift)
    else if (!series.kept.has(wallStart)) found.stays.push(shift)
  }
  for (const [wallStart, { start }] of series.rows)
    if (!wanted.has(wallStart) && start >= nowMs) found.dropped.push(wallStart)
  return found
}

/** Where the rows of a series have to be, by original wall start. */
const wantedPlaces = (
  { booking, kept }: StoredSeries,
  recurrence: Recurrence,
  exceptions: ReadonlyMap<Wall, ExceptionRecord>,
): Map<Wall, Interval> => {
  const until = asInstant(booking.materialisedUntil ?? instantMax)
  const wanted = new Map<Wall, Interval>()
  for (const { wallStart, start, end } of recurrence.between(instantMin, until, { budget: OCCURRENCES_MAX }))
    if (!exceptions.has(wallStart) || kept.has(wallStart)) wanted.set(wallStart, { start, end })
  for (const [wallStart, { kind, newStartsAt, newEndsAt }] of exceptions) {
    if (kind !== 'modified' || wanted.has(wallStart)) continue
    const occurrence = recurrence.at(wallStart)
    const start = newStartsAt ?? occurrence?.start
    if (occurrence === null || start === undefined) continue
    wanted.set(wallStart, { start, end: newEndsAt ?? start + (occurrence.end - occurrence.start) })
  }
  return wanted
}
