import { asInstant } from '@booking/core'
import { insertClaims } from '../claims/insert-claims.ts'
import { lockResource } from '../claims/lock-resource.ts'
import type { Database, Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import { loadTails } from '../series/load-tails.ts'
import { claimOf, goesOnFrom } from '../series/materialise.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import { inTransaction } from '../transaction.ts'
import { rulesGivingWay, skipTaken } from '../zone-data/rules-giving-way.ts'
import { runtimeZoneData, type ZoneData } from '../zone-data/zone-data.ts'
import { zonesOutOfStep } from '../zone-data/zone-states.ts'
import { horizonFrom } from './horizon-from.ts'

interface Due {
  readonly bucket: number
  readonly id: string
}

export interface ExtendOptions {
  /** Milliseconds since the epoch. */
  readonly nowMs: number
  readonly resourcesMax: number
  /** The data that the core computes with; tests only give others. */
  readonly zoneData?: ZoneData
}

export interface Extended {
  /** Resources whose horizon was moved. */
  readonly resources: number
  /** Rows added for their series. */
  readonly occurrences: number
  /** True when there are more resources to extend. */
  readonly more: boolean
}

/**
 * Moves the horizon of at most `resourcesMax` resources to where it belongs at `nowMs`, each in a transaction
 * of its own under the resource's lock: first the rows, then the horizon. Doing it again changes nothing;
 * killed in the middle it leaves whole resources behind. A resource waits while its series follow other time zone
 * data than those of this process: rows made by both would not fit together.
 */
export const extendHorizon = async (
  database: Database,
  { nowMs, resourcesMax, zoneData = runtimeZoneData }: ExtendOptions,
): Promise<Extended> => {
  const until = horizonFrom(nowMs)
  const due = await database.sql<Due[]>`
    SELECT bucket, id FROM resources WHERE horizon_until < ${instantToSql(until)}
      AND NOT EXISTS (
        SELECT 1 FROM bookings
        WHERE bookings.bucket = resources.bucket AND resource_id = resources.id AND status = 'active'
          AND materialised_until IS NOT NULL
          AND time_zone = ANY (${await zonesOutOfStep(database.sql, zoneData)}::text[]))
    ORDER BY horizon_until LIMIT ${resourcesMax + 1}`
  let occurrences = 0
  for (const resource of due.slice(0, resourcesMax))
    occurrences += await extendResource(database, resource, { until, nowMs, zoneData })
  return { resources: Math.min(due.length, resourcesMax), occurrences, more: due.length > resourcesMax }
}

interface Extension {
  readonly until: number
  readonly nowMs: number
  readonly zoneData: ZoneData
}

const extendResource = (
  database: Database,
  { bucket, id }: Due,
  { until, nowMs, zoneData }: Extension,
): Promise<number> =>
  inTransaction(database, async (tx) => {
    const place = { bucket, resourceId: id }
    const { horizonUntil } = await lockResource(tx, place)
    if (horizonUntil >= until) return 0
    const tails = await loadTails(tx, place)
    const outOfStep = new Set(await zonesOutOfStep(tx, zoneData))
    if (tails.some(({ booking }) => outOfStep.has(booking.timeZone ?? ''))) return 0
    const givingWay = await rulesGivingWay(tx, tails)
    const request = { database, tails, until, nowMs, tzVersion: zoneData.version }
    let added = 0
    for (const tail of [...tails.filter((one) => !givingWay.has(one)), ...givingWay.keys()]) {
      const { booking, recurrence, from } = tail
      let claims = recurrence.between(asInstant(from), asInstant(until)).map(claimOf)
      const other = givingWay.get(tail)
      if (other !== undefined) claims = await skipTaken(tx, { ...request, tail, other }, claims)
      if (claims.length > 0) await insertClaims(tx, booking, claims)
      added += claims.length
      await moveTail(tx, booking, goesOnFrom(recurrence, until) ? until : null)
    }
    await tx`UPDATE resources SET horizon_until = ${instantToSql(until)} WHERE bucket = ${bucket} AND id = ${id}`
    return added
  })

/** Once all occurrences of a series have rows, those tell when the last one ends. */
const moveTail = async (tx: Sql, booking: BookingRecord, until: number | null): Promise<void> => {
  const { lastEndsAt } = await withEffectiveEnd(tx, { ...booking, materialisedUntil: until })
  await tx`
    UPDATE bookings SET materialised_until = ${until === null ? null : instantToSql(until)},
      last_ends_at = ${lastEndsAt === null ? null : instantToSql(lastEndsAt)}
    WHERE bucket = ${booking.bucket} AND id = ${booking.id}`
}

/** How far the oldest horizon of a resource lies behind where it belongs, in milliseconds; 0 when none does. */
export const horizonLagMs = async (database: Database, nowMs: number): Promise<number> => {
  const [row] = await database.sql<{ oldest: string | null }[]>`
    SELECT min(horizon_until)::text AS oldest FROM resources`
  const oldest = row?.oldest ?? null
  return oldest === null ? 0 : Math.max(0, horizonFrom(nowMs) - instantFromSql(oldest))
}
