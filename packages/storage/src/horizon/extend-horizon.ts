import { asInstant } from '@booking/core'
import { insertClaims } from '../claims/insert-claims.ts'
import { lockResource } from '../claims/lock-resource.ts'
import type { Database, Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import { loadTails } from '../series/load-tails.ts'
import { claimOf } from '../series/materialise.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import { inTransaction } from '../transaction.ts'
import { horizonFrom } from './horizon-from.ts'

interface Due {
  readonly bucket: number
  readonly id: string
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
 * killed in the middle it leaves whole resources behind.
 */
export const extendHorizon = async (
  database: Database,
  { nowMs, resourcesMax }: { nowMs: number; resourcesMax: number },
): Promise<Extended> => {
  const until = horizonFrom(nowMs)
  const due = await database.sql<Due[]>`
    SELECT bucket, id FROM resources WHERE horizon_until < ${instantToSql(until)}
    ORDER BY horizon_until LIMIT ${resourcesMax + 1}`
  let occurrences = 0
  for (const resource of due.slice(0, resourcesMax))
    occurrences += await extendResource(database, resource, until)
  return { resources: Math.min(due.length, resourcesMax), occurrences, more: due.length > resourcesMax }
}

const extendResource = (database: Database, { bucket, id }: Due, until: number): Promise<number> =>
  inTransaction(database, async (tx) => {
    const place = { bucket, resourceId: id }
    const { horizonUntil } = await lockResource(tx, place)
    if (horizonUntil >= until) return 0
    let added = 0
    for (const { booking, recurrence, from } of await loadTails(tx, place)) {
      const claims = recurrence.between(asInstant(from), asInstant(until)).map(claimOf)
      if (claims.length > 0) await insertClaims(tx, booking, claims)
      added += claims.length
      await moveTail(tx, booking, recurrence.next(asInstant(until - 1)) === null ? null : until)
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
