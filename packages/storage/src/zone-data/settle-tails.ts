import { asInstant, CoreError, firstSeriesClash, type Occurrence, type Wall } from '@booking/core'
import { takenBeyond } from '../claims/guard-beyond-horizon.ts'
import type { Sql } from '../database.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { Tail } from '../series/load-tails.ts'
import { preparedSeriesOf } from '../series/recurrence-of.ts'
import type { Place } from './load-stored-series.ts'
import type { ZoneConflict } from './zone-conflicts.ts'

/** More clashes of two rules than this are taken for clashes without end. */
const SKIPS_MAX = 100

/** An occurrence past the horizon whose time by the new data another booking holds. */
export interface Skip {
  readonly series: BookingRecord
  readonly occurrence: Occurrence
  readonly otherBookingId: string
}

export interface SettledTails {
  /** To be left out, one by one. */
  readonly skips: Skip[]
  /** Pairs of rules that meet again and again. */
  readonly rules: ZoneConflict[]
}

/**
 * What a change of zone data means past the horizon, where the rule is the claim: the rules of some zones against
 * what is stored there and against all other rules of the resource. The rule whose zone changed last gives way, of
 * two in one zone the younger. The caller holds the resource's lock.
 */
export const settleTails = async (
  sql: Sql,
  place: Place,
  timeZones: readonly string[],
  horizonUntil: number,
): Promise<SettledTails> => {
  const { stored, tails } = await takenBeyond(sql, { ...place, id: place.resourceId, horizonUntil })
  const settled: SettledTails = { skips: [], rules: [] }
  const moved = await lastChangedFirst(sql, tails, timeZones)
  const decided = new Set<Tail>()
  for (const tail of moved) {
    for (const { bookingId, start, end } of stored)
      for (const occurrence of tail.recurrence.overlapping(asInstant(start), asInstant(end)))
        if (occurrence.start >= horizonUntil) addSkip(settled, tail, occurrence, bookingId)
    decided.add(tail)
    for (const other of tails)
      if (!decided.has(other))
        settlePair({ tail, other, mayOtherSkip: moved.includes(other) }, horizonUntil, settled)
  }
  return settled
}

/** The tails in those of the zones that ever changed. */
const lastChangedFirst = async (
  sql: Sql,
  tails: readonly Tail[],
  timeZones: readonly string[],
): Promise<Tail[]> => {
  const rows = await sql<{ time_zone: string }[]>`
    SELECT time_zone FROM zone_data
    WHERE changed_at IS NOT NULL AND time_zone = ANY (${[...timeZones]}::text[])
    ORDER BY changed_at DESC, time_zone`
  const youngestFirst = tails.toReversed()
  return rows.flatMap(({ time_zone }) =>
    youngestFirst.filter(({ booking }) => booking.timeZone === time_zone),
  )
}

const addSkip = ({ skips }: SettledTails, { booking }: Tail, occurrence: Occurrence, by: string): void => {
  const { wallStart } = occurrence
  if (skips.some(({ series, occurrence }) => series.id === booking.id && occurrence.wallStart === wallStart))
    return
  skips.push({ series: booking, occurrence, otherBookingId: by })
}

const skippedOf = ({ skips }: SettledTails, { booking }: Tail): Wall[] =>
  skips.filter(({ series }) => series.id === booking.id).map(({ occurrence }) => occurrence.wallStart)

interface Pair {
  readonly tail: Tail
  readonly other: Tail
  /** The other one's zone is among those that moved as well. */
  readonly mayOtherSkip: boolean
}

const settlePair = ({ tail, other, mayOtherSkip }: Pair, horizonUntil: number, settled: SettledTails) => {
  const found: SettledTails = { skips: [], rules: [] }
  for (;;) {
    const clash = clashOf(tail, other, horizonUntil, [settled, found])
    if (clash === null) break
    const isTails = clash !== 'unknown' && clash.a.start >= horizonUntil
    if (clash === 'unknown' || found.skips.length === SKIPS_MAX || !(isTails || mayOtherSkip)) {
      settled.rules.push(ruleConflict(tail, other, horizonUntil, found))
      return
    }
    if (isTails) addSkip(found, tail, clash.a, other.booking.id)
    else addSkip(found, other, clash.b, tail.booking.id)
  }
  settled.skips.push(...found.skips)
}

const clashOf = (tail: Tail, other: Tail, horizonUntil: number, skipped: readonly SettledTails[]) => {
  const rest = (one: Tail) =>
    preparedSeriesOf(one.booking, [...one.excepted, ...skipped.flatMap((settled) => skippedOf(settled, one))])
  try {
    const answer = firstSeriesClash(rest(tail), rest(other), { from: asInstant(horizonUntil) })
    return answer.disjointForever ? null : answer.clash
  } catch (error) {
    if (error instanceof CoreError) return 'unknown'
    throw error
  }
}

const ruleConflict = (
  tail: Tail,
  other: Tail,
  horizonUntil: number,
  { skips }: SettledTails,
): ZoneConflict => {
  const first =
    skips.find(({ series }) => series.id === tail.booking.id)?.occurrence ??
    tail.recurrence.next(asInstant(horizonUntil - 1))
  if (first === null) throw new RangeError(`Series ${tail.booking.id} has nothing past the horizon.`)
  return {
    bucket: tail.booking.bucket,
    bookingId: tail.booking.id,
    wallStart: first.wallStart,
    kind: 'rule',
    otherBookingId: other.booking.id,
    wanted: { start: first.start, end: first.end },
    staysAt: null,
  }
}
