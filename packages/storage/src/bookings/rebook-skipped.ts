import { type Occurrence, wallDate } from '@booking/core'
import { write } from '../answer-once.ts'
import { recordChange } from '../change.ts'
import { Taken } from '../claims/claim.ts'
import { findTakenClaims } from '../claims/find-taken-claims.ts'
import { guardAgainstTails } from '../claims/guard-beyond-horizon.ts'
import { insertClaims } from '../claims/insert-claims.ts'
import { lockResource } from '../claims/lock-resource.ts'
import { type Context, changing } from '../context.ts'
import type { Sql } from '../database.ts'
import { openSeries } from '../exceptions/open-series.ts'
import { hasRow } from '../exceptions/place-occurrence.ts'
import { Refusal } from '../refusal.ts'
import { loadResource, requireActive } from '../resources/get-resource.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import { claimOf } from '../series/materialise.ts'
import { wallToSql } from '../sql-values.ts'
import { startingOver } from '../starting-over.ts'
import { listSkipped } from './list-skipped.ts'
import { lockBooking } from './lock-booking.ts'
import { saveBooking } from './save-booking.ts'

export interface Rebooked {
  readonly booking: BookingRecord
  readonly rebooked: Occurrence[]
  /** Still in conflict. */
  readonly skipped: Occurrence[]
}

/**
 * Books occurrences that a series was made without; those whose time is still taken stay skipped.
 *
 * @param dates `YYYY-MM-DD`, local dates of skipped occurrences; default: all of them
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled, resource_inactive,
 *   no_such_occurrence
 */
export const rebookSkipped = (
  ctx: Context,
  bookingId: string,
  dates?: readonly string[],
): Promise<Rebooked> =>
  startingOver(async () => {
    const { series } = await openSeries(ctx, bookingId)
    requireActive(await loadResource(ctx.database, series.resourceId))
    const skipped = await listSkipped(ctx, series)
    const wanted =
      dates === undefined ? skipped : skipped.filter(({ wallStart }) => dates.includes(wallDate(wallStart)))
    const missing = dates?.find((date) => !wanted.some(({ wallStart }) => wallDate(wallStart) === date))
    if (missing !== undefined)
      throw new Refusal('no_such_occurrence', {
        date: missing,
        nearest: skipped.slice(0, 5).map(({ wallStart }) => wallDate(wallStart)),
      })
    const at = changing(ctx, series)
    return write(at, 'several', async (sql) => {
      await lockResource(sql, series)
      const locked = await lockBooking(sql, series)
      const rebooked = await claimFree(sql, locked, wanted)
      const booking =
        rebooked.length === 0
          ? locked
          : await withEffectiveEnd(sql, { ...locked, version: locked.version + 1, updatedAt: at.nowMs })
      if (rebooked.length > 0) {
        await saveBooking(sql, booking)
        await recordChange(sql, at, {
          bucket: booking.bucket,
          bookingId,
          version: booking.version,
          action: 'occurrence.rebooked',
          details: { dates: rebooked.map(({ wallStart }) => wallDate(wallStart)) },
        })
      }
      return { booking, rebooked, skipped: skipped.filter((occurrence) => !rebooked.includes(occurrence)) }
    })
  })

/** Each free occurrence gets its claim back; a racer that takes one meanwhile leaves it skipped. */
const claimFree = async (
  sql: Sql,
  series: BookingRecord,
  wanted: readonly Occurrence[],
): Promise<Occurrence[]> => {
  const taken = await findTakenClaims(sql, series, wanted.map(claimOf))
  const rebooked: Occurrence[] = []
  for (const occurrence of wanted) {
    if (taken.has(occurrence.wallStart)) continue
    try {
      await guardAgainstTails(sql, series, [claimOf(occurrence)], { bookingId: series.id })
      if (hasRow(series, occurrence)) await insertClaims(sql, series, [claimOf(occurrence)])
    } catch (error) {
      if (error instanceof Taken) continue
      throw error
    }
    await sql`
      DELETE FROM exceptions
      WHERE bucket = ${series.bucket} AND booking_id = ${series.id}
        AND wall_start = ${wallToSql(occurrence.wallStart)}`
    rebooked.push(occurrence)
  }
  return rebooked
}
