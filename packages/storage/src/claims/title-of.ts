import type { Sql } from '../database.ts'

/**
 * What an occurrence is called: its own title where an exception gave it one, else its booking's. Two look-ups by key
 * for each row of `claims`, which has `booking_id` and `wall_start`; as joins, the planner may read the tables instead,
 * since it cannot know how few rows a recursive query gives.
 */
export const titleOf = (sql: Sql, bucket: number, claims: ReturnType<Sql>) => sql`
  COALESCE(
    (SELECT new_title FROM exceptions
     WHERE exceptions.bucket = ${bucket} AND exceptions.booking_id = ${claims}.booking_id
       AND exceptions.wall_start = ${claims}.wall_start),
    (SELECT title FROM bookings WHERE bookings.bucket = ${bucket} AND bookings.id = ${claims}.booking_id)
  )`
