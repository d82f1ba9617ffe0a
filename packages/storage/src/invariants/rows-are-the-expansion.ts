import { asInstant, formatWall, instantMax, instantMin, type Recurrence, type Wall } from '@booking/core'
import { bookingFromRow } from '../bookings/booking-from-row.ts'
import { exceptionFromRow } from '../exceptions/exception-from-row.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'
import { type StoredSeries, seriesPages } from './series-pages.ts'

/** More than any series may have rows. */
const OCCURRENCES_MAX = 1_000_000

interface Interval {
  readonly start: number
  readonly end: number
}

/**
 * The strongest check: what the core says a series is, from its rule, zone and exceptions, against the rows that
 * stand for it, both ways. So every instant is the conversion of a wall time under the time zone data in use.
 */
export const rowsAreTheExpansion: Check = {
  id: 'I4',
  title: 'The rows of a booking are what its rule, zone and exceptions say',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT 'row differs from its single booking' AS what, bookings.id::text AS booking_id, starts_at::text,
          ends_at::text, during::text, occurrences.wall_start::text, last_starts_at::text, last_ends_at::text
        FROM bookings JOIN occurrences ON booking_id = bookings.id
        WHERE recurrence_rule IS NULL AND status = 'active' AND (lower(during) <> starts_at OR upper(during) <> ends_at
          OR last_starts_at <> starts_at OR last_ends_at <> ends_at OR occurrence_count IS DISTINCT FROM 1
          OR occurrences.wall_start <> starts_at AT TIME ZONE 'UTC')`,
    )
    for await (const page of seriesPages(sql, 'exceptions and claims')) {
      for (const stored of page) {
        if (stored.row.status !== 'active') continue
        try {
          compare(stored, found)
        } catch (error) {
          found.add({ what: 'series cannot be expanded', booking_id: stored.row.id, why: String(error) })
        }
      }
    }
  },
}

const compare = (stored: StoredSeries, found: FoundRows): void => {
  const series = bookingFromRow(stored.row)
  const recurrence = recurrenceOf(series)
  const { materialisedUntil } = series
  if (materialisedUntil === null && recurrence.isUnbounded) {
    found.add({ what: 'endless series whose rows claim to be all', booking_id: series.id })
    return
  }
  const expected = expectedClaims(recurrence, stored.exceptions.map(exceptionFromRow), materialisedUntil)
  const lastEnd = [...expected.values()].reduce<number | null>(
    (last, { end }) => Math.max(last ?? end, end),
    null,
  )
  compareClaims(stored, expected, found)
  compareSpan(series, recurrence, lastEnd, found)
}

/** What must be claimed, by original wall start. */
const expectedClaims = (
  recurrence: Recurrence,
  exceptions: readonly ExceptionRecord[],
  materialisedUntil: number | null,
): Map<Wall, Interval> => {
  const until = asInstant(materialisedUntil ?? instantMax)
  const expected = new Map<Wall, Interval>()
  for (const { wallStart, start, end } of recurrence.between(instantMin, until, { budget: OCCURRENCES_MAX }))
    expected.set(wallStart, { start, end })
  for (const { kind, wallStart, newStartsAt, newEndsAt } of exceptions) {
    expected.delete(wallStart)
    const occurrence = kind === 'modified' ? recurrence.at(wallStart) : null
    if (occurrence === null) continue
    const start = newStartsAt ?? occurrence.start
    expected.set(wallStart, { start, end: newEndsAt ?? start + (occurrence.end - occurrence.start) })
  }
  return expected
}

const compareClaims = (
  { row, claims }: StoredSeries,
  expected: Map<Wall, Interval>,
  found: FoundRows,
): void => {
  const missing = new Map<number, Interval>(expected)
  for (const { wall, start, end } of claims) {
    const wanted = missing.get(wall)
    missing.delete(wall)
    if (wanted !== undefined && wanted.start === start && wanted.end === end) continue
    found.add({
      what:
        wanted === undefined ? 'row that the rule does not have' : 'row at another time than the rule has it',
      booking_id: row.id,
      wall_start: wallText(wall),
      stored: intervalText({ start, end }),
      rule: wanted === undefined ? null : intervalText(wanted),
    })
  }
  for (const [wall, wanted] of missing)
    found.add({
      what: 'occurrence without a row',
      booking_id: row.id,
      wall_start: wallText(wall),
      rule: intervalText(wanted),
    })
}

/** What the booking says of its first and last occurrence. While the rule goes on past the rows, it tells the end. */
const compareSpan = (
  series: BookingRecord,
  recurrence: Recurrence,
  lastEnd: number | null,
  found: FoundRows,
): void => {
  const first = recurrence.first()
  const last = recurrence.last()
  const lastEndsAt = last === null || series.materialisedUntil !== null ? last?.end : (lastEnd ?? last.end)
  const wrong = [
    series.startsAt !== first?.start && 'starts_at',
    series.endsAt !== first?.end && 'ends_at',
    series.lastStartsAt !== (last?.start ?? null) && 'last_starts_at',
    series.lastEndsAt !== (lastEndsAt ?? null) && 'last_ends_at',
    series.occurrenceCount !== recurrence.count() && 'occurrence_count',
  ].filter((column) => column !== false)
  if (wrong.length > 0)
    found.add({
      what: 'series says of its span what its rule does not',
      booking_id: series.id,
      columns: wrong.join(),
    })
}

const wallText = (wall: number): string => (Number.isInteger(wall) ? formatWall(wall as Wall) : String(wall))

const instantText = (instant: number | null): string =>
  instant !== null && Number.isInteger(instant) ? new Date(instant).toISOString() : String(instant)

const intervalText = ({ start, end }: { start: number | null; end: number | null }): string =>
  `[${instantText(start)}, ${instantText(end)})`
