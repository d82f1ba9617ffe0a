import { asInstant, IntervalIndex, wallDate } from '@booking/core'
import type { Context } from '../context.ts'
import { type Alternative, Refusal } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { isInsideHorizon, materialise } from '../series/materialise.ts'
import { requestedSeries, type SeriesTimes } from '../series/requested-series.ts'
import { lastInstant } from '../sql-values.ts'
import { busyBetween } from './busy-between.ts'
import type { Claim } from './claim.ts'
import { clashOfRules, takenBeyond } from './guard-beyond-horizon.ts'
import { ALTERNATIVES_MAX } from './look-around.ts'

const STEP_MS = 15 * 60 * 1000
const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Other times of the same days at which the whole series would fit, nearest first: the same request with its
 * start and end moved. A rule that fixes its own hours has none.
 */
export const findSeriesAlternatives = async (
  ctx: Context,
  resource: ResourceRecord,
  wanted: SeriesTimes,
  claims: readonly Claim[],
): Promise<Alternative[]> => {
  const firstClaim = claims[0]
  const lastClaim = claims.at(-1)
  if (firstClaim === undefined || lastClaim === undefined) return []
  if (/BY(HOUR|MINUTE|SECOND)=/i.test(wanted.recurrenceRule)) return []
  const window = { start: firstClaim.start - DAY_MS, end: Math.min(lastInstant, lastClaim.end + DAY_MS) }
  const { starts, ends } = await busyBetween(ctx.database.sql, resource, window)
  const busy = new IntervalIndex(starts, ends)
  const surroundings = { busy, beyond: lazily(() => takenBeyond(ctx.database.sql, resource)) }
  const found: Alternative[] = []
  for (const shift of shiftsNearestFirst()) {
    if (found.length === ALTERNATIVES_MAX) break
    const mayBeFree = claims.every(({ start, end }) => !busy.overlapsAny(start + shift, end + shift))
    if (mayBeFree && (await fits(ctx, resource, wanted, shift, surroundings)))
      found.push({ start: wanted.start + shift, end: wanted.end + shift })
  }
  return found
}

/** A quarter of an hour later, earlier, half an hour later, … up to half a day. */
function* shiftsNearestFirst(): Generator<number> {
  for (let shift = STEP_MS; shift <= DAY_MS / 2; shift += STEP_MS) {
    yield shift
    yield -shift
  }
}

/** What is taken on the resource: inside the window of the series, and past the horizon. */
interface Surroundings {
  readonly busy: IntervalIndex
  readonly beyond: () => ReturnType<typeof takenBeyond>
}

/** Asked for by the first that needs it, and by nobody again. */
const lazily = <Value>(load: () => Value): (() => Value) => {
  let value: { readonly of: Value } | undefined
  return () => {
    value ??= { of: load() }
    return value.of
  }
}

/**
 * Whether the moved series keeps its days and its hours, is free on its own clock, which a change of offset may
 * shift otherwise, and keeps the peace with rules and bookings past the horizon.
 */
const fits = async (
  ctx: Context,
  resource: ResourceRecord,
  wanted: SeriesTimes,
  shift: number,
  { busy, beyond }: Surroundings,
) => {
  try {
    const moved = { ...wanted, start: wanted.start + shift, end: wanted.end + shift }
    if (moved.start < 0 || moved.end > lastInstant) return false
    const series = requestedSeries(resource, moved)
    const { zone } = series
    const sameDay =
      wallDate(zone.wallOf(asInstant(moved.start))) === wallDate(zone.wallOf(asInstant(wanted.start)))
    if (!sameDay) return false
    const { recurrence } = series
    const { occurrences } = materialise(recurrence, resource.horizonUntil, ctx.bounds)
    if (occurrences.some(({ start, end }) => busy.overlapsAny(start, end))) return false
    if (isInsideHorizon(recurrence, resource.horizonUntil)) return true
    const { stored, tails } = await beyond()
    if (stored.some(({ start, end }) => recurrence.overlapping(start, end).length > 0)) return false
    return tails.every((tail) => clashOfRules(tail, series, resource.horizonUntil).length === 0)
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}
