import type postgres from 'postgres'
import type { BookingRow } from '../bookings/booking-from-row.ts'
import type { Sql } from '../database.ts'
import type { ExceptionRow } from '../exceptions/exception-from-row.ts'

/** A claim as it is stored; instants with their fractions, null where there is no bound. */
export interface StoredClaim {
  readonly booking_id: string
  readonly wall: number
  readonly start: number | null
  readonly end: number | null
}

/** Everything that is stored of a series. */
export interface StoredSeries {
  readonly row: BookingRow
  readonly exceptions: readonly ExceptionRow[]
  readonly claims: readonly StoredClaim[]
}

const PAGE_SERIES = 25

/**
 * All series of a database with what belongs to them, a few at a time in order of their key.
 *
 * @param parts claims are left out, and empty, where only exceptions are asked for
 */
export async function* seriesPages(
  sql: Sql,
  parts: 'exceptions' | 'exceptions and claims',
): AsyncGenerator<StoredSeries[]> {
  let last = { bucket: -1, id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const series = await sql<BookingRow[]>`
      SELECT * FROM bookings
      WHERE recurrence_rule IS NOT NULL AND (bucket, id) > (${last.bucket}::smallint, ${last.id}::uuid)
      ORDER BY bucket, id LIMIT ${PAGE_SERIES}`
    const end = series.at(-1)
    if (end === undefined) return
    last = end
    const keys = sql`unnest(
      ${series.map(({ bucket }) => String(bucket))}::text[]::smallint[],
      ${series.map(({ id }) => id)}::text[]::uuid[]) AS key (bucket, id)`
    const exceptions = await sql<ExceptionRow[]>`
      SELECT e.* FROM ${keys} JOIN exceptions e ON e.bucket = key.bucket AND e.booking_id = key.id`
    const claims = parts === 'exceptions' ? [] : await storedClaims(sql, keys)
    const exceptionsOf = byBooking(exceptions)
    const claimsOf = byBooking(claims)
    yield series.map((row) => ({
      row,
      exceptions: exceptionsOf.get(row.id) ?? [],
      claims: claimsOf.get(row.id) ?? [],
    }))
  }
}

const storedClaims = (sql: Sql, keys: postgres.PendingQuery<postgres.Row[]>) => sql<StoredClaim[]>`
  SELECT booking_id, (extract(epoch FROM wall_start) * 1000)::float8 AS wall,
    (extract(epoch FROM lower(during)) * 1000)::float8 AS start,
    (extract(epoch FROM upper(during)) * 1000)::float8 AS "end"
  FROM ${keys} JOIN occurrences o ON o.bucket = key.bucket AND o.booking_id = key.id`

const byBooking = <Row extends { readonly booking_id: string }>(rows: readonly Row[]): Map<string, Row[]> => {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.booking_id)
    if (group === undefined) groups.set(row.booking_id, [row])
    else group.push(row)
  }
  return groups
}
