import { asInstant, type Recurrence, type Wall } from '@booking/core'
import { type BookingRow, bookingFromRow } from '../bookings/booking-from-row.ts'
import type { LeftOut } from '../claims/left-out.ts'
import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { wallFromSql } from '../sql-values.ts'
import { recurrenceOf } from './recurrence-of.ts'

/**
 * A live series that goes on where its rows end: from `from` on the rule itself is the claim. Occurrences with
 * an exception are not part of it, since a cancelled one claims nothing and a modified one has its row at once,
 * however far ahead.
 */
export interface Tail {
  readonly booking: BookingRecord
  readonly recurrence: Recurrence
  /** Original wall starts of the occurrences that have an exception. */
  readonly excepted: readonly Wall[]
  /** Milliseconds since the epoch: occurrences that start before it have rows. */
  readonly from: number
}

/** The tails of a resource's live series. Read under the resource's lock the list is complete. */
export const loadTails = async (
  sql: Sql,
  { bucket, resourceId }: { readonly bucket: number; readonly resourceId: string },
  leftOut?: LeftOut,
): Promise<Tail[]> => {
  const tails = await selectTails(sql, sql`bucket = ${bucket} AND resource_id = ${resourceId}`)
  return leftOut === undefined ? tails : tails.flatMap((tail) => withoutLeftOut(tail, leftOut))
}

const withoutLeftOut = (tail: Tail, { bookingId, wallStart }: LeftOut): Tail[] => {
  const { booking } = tail
  if (booking.id !== bookingId) return [tail]
  if (wallStart === undefined) return []
  const excepted = [...tail.excepted, wallStart]
  return [{ ...tail, excepted, recurrence: recurrenceOf(booking, excepted) }]
}

/** The tails of the live series that a condition on `bookings` chooses. */
export const selectTails = async (sql: Sql, condition: ReturnType<Sql>): Promise<Tail[]> => {
  const rows = await sql<(BookingRow & { excepted: string[] })[]>`
    SELECT bookings.*, ARRAY(
        SELECT exceptions.wall_start::text FROM exceptions
        WHERE exceptions.bucket = bookings.bucket AND exceptions.booking_id = bookings.id
      ) AS excepted
    FROM bookings
    WHERE status = 'active' AND materialised_until IS NOT NULL AND ${condition}
    ORDER BY id`
  return rows.map((row) => {
    const booking = bookingFromRow(row)
    const excepted = row.excepted.map(wallFromSql)
    return {
      booking,
      recurrence: recurrenceOf(booking, excepted),
      excepted,
      from: booking.materialisedUntil ?? Number.POSITIVE_INFINITY,
    }
  })
}

/** Occurrences that a tail claims inside the interval, in order of time. */
export const clashesWithTail = (tail: Tail, interval: { start: number; end: number }): Clash[] =>
  tail.recurrence
    .overlapping(asInstant(interval.start), asInstant(interval.end))
    .filter(({ start }) => start >= tail.from)
    .map(({ start, end }) => ({ bookingId: tail.booking.id, title: tail.booking.title, start, end }))
