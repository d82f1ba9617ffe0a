import type { Wall } from '@booking/core'
import type { Sql } from '../database.ts'
import { instantToSql, wallFromSql, wallToSql } from '../sql-values.ts'
import { type Claim, Taken } from './claim.ts'

/** Which of a booking's claims are taken by stored occurrences of other bookings, by their wall starts. */
export const findTakenClaims = async (
  sql: Sql,
  booking: { bucket: number; resourceId: string; id: string },
  claims: readonly Claim[],
): Promise<Set<Wall>> => {
  const rows = await sql<{ wall: string }[]>`
    SELECT DISTINCT wanted.wall::text AS wall
    FROM unnest(
      ${claims.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[],
      ${claims.map(({ start }) => instantToSql(start))}::text[]::timestamptz[],
      ${claims.map(({ end }) => instantToSql(end))}::text[]::timestamptz[]
    ) AS wanted (wall, s, e)
    JOIN occurrences o ON o.bucket = ${booking.bucket} AND o.resource_id = ${booking.resourceId}
      AND o.during && tstzrange(wanted.s, wanted.e, '[)') AND o.booking_id <> ${booking.id}`
  return new Set(rows.map(({ wall }) => wallFromSql(wall)))
}

/**
 * Looks before a booking that moves gives up the place it has: two that want each other's would each free their
 * own and then wait for the other, a deadlock. That the place is free is decided by the constraint all the same.
 *
 * @throws Taken
 */
export const requireFree = async (
  sql: Sql,
  booking: { bucket: number; resourceId: string; id: string },
  claims: readonly Claim[],
): Promise<void> => {
  if (claims.length > 0 && (await findTakenClaims(sql, booking, claims)).size > 0) throw new Taken([], true)
}
