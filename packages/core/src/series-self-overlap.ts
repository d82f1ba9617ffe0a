/**
 * Whether an occurrence of a series lasts longer than the time to the next one, at any time in the future. The same
 * steps as for two series (series-conflict.ts): near future, proof by residues, jumps of the zone, and where
 * residues cannot decide a walk of one whole period.
 */

import { dayMs } from './civil.ts'
import { jointPeriodEnd, longMs, nextWall, skipsDays, stretchMs } from './clash-proof.ts'
import { nearEnd } from './clash-sweep.ts'
import { instantMin } from './instant.ts'
import { conflictStepsDefault } from './limits.ts'
import {
  clockMs,
  type PreparedSeries,
  reachBack,
  regularEnd,
  regularOccurrence,
  regularStarts,
} from './prepared-series.ts'
import type { Occurrence } from './recurrence.ts'
import { residuesCrowd } from './residue-form.ts'
import type { ConflictOptions, SeriesClash } from './series-conflict.ts'
import { reuse } from './wall-series.ts'
import { metered, spendSteps } from './work-budget.ts'
import { crossingsFrom, jumpsBetween, yearOf } from './zone-crossings.ts'

/** Two starts, the later inside the earlier one's occurrence. */
type SelfPair = readonly [earlier: number, later: number]

/**
 * The first occurrence that runs into the next one, with that next one; null when none ever does. Exceptions count:
 * an occurrence moved onto another one is an overlap, a cancelled one is none.
 * @throws CoreError `budget_exceeded` when the answer would take more work than `budget`
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * selfOverlap(series('2026-01-05T09:00', 'FREQ=HOURLY')) // => null
 * selfOverlap(series('2026-01-05T09:00', 'FREQ=MINUTELY;INTERVAL=30')) === null // => false
 */
export function selfOverlap(series: PreparedSeries, options: ConflictOptions = {}): SeriesClash | null {
  return metered(
    () => firstSelfOverlap(series, options.from ?? instantMin),
    options.budget ?? conflictStepsDefault,
  )
}

function firstSelfOverlap(series: PreparedSeries, from: number): SeriesClash | null {
  const pair = regularSelfPair(series, Math.max(from, series.firstStart))
  const own = extrasSelfClash(series, from)
  if (pair === null || (own !== null && later(own) <= pair[1])) return own
  return { a: regularOccurrence(series, pair[0]), b: regularOccurrence(series, pair[1]) }
}

function regularSelfPair(series: PreparedSeries, low: number): SelfPair | null {
  if (series.rules.length === 0 || low > series.lastStart) return null
  const near = nearEnd(series, series, low)
  const pair = firstPair(series, low, reachBack(series, low), near)
  if (pair !== null || near > series.lastStart) return pair
  if (mayMeetItself(series, 0, clockMs(series))) {
    const from = near - series.durationMs
    return firstPair(series, low, from, Math.min(series.lastStart + 1, jointPeriodEnd(series, series, low)))
  }
  return firstPairAtJumps(series, low)
}

/** What laying out the starts of a stretch costs besides the starts, in steps. */
const stretchSteps = 16

/** The first two successive starts in [from, to) of which the earlier one runs into the later one and beyond `after`. */
function firstPair(series: PreparedSeries, after: number, from: number, to: number): SelfPair | null {
  let previous = Number.NEGATIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  let widthMs = Math.min(nearEnd(series, series, from) - from, 400 * dayMs)
  for (let low = from; low < to; ) {
    const high = Math.min(low + widthMs, to)
    const starts = regularStarts(series, low, high)
    spendSteps(starts.length + stretchSteps)
    for (const start of starts) {
      if (end > start && end > after) return [previous, start]
      previous = start
      end = regularEnd(series, start)
    }
    if (starts.length < 2048) widthMs *= 2
    reuse(starts)
    low = high
  }
  return null
}

/** Around the jumps of the zone, where the gap between two starts differs from that of their local times. */
function firstPairAtJumps(series: PreparedSeries, low: number): SelfPair | null {
  const { zone, durationMs, localDaysMs } = series
  const { crossings } = crossingsFrom(zone, zone, yearOf(low))
  if (localDaysMs !== null && !crossings.some(skipsDays)) return null
  const offsets = new Set(crossings.flatMap((c) => [c.aBefore, c.aAfter]))
  const shifts = new Set([...offsets].flatMap((from) => [...offsets].map((to) => from - to)))
  const crowding = new Set([...shifts].filter((shiftMs) => mayMeetItself(series, shiftMs, durationMs)))
  if (crowding.size === 0) return null
  const sideMs = durationMs + Math.max(...shifts)
  const end = Math.min(jointPeriodEnd(series, series, low), series.lastStart + durationMs)
  for (let at = low - durationMs; at < end; ) {
    // Both starts lie within reach of the jump between them, so what comes before the next start is empty.
    at = Math.max(at, nextWall(series, at - sideMs - longMs) - sideMs - longMs)
    if (at >= end) return null
    const to = Math.min(end, at + stretchMs)
    for (const jump of jumpsBetween(zone, zone, at, to)) {
      const { instant, aBefore, aAfter } = jump
      spendSteps(1)
      if (localDaysMs !== null && !skipsDays(jump)) continue
      // A longer occurrence can reach over several jumps.
      if (durationMs <= longMs && !crowding.has(aBefore - aAfter)) continue
      if (!startsAround(series, instant, sideMs)) continue
      const pair = firstPair(series, low, Math.max(instant - sideMs, low - durationMs), instant + sideMs)
      if (pair !== null) return pair
    }
    at = to
  }
  return null
}

/** Whether there may be starts on both sides of a jump, less than `sideMs` away; offsets are at most a day. */
function startsAround(series: PreparedSeries, instant: number, sideMs: number): boolean {
  const first = nextWall(series, instant - sideMs - dayMs)
  return first < instant + dayMs && nextWall(series, first + 1) < instant + sideMs + dayMs
}

/** Whether two different starts may be closer than a length, the later one's wall moved by `shiftMs`. */
function mayMeetItself({ shapes }: PreparedSeries, shiftMs: number, lastingMs: number): boolean {
  return shapes.some(({ residues: a }) =>
    shapes.some(({ residues: b }) => a === null || b === null || residuesCrowd(a, b, lastingMs, shiftMs)),
  )
}

/** The first clash in which an RDATE, a modified or an added occurrence takes part. */
function extrasSelfClash(series: PreparedSeries, from: number): SeriesClash | null {
  let best: SeriesClash | null = null
  let longest: Occurrence | null = null
  for (const extra of series.extras) {
    if (best !== null && extra.start >= later(best)) break
    if (extra.end <= from) continue
    spendSteps(24)
    if (longest !== null && longest.end > extra.start) best = earlier(best, { a: longest, b: extra })
    if (longest === null || extra.end > longest.end) longest = extra
    const reach = reachBack(series, Math.max(from, extra.start))
    const [start] = regularStarts(series, reach, extra.end)
    if (start === undefined) continue
    const regular = regularOccurrence(series, start)
    best = earlier(best, start <= extra.start ? { a: regular, b: extra } : { a: extra, b: regular })
  }
  return best
}

/** When the overlap of a clash begins. */
function later({ a, b }: SeriesClash): number {
  return Math.max(a.start, b.start)
}

function earlier(best: SeriesClash | null, found: SeriesClash): SeriesClash {
  return best !== null && later(best) <= later(found) ? best : found
}
