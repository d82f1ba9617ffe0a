import { formatWall, type Wall } from '@booking/core'
import { saveBooking } from '../bookings/save-booking.ts'
import { recordChange } from '../change.ts'
import { type Context, changing, defaultBounds } from '../context.ts'
import type { Database, Sql } from '../database.ts'
import { insertSkipped } from '../exceptions/insert-skipped.ts'
import { saveException } from '../exceptions/save-exception.ts'
import { mintId } from '../mint-id.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { withEffectiveEnd } from '../series/effective-end.ts'
import { goesOnFrom } from '../series/materialise.ts'
import type { Interval } from './place-shifts.ts'
import type { SeriesShift, SeriesShifts } from './series-shifts.ts'

/** An occurrence that has to do without a place. */
export interface SkippedOccurrence {
  readonly wallStart: Wall
  readonly wanted: Interval
  /** The booking in the way; null when its time had gone by. */
  readonly by: string | null
}

/** What becomes of one series. */
export interface SeriesOutcome {
  readonly found: SeriesShifts
  readonly moved: readonly SeriesShift[]
  /** Those that cannot move, with the booking in the way of each. */
  readonly kept: readonly { readonly shift: SeriesShift & { readonly from: Interval }; readonly by: string }[]
  readonly skipped: readonly SkippedOccurrence[]
}

const LISTED_MAX = 20
const KEPT_REASON = 'Time zone data changed. It stays where it was: its new time is taken.'
const STAYS_REASON = 'Time zone data changed. It stays where it was.'

/** The actor of what zone data change, when they are saved at `nowMs`. */
export const zoneDataContext = (database: Database, nowMs: number): Context => ({
  database,
  actor: { subject: 'system', role: 'admin' },
  nowMs,
  bounds: defaultBounds,
})

/**
 * Notes for each occurrence that is not where its rule has it why: one that stays becomes a modified occurrence at
 * its place, one that has none is skipped, and one that could move after all is as its rule has it again.
 */
export const saveExceptions = async (tx: Sql, ctx: Context, outcome: SeriesOutcome): Promise<void> => {
  const { series, stays } = outcome.found
  const { booking, kept } = series
  for (const { exception, wallStart } of outcome.moved)
    if (exception !== null && kept.has(wallStart)) {
      if (exception.newTitle !== null)
        await saveException(tx, { ...exception, newStartsAt: null, newEndsAt: null })
      else await tx`DELETE FROM exceptions WHERE bucket = ${exception.bucket} AND id = ${exception.id}`
    }
  for (const { shift } of outcome.kept)
    if (!kept.has(shift.wallStart)) await stay(tx, ctx, booking, shift, KEPT_REASON)
  for (const shift of stays) await stay(tx, ctx, booking, shift, STAYS_REASON)
  if (outcome.skipped.length > 0) await insertSkipped(tx, ctx, booking, outcome.skipped)
}

const stay = async (
  tx: Sql,
  ctx: Context,
  { bucket, id }: BookingRecord,
  { exception, wallStart, from }: SeriesShift,
  reason: string,
): Promise<void> => {
  if (from === null) return
  const times = { newStartsAt: from.start, newEndsAt: from.end }
  await saveException(tx, {
    ...(exception ?? {
      bucket,
      id: mintId(bucket, ctx.nowMs),
      bookingId: id,
      wallStart,
      kind: 'modified',
      newTitle: null,
      reason,
      createdBy: ctx.actor.subject,
      createdAt: ctx.nowMs,
    }),
    ...times,
  })
}

/**
 * Writes what the zone data in use say of a series as a whole, and tells what became of its occurrences.
 *
 * @returns false when nothing did, and nothing was written
 */
export const saveSeries = async (
  tx: Sql,
  ctx: Context,
  outcome: SeriesOutcome,
  tzVersion: string,
): Promise<boolean> => {
  const before = outcome.found.series.booking
  const after = await withEffectiveEnd(tx, withSpan(outcome.found))
  if (!hasChanged(outcome) && !spanDiffers(before, after)) return false
  const version = before.version + 1
  const at = changing(ctx, before)
  await saveBooking(tx, { ...after, version, updatedAt: at.nowMs })
  await recordChange(tx, at, {
    bucket: before.bucket,
    bookingId: before.id,
    version,
    action: 'booking.retimed',
    details: detailsOf(outcome, tzVersion),
  })
  return true
}

/** A series with the span that its rule has by the zone data in use. */
export const withSpan = ({ series, recurrence }: SeriesShifts): BookingRecord => {
  const { booking } = series
  const first = recurrence.first()
  const last = recurrence.last()
  const until = booking.materialisedUntil
  const hasTail = until !== null && goesOnFrom(recurrence, until)
  return {
    ...booking,
    startsAt: first?.start ?? booking.startsAt,
    endsAt: first?.end ?? booking.endsAt,
    lastStartsAt: last?.start ?? null,
    lastEndsAt: last?.end ?? null,
    occurrenceCount: recurrence.count(),
    materialisedUntil: hasTail ? until : null,
  }
}

/** Whether anything becomes of a series' occurrences that had not before. */
export const hasChanged = ({ found, moved, kept, skipped }: SeriesOutcome): boolean =>
  moved.length + skipped.length + found.stays.length + found.dropped.length > 0 ||
  kept.some(({ shift }) => !found.series.kept.has(shift.wallStart))

export const spanDiffers = (before: BookingRecord, after: BookingRecord): boolean =>
  before.startsAt !== after.startsAt ||
  before.endsAt !== after.endsAt ||
  before.lastStartsAt !== after.lastStartsAt ||
  before.lastEndsAt !== after.lastEndsAt ||
  before.occurrenceCount !== after.occurrenceCount ||
  before.materialisedUntil !== after.materialisedUntil

const detailsOf = ({ found, moved, kept, skipped }: SeriesOutcome, tzVersion: string) =>
  retimedDetails(found.series.booking, tzVersion, {
    moved: moved.length,
    unmoved: kept.length + found.stays.filter(({ from }) => from !== null).length,
    skipped: skipped.length,
    conflicts: [...kept.map(({ shift, by }) => ({ wallStart: shift.wallStart, by })), ...skipped],
  })

export interface RetimedCounts {
  readonly moved: number
  /** That stay where they were. */
  readonly unmoved: number
  readonly skipped: number
  readonly conflicts: readonly { readonly wallStart: Wall; readonly by: string | null }[]
}

/** What the audit tells of a change. Its list is cut; the record of conflicts has them whole. */
export const retimedDetails = (
  { timeZone }: BookingRecord,
  tzVersion: string,
  { conflicts, ...counts }: RetimedCounts,
): Record<string, unknown> => ({
  zone: timeZone,
  tzVersion,
  ...counts,
  conflicts: conflicts
    .slice(0, LISTED_MAX)
    .map(({ wallStart, by }) => ({ wallStart: formatWall(wallStart), inTheWay: by })),
})
