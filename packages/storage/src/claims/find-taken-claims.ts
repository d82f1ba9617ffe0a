import type { Wall } from '@booking/core'
import type { Sql } from '../database.ts'
import { type Claim, Taken } from './claim.ts'
import { isLeftOut, type LeftOut } from './left-out.ts'
import { metClaims } from './met-claims.ts'

/** Which of a booking's claims are taken by stored occurrences, by their wall starts. */
export const findTakenClaims = async (
  sql: Sql,
  { bucket, resourceId }: { readonly bucket: number; readonly resourceId: string },
  claims: readonly Claim[],
  leftOut?: LeftOut,
): Promise<Set<Wall>> => {
  const rows = await sql<{ position: number }[]>`
    WITH RECURSIVE met AS (${metClaims(sql, { bucket, id: resourceId }, claims)})
    SELECT DISTINCT position::int FROM met WHERE NOT ${isLeftOut(sql, leftOut)}`
  return new Set(rows.map(({ position }) => (claims[position - 1] as Claim).wallStart))
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
  if (claims.length === 0) return
  const taken = await findTakenClaims(sql, booking, claims, { bookingId: booking.id })
  if (taken.size > 0) throw new Taken([], true)
}
