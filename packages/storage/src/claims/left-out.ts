import type { Wall } from '@booking/core'
import type { Sql } from '../database.ts'
import { wallToSql } from '../sql-values.ts'

/** What is not in the way of what comes in its place: a booking, or one occurrence of a series. */
export interface LeftOut {
  readonly bookingId: string
  /** The occurrence's original start; without it, all of the booking. */
  readonly wallStart?: Wall
}

/** The condition that a stored occurrence, by its `booking_id` and `wall_start`, is left out; never null. */
export const isLeftOut = (sql: Sql, leftOut: LeftOut | undefined) => {
  if (leftOut === undefined) return sql`false`
  const { bookingId, wallStart } = leftOut
  return wallStart === undefined
    ? sql`booking_id = ${bookingId}`
    : sql`(booking_id = ${bookingId} AND wall_start = ${wallToSql(wallStart)})`
}
