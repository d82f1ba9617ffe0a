import { recordChange } from '../change.ts'
import type { Claim } from '../claims/claim.ts'
import { findTakenClaims } from '../claims/find-taken-claims.ts'
import { changing } from '../context.ts'
import type { Database, Sql } from '../database.ts'
import { insertSkipped } from '../exceptions/insert-skipped.ts'
import { clashesWithTail, type Tail } from '../series/load-tails.ts'
import { instantToSql } from '../sql-values.ts'
import { retimedDetails, zoneDataContext } from './save-retimed.ts'
import { addZoneConflicts } from './zone-conflicts.ts'

/**
 * Rules that meet another one past the horizon since zone data changed, each with a booking it meets. They are
 * extended last, and do without what is taken.
 */
export const rulesGivingWay = async (tx: Sql, tails: readonly Tail[]): Promise<Map<Tail, string>> => {
  const rows = await tx<{ booking_id: string; other: string }[]>`
    SELECT booking_id, min(other_booking_id::text) AS other FROM zone_conflicts
    WHERE kind = 'rule' AND bucket = ANY (${tails.map(({ booking }) => String(booking.bucket))}::text[]::smallint[])
      AND booking_id = ANY (${tails.map(({ booking }) => booking.id)}::text[]::uuid[])
    GROUP BY booking_id`
  const others = new Map(rows.map(({ booking_id, other }) => [booking_id, other]))
  const givingWay = new Map<Tail, string>()
  for (const tail of tails) {
    const other = others.get(tail.booking.id)
    if (other !== undefined) givingWay.set(tail, other)
  }
  return givingWay
}

export interface GivesWay {
  readonly database: Database
  readonly tail: Tail
  /** A booking whose rule it meets. */
  readonly other: string
  /** All of the resource; those that do not give way have their rows up to `until` already. */
  readonly tails: readonly Tail[]
  readonly until: number
  readonly nowMs: number
  readonly tzVersion: string
}

/** The claims of a rule that gives way which are free; the others are skipped, and put on record. */
export const skipTaken = async (
  tx: Sql,
  { database, tail, other, tails, until, nowMs, tzVersion }: GivesWay,
  claims: readonly Claim[],
): Promise<Claim[]> => {
  const { booking } = tail
  const taken = await findTakenClaims(tx, booking, claims, { bookingId: booking.id })
  const others = tails.filter((one) => one !== tail).map((one) => ({ ...one, from: until }))
  for (const claim of claims)
    if (claim.end > until && others.some((one) => clashesWithTail(one, claim).length > 0))
      taken.add(claim.wallStart)
  const skipped = claims.filter(({ wallStart }) => taken.has(wallStart))
  if (skipped.length === 0) return [...claims]

  const { bucket, id: bookingId, version } = booking
  const ctx = changing(zoneDataContext(database, nowMs), booking)
  await insertSkipped(tx, ctx, booking, skipped)
  const conflict = { bucket, bookingId, kind: 'skipped', otherBookingId: other, staysAt: null } as const
  await addZoneConflicts(
    tx,
    skipped.map(({ wallStart, start, end }) => ({ ...conflict, wallStart, wanted: { start, end } })),
    { tzVersion, nowMs: ctx.nowMs },
  )
  await tx`
    UPDATE bookings SET version = ${version + 1}, updated_at = ${instantToSql(ctx.nowMs)}
    WHERE bucket = ${bucket} AND id = ${bookingId}`
  const lost = skipped.map(({ wallStart }) => ({ wallStart, by: other }))
  const details = retimedDetails(booking, tzVersion, {
    moved: 0,
    unmoved: 0,
    skipped: skipped.length,
    conflicts: lost,
  })
  await recordChange(tx, ctx, { bucket, bookingId, version: version + 1, action: 'booking.retimed', details })
  return claims.filter(({ wallStart }) => !taken.has(wallStart))
}
