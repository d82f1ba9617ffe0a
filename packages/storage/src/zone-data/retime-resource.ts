import { Taken } from '../claims/claim.ts'
import { lockResource } from '../claims/lock-resource.ts'
import type { Database, Sql } from '../database.ts'
import { insertSkipped } from '../exceptions/insert-skipped.ts'
import { inTransaction } from '../transaction.ts'
import { findPlaces, moveRows } from './find-places.ts'
import { loadStoredSeries, type Place } from './load-stored-series.ts'
import {
  hasChanged,
  type SeriesOutcome,
  type SkippedOccurrence,
  saveExceptions,
  saveSeries,
  zoneDataContext,
} from './save-retimed.ts'
import { type SeriesShift, type SeriesShifts, seriesShifts } from './series-shifts.ts'
import { type Skip, settleTails } from './settle-tails.ts'
import { addZoneConflicts, keepZoneConflicts, type ZoneConflict } from './zone-conflicts.ts'
import { noteChanged } from './zone-states.ts'

/** Which series of a resource to look at, and by which data. */
export interface RetimeRequest {
  readonly timeZones: readonly string[]
  /** Release of the data that the core computes with. */
  readonly tzVersion: string
  /** Milliseconds since the epoch: what begins before stays. */
  readonly nowMs: number
}

export interface Retimed {
  /** Series that were written anew. */
  readonly series: number
  /** Occurrences that were moved. */
  readonly moved: number
  /** Conflicts that were not on record before. */
  readonly conflicts: readonly ZoneConflict[]
}

const ATTEMPTS_MAX = 5

/**
 * Puts the occurrences to come of a resource's series where the zone data in use have them, all in one transaction
 * under the resource's lock, so that series which move together are not in each other's way. What cannot move
 * without an overlap stays, and is put on record. Doing it again changes nothing, and tries again what could not
 * move.
 *
 * @throws Taken when others take the freed places again and again; CoreError for a rule that cannot be read
 */
export const retimeResource = async (
  database: Database,
  place: Place,
  request: RetimeRequest,
): Promise<Retimed> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await inTransaction(database, (tx) => retime(tx, database, place, request))
    } catch (error) {
      if (!(error instanceof Taken) || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

const retime = async (
  tx: Sql,
  database: Database,
  place: Place,
  { timeZones, tzVersion, nowMs }: RetimeRequest,
): Promise<Retimed> => {
  const ctx = zoneDataContext(database, nowMs)
  const { horizonUntil } = await lockResource(tx, place)
  const stored = await loadStoredSeries(tx, place, timeZones, { lock: true })
  const all = stored.map((series) => seriesShifts(series, nowMs))
  const { placed, blocked } = await findPlaces(tx, place, all)
  await moveRows(tx, place, all, placed)
  const inside = all.map((found) => outcomeOf(found, placed, blocked))
  for (const outcome of inside) await saveExceptions(tx, ctx, outcome)
  const changedZones = inside.filter(hasChanged).map(({ found }) => found.series.booking.timeZone ?? '')
  if (changedZones.length > 0) await noteChanged(tx, changedZones, nowMs)

  const { skips, rules } = await settleTails(tx, place, timeZones, horizonUntil)
  const outcomes: SeriesOutcome[] = []
  for (const outcome of inside) {
    const { booking } = outcome.found.series
    const beyond = skips.filter(({ series }) => series.id === booking.id).map(skippedBeyond)
    if (beyond.length > 0) await insertSkipped(tx, ctx, booking, beyond)
    outcomes.push({ ...outcome, skipped: [...outcome.skipped, ...beyond] })
  }

  let changed = 0
  for (const outcome of outcomes) if (await saveSeries(tx, ctx, outcome, tzVersion)) changed++

  const open = [...outcomes.flatMap(conflictsOf), ...rules]
  const series = { bucket: place.bucket, bookingIds: stored.map(({ booking }) => booking.id) }
  await keepZoneConflicts(tx, series, open, nowMs)
  const conflicts = await addZoneConflicts(tx, open, { tzVersion, nowMs })
  return { series: changed, moved: placed.length, conflicts }
}

const outcomeOf = (
  found: SeriesShifts,
  placed: readonly SeriesShift[],
  blocked: ReadonlyMap<SeriesShift, string>,
): SeriesOutcome => {
  const kept: SeriesOutcome['kept'][number][] = []
  const skipped: SkippedOccurrence[] = []
  for (const shift of found.shifts) {
    const by = blocked.get(shift)
    if (by === undefined) continue
    const { from, to: wanted, wallStart } = shift
    if (from === null) skipped.push({ wallStart, wanted, by })
    else kept.push({ shift: { ...shift, from }, by })
  }
  for (const { from, to: wanted, wallStart } of found.stays)
    if (from === null) skipped.push({ wallStart, wanted, by: null })
  const own = new Set(found.shifts)
  return { found, moved: placed.filter((shift) => own.has(shift)), kept, skipped }
}

const skippedBeyond = ({ occurrence, otherBookingId }: Skip): SkippedOccurrence => ({
  wallStart: occurrence.wallStart,
  wanted: { start: occurrence.start, end: occurrence.end },
  by: otherBookingId,
})

const conflictsOf = ({ found, kept, skipped }: SeriesOutcome): ZoneConflict[] => {
  const { bucket, id: bookingId } = found.series.booking
  return [
    ...kept.map(({ shift, by }) => ({
      bucket,
      bookingId,
      wallStart: shift.wallStart,
      kind: 'kept' as const,
      otherBookingId: by,
      wanted: shift.to,
      staysAt: shift.from.start,
    })),
    ...skipped.flatMap(({ wallStart, wanted, by }) =>
      by === null
        ? []
        : [
            {
              bucket,
              bookingId,
              wallStart,
              kind: 'skipped' as const,
              otherBookingId: by,
              wanted,
              staysAt: null,
            },
          ],
    ),
  ]
}
