import { asInstant } from '@booking/core'
import { bucketOfResource } from '../bucket.ts'
import type { Sql } from '../database.ts'
import { instantToSql } from '../sql-values.ts'
import { selectTails, type Tail } from './load-tails.ts'

export interface Window {
  /** Milliseconds since the epoch; absent: since ever. */
  readonly from?: number | undefined
  /** Absent: for ever. */
  readonly to?: number | undefined
  readonly resourceId?: string | undefined
}

/** Ids of live series that have an occurrence without a row, past the horizon, inside a window. */
export const tailsMeeting = async (sql: Sql, { from, to, resourceId }: Window): Promise<string[]> => {
  const tails = await selectTails(
    sql,
    sql`materialised_until < ${to === undefined ? 'infinity' : instantToSql(to)}::timestamptz
      AND (last_ends_at IS NULL OR last_ends_at > ${from === undefined ? '-infinity' : instantToSql(from)}::timestamptz)
      ${resourceId === undefined ? sql`` : sql`AND bucket = ${bucketOfResource(resourceId)} AND resource_id = ${resourceId}`}`,
  )
  return tails.filter((tail) => meets(tail, from, to)).map(({ booking }) => booking.id)
}

const meets = (tail: Tail, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY): boolean => {
  const earliest = Math.max(tail.from, from - tail.booking.durationMs + 1)
  const next = tail.recurrence.next(asInstant(earliest - 1))
  return next !== null && next.start < to
}
