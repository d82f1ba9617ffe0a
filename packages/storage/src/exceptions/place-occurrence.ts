import { asInstant, type Occurrence } from '@booking/core'
import { type Claim, Taken } from '../claims/claim.ts'
import { findClashes } from '../claims/find-clashes.ts'
import { requireFree } from '../claims/find-taken-claims.ts'
import { guardAgainstTails } from '../claims/guard-beyond-horizon.ts'
import { insertClaims } from '../claims/insert-claims.ts'
import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { wallToSql } from '../sql-values.ts'

/** Where an occurrence of a series is to be: nowhere, where its rule has it, or somewhere else. */
export type Placement = 'nowhere' | 'original' | { readonly start: number; readonly end: number }

/**
 * Puts one occurrence of a series where an exception wants it, freeing the place it had. The caller holds the
 * series' lock, its resource's as well where the series or the new place reaches past the horizon, and has
 * written the exception, so that the rule no longer claims the original place.
 *
 * @throws Taken
 */
export const placeOccurrence = async (
  sql: Sql,
  series: BookingRecord,
  occurrence: Occurrence,
  placement: Placement,
): Promise<void> => {
  const { start, end } = typeof placement === 'object' ? placement : occurrence
  const claim: Claim = { wallStart: occurrence.wallStart, start, end }
  if (typeof placement === 'object') await requireFree(sql, series, [claim])
  await sql`
    DELETE FROM occurrences
    WHERE bucket = ${series.bucket} AND booking_id = ${series.id} AND wall_start = ${wallToSql(occurrence.wallStart)}`
  if (placement === 'nowhere') return
  if (placement !== 'original' || hasRow(series, occurrence)) {
    await guardAgainstTails(sql, series, [claim])
    await insertClaims(sql, series, [claim])
    return
  }
  await guardAgainstTails(sql, series, [claim], { bookingId: series.id })
  const { clashes } = await findClashes(sql, series, [claim])
  if (clashes.length > 0) throw new Taken(clashes)
}

/** Whether the rule's own place of an occurrence is kept by a row; past that the rule keeps it. */
export const hasRow = (series: BookingRecord, occurrence: Occurrence): boolean =>
  series.materialisedUntil === null || occurrence.start < asInstant(series.materialisedUntil)
