import {
  asInstant,
  firstSeriesClash,
  type Instant,
  type Occurrence,
  type PreparedSeries,
  type Wall,
} from '@booking/core'
import type { Sql } from '../database.ts'
import type { Clash } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { clashesWithTail, loadTails, type Tail } from '../series/load-tails.ts'
import { preparedSeriesOf } from '../series/recurrence-of.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import { type Claim, Taken } from './claim.ts'
import { isLeftOut, type LeftOut } from './left-out.ts'
import { lockResource } from './lock-resource.ts'
import { titleOf } from './title-of.ts'

interface Place {
  readonly bucket: number
  readonly resourceId: string
}

/** A booking on its place; its own row is not in its way. */
type Placed = Place & { readonly id: string }

/**
 * Makes sure that no rule claims the interval. Holds the resource's lock from here on, so that no series can
 * come in between.
 *
 * @throws Taken
 */
export const guardSingleBeyondHorizon = async (sql: Sql, booking: Placed, claim: Claim): Promise<void> => {
  await lockResource(sql, booking)
  await guardAgainstTails(sql, booking, [claim], { bookingId: booking.id })
}

/** The same for several claims, under a lock that is held already. @throws Taken */
export const guardAgainstTails = async (
  sql: Sql,
  place: Place,
  claims: readonly Claim[],
  leftOut?: LeftOut,
): Promise<void> => requireOutsideTails(await loadTails(sql, place, leftOut), claims)

/** @throws Taken when a rule claims any of the intervals */
export const requireOutsideTails = (tails: readonly Tail[], claims: readonly Claim[]): void => {
  const clashes = tails.flatMap((tail) =>
    claims.filter(({ end }) => end > tail.from).flatMap((claim) => clashesWithTail(tail, claim)),
  )
  if (clashes.length > 0) throw new Taken(clashes)
}

/** A row of another booking. */
interface StoredClash extends Clash {
  readonly start: Instant
  readonly end: Instant
}

/** Everything that is taken on a resource past its horizon. */
export interface TakenBeyond {
  readonly stored: readonly StoredClash[]
  readonly tails: readonly Tail[]
}

/** By rows, and by rules. Read under the resource's lock it is complete. */
export const takenBeyond = async (
  sql: Sql,
  { bucket, id: resourceId, horizonUntil }: Pick<ResourceRecord, 'bucket' | 'id' | 'horizonUntil'>,
  leftOut?: LeftOut,
): Promise<TakenBeyond> => {
  const [stored, tails] = await Promise.all([
    storedBeyond(sql, { bucket, resourceId }, horizonUntil, leftOut),
    loadTails(sql, { bucket, resourceId }, leftOut),
  ])
  return { stored, tails }
}

/**
 * Makes sure that a series can be kept for ever: its rule past the horizon against the rules of the resource's
 * other series, and against what is stored past the horizon.
 *
 * @param candidate without its excepted occurrences
 * @throws Taken
 */
export const requireForeverFree = (
  beyond: TakenBeyond,
  candidate: PreparedSeries,
  horizonUntil: number,
): void => {
  const clashes = clashesBeyond(beyond, candidate, horizonUntil)
  if (clashes.length > 0) throw new Taken(clashes)
}

/** The first clash of a series with each rule, and each stored claim in its way, past the horizon; in order of time. */
export const clashesBeyond = (
  { stored, tails }: TakenBeyond,
  candidate: PreparedSeries,
  horizonUntil: number,
): Clash[] => {
  const byRules = tails.flatMap((tail) => clashOfRules(tail, candidate, horizonUntil))
  const byRows = stored.filter(({ start, end }) =>
    candidate.recurrence.overlapping(start, end).some((occurrence) => occurrence.start >= horizonUntil),
  )
  return [...byRules, ...byRows].sort((a, b) => a.start - b.start)
}

const SKIPPED_BEYOND_MAX = 100

/** An occurrence that a series has to do without, and what is in its way. */
export interface SkippedBeyond {
  readonly occurrence: Occurrence
  readonly clash: Clash
}

/**
 * The occurrences past the horizon that a series has to do without, when it is to be kept in spite of
 * conflicts.
 *
 * @throws Taken when they are more than a hundred, as with two endless rules that meet again and again
 */
export const skipBeyondHorizon = (
  { stored, tails }: TakenBeyond,
  series: BookingRecord,
  exceptedWalls: readonly Wall[],
  horizonUntil: number,
): SkippedBeyond[] => {
  const skipped: SkippedBeyond[] = []
  for (;;) {
    const walls = skipped.map(({ occurrence }) => occurrence.wallStart)
    const rest = preparedSeriesOf(series, [...exceptedWalls, ...walls])
    const met = new Map<Wall, SkippedBeyond>()
    for (const clash of stored)
      for (const occurrence of rest.recurrence.overlapping(clash.start, clash.end))
        if (occurrence.start >= horizonUntil) met.set(occurrence.wallStart, { occurrence, clash })
    for (const tail of tails) {
      const answer = firstSeriesClash(rest, preparedTail(tail), { from: asInstant(horizonUntil) })
      if (answer.disjointForever) continue
      const clash = clashOf(tail, answer.clash.b)
      const occurrence = answer.clash.a
      if (occurrence.start < horizonUntil) throw new Taken([clash])
      met.set(occurrence.wallStart, { occurrence, clash })
      if (skipped.length + met.size > SKIPPED_BEYOND_MAX) throw new Taken([clash])
    }
    if (met.size === 0) return skipped
    skipped.push(...met.values())
    if (skipped.length > SKIPPED_BEYOND_MAX) throw new Taken()
  }
}

const clashOf = (tail: Tail, { start, end }: Occurrence): Clash => ({
  bookingId: tail.booking.id,
  title: tail.booking.title,
  start,
  end,
})

const preparedTail = ({ booking, excepted }: Tail): PreparedSeries => preparedSeriesOf(booking, excepted)

/** The first clash of a series with a rule past the horizon, or nothing. */
export const clashOfRules = (tail: Tail, candidate: PreparedSeries, horizonUntil: number): Clash[] => {
  const answer = firstSeriesClash(candidate, preparedTail(tail), { from: asInstant(horizonUntil) })
  if (answer.disjointForever) return []
  return [clashOf(tail, answer.clash.b)]
}

/** Rows of other bookings that reach past the horizon. */
const storedBeyond = async (
  sql: Sql,
  { bucket, resourceId }: Place,
  horizonUntil: number,
  leftOut: LeftOut | undefined,
): Promise<StoredClash[]> => {
  const rows = await sql<{ booking_id: string; title: string; start: string; end: string }[]>`
    SELECT booking_id, ${titleOf(sql, bucket, sql`occurrences`)} AS title,
      lower(during)::text AS start, upper(during)::text AS "end"
    FROM occurrences
    WHERE bucket = ${bucket} AND resource_id = ${resourceId}
      AND upper(during) > ${instantToSql(horizonUntil)} AND NOT ${isLeftOut(sql, leftOut)}
    ORDER BY upper(during)`
  return rows.map((row) => ({
    bookingId: row.booking_id,
    title: row.title,
    start: instantFromSql(row.start),
    end: instantFromSql(row.end),
  }))
}
