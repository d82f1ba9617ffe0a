import { formatWall, type Recurrence } from '@booking/core'
import { bookingFromRow } from '../bookings/booking-from-row.ts'
import { exceptionFromRow } from '../exceptions/exception-from-row.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'
import { type StoredSeries, seriesPages } from './series-pages.ts'

/** Also of cancelled series, whose exceptions stay as they were. */
export const exceptionsFit: Check = {
  id: 'I6',
  title: 'Each exception is about one occurrence that its rule has, and a moved one has its row',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN bookings.id IS NULL THEN 'exception of no booking' ELSE 'exception of a single booking' END
          AS what, exceptions.id::text AS exception_id, booking_id::text
        FROM exceptions LEFT JOIN bookings ON bookings.id = booking_id
        WHERE recurrence_rule IS NULL`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'several exceptions of one occurrence' AS what, booking_id::text, wall_start::text,
          count(*)::int AS exceptions
        FROM exceptions GROUP BY booking_id, wall_start HAVING count(*) > 1`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN kind = 'modified' THEN 'moved occurrence without a row'
            ELSE 'row of an occurrence that does not take place' END AS what,
          exceptions.id::text AS exception_id, exceptions.booking_id::text, exceptions.wall_start::text, kind
        FROM exceptions
        JOIN bookings ON bookings.id = exceptions.booking_id AND status = 'active'
        LEFT JOIN occurrences ON occurrences.booking_id = exceptions.booking_id
          AND occurrences.wall_start = exceptions.wall_start
        WHERE (kind = 'modified') = (occurrences.booking_id IS NULL)`,
    )
    for await (const page of seriesPages(sql, 'exceptions')) {
      for (const stored of page) if (stored.exceptions.length > 0) findMisfits(stored, found)
    }
  },
}

const findMisfits = ({ row, exceptions }: StoredSeries, found: FoundRows): void => {
  let recurrence: Recurrence
  try {
    recurrence = recurrenceOf(bookingFromRow(row))
  } catch {
    // Whether a rule can be read at all is another check's question.
    return
  }
  for (const exception of exceptions) {
    const { wallStart } = exceptionFromRow(exception)
    if (recurrence.at(wallStart) === null)
      found.add({
        what: 'exception of an occurrence that the rule does not have',
        exception_id: exception.id,
        booking_id: row.id,
        wall_start: formatWall(wallStart),
      })
  }
}
