import type { Wall } from '@booking/core'
import type { Sql } from '../database.ts'
import { instantToSql, wallFromSql, wallToSql } from '../sql-values.ts'
import type { Claim } from './claim.ts'

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
