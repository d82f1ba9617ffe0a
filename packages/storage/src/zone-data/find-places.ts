import type { Wall } from '@booking/core'
import { Taken } from '../claims/claim.ts'
import type { Sql } from '../database.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'
import { instantFromSql, instantToSql, wallFromSql, wallToSql } from '../sql-values.ts'
import type { Place } from './load-stored-series.ts'
import { type Placed, placeShifts, type Standing } from './place-shifts.ts'
import type { SeriesShift, SeriesShifts } from './series-shifts.ts'

interface ClaimRow {
  readonly booking_id: string
  readonly wall: string
  readonly start: string
  readonly end: string
}

const keyOf = (bookingId: string, wallStart: Wall) => `${bookingId} ${wallStart}`

/** Which shifts of a resource's series can be made: against its rows, and against its rules past the horizon. */
export const findPlaces = async (
  tx: Sql,
  place: Place,
  all: readonly SeriesShifts[],
): Promise<Placed<SeriesShift>> => {
  const shifts = all.flatMap((found) => found.shifts)
  if (shifts.length === 0) return { placed: [], blocked: new Map() }
  const standing = await standingRows(tx, place, shifts, leaving(all))
  return placeShifts(shifts, standing, await metByRules(tx, place, shifts))
}

/** Rows that go from where they are, if they can. */
const leaving = (all: readonly SeriesShifts[]): Set<string> =>
  new Set(
    all.flatMap(({ series, shifts, dropped }) =>
      [...shifts.map(({ wallStart }) => wallStart), ...dropped].map((wall) => keyOf(series.booking.id, wall)),
    ),
  )

const standingRows = async (
  tx: Sql,
  { bucket, resourceId }: Place,
  shifts: readonly SeriesShift[],
  gone: ReadonlySet<string>,
): Promise<Standing[]> => {
  const from = shifts.reduce((first, { to }) => Math.min(first, to.start), Number.POSITIVE_INFINITY)
  const until = shifts.reduce((last, { to }) => Math.max(last, to.end), Number.NEGATIVE_INFINITY)
  const rows = await tx<ClaimRow[]>`
    SELECT booking_id, wall_start::text AS wall, lower(during)::text AS start, upper(during)::text AS "end"
    FROM occurrences
    WHERE bucket = ${bucket} AND resource_id = ${resourceId}
      AND during && tstzrange(${instantToSql(from)}, ${instantToSql(until)}, '[)')`
  return rows
    .filter((row) => !gone.has(keyOf(row.booking_id, wallFromSql(row.wall))))
    .map((row) => ({
      bookingId: row.booking_id,
      start: instantFromSql(row.start),
      end: instantFromSql(row.end),
    }))
}

/** Shifts whose place past the horizon is claimed by a rule, with that rule's booking. */
const metByRules = async (
  tx: Sql,
  place: Place,
  shifts: readonly SeriesShift[],
): Promise<Map<SeriesShift, string>> => {
  const tails = await loadTails(tx, place)
  const met = new Map<SeriesShift, string>()
  for (const shift of shifts) {
    const { bookingId, exception, to } = shift
    const tail = tails.find(
      ({ booking, ...tail }) =>
        to.end > tail.from &&
        (booking.id !== bookingId || exception !== null) &&
        clashesWithTail({ booking, ...tail }, to).length > 0,
    )
    if (tail !== undefined) met.set(shift, tail.booking.id)
  }
  return met
}

/**
 * Frees the places of all that moves or goes, then claims the new ones, in order of time.
 *
 * @throws Taken when somebody has taken one of them meanwhile
 */
export const moveRows = async (
  tx: Sql,
  { bucket, resourceId }: Place,
  all: readonly SeriesShifts[],
  placed: readonly SeriesShift[],
): Promise<void> => {
  const freed = [
    ...placed.filter(({ from }) => from !== null),
    ...all.flatMap(({ series, dropped }) =>
      dropped.map((wallStart) => ({ bookingId: series.booking.id, wallStart })),
    ),
  ]
  if (freed.length > 0)
    await tx`
      DELETE FROM occurrences WHERE bucket = ${bucket} AND (booking_id, wall_start) IN (
        SELECT * FROM unnest(
          ${freed.map(({ bookingId }) => bookingId)}::text[]::uuid[],
          ${freed.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[]))`
  if (placed.length === 0) return
  const claimed = await tx`
    INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
    SELECT ${bucket}, ${resourceId}, booking_id, wall, tstzrange(s, e, '[)')
    FROM unnest(
      ${placed.map(({ bookingId }) => bookingId)}::text[]::uuid[],
      ${placed.map(({ wallStart }) => wallToSql(wallStart))}::text[]::timestamp[],
      ${placed.map(({ to }) => instantToSql(to.start))}::text[]::timestamptz[],
      ${placed.map(({ to }) => instantToSql(to.end))}::text[]::timestamptz[]
    ) AS claim (booking_id, wall, s, e)
    ORDER BY s
    ON CONFLICT DO NOTHING
    RETURNING 1`
  if (claimed.length < placed.length) throw new Taken([], true)
}
