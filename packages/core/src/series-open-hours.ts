/**
 * Whether every occurrence of a series lies inside business hours. Occurrences away from transitions and closures
 * depend only on their place in the week, of which a series has few; so the places are checked once, and only the
 * occurrences near closures and near jumps of a zone are looked at one by one.
 */
import type { WeeklyOpening } from './business-hours.ts'
import { dayMs, yearStart } from './civil.ts'
import { jointPeriodEnd, jumpMs, longMs, mayStartNear } from './clash-proof.ts'
import { nearEnd } from './clash-sweep.ts'
import { gcd, modulo } from './congruence.ts'
import { type Instant, instantMin } from './instant.ts'
import { conflictStepsDefault } from './limits.ts'
import { isWithinOpenHours, isWithinOpenWall, type OpenHours } from './open-hours.ts'
import {
  type PreparedSeries,
  reachBack,
  regularEnd,
  regularOccurrence,
  regularStarts,
} from './prepared-series.ts'
import type { Occurrence } from './recurrence.ts'
import { mayStartIn } from './rule-shape.ts'
import type { ConflictOptions } from './series-conflict.ts'
import type { Wall } from './wall.ts'
import { reuse } from './wall-series.ts'
import { metered, spendSteps } from './work-budget.ts'
import { type Crossing, crossingsFrom, isAmong, jumpsBetween, weekMs, yearOf } from './zone-crossings.ts'
import { regularYear } from './zone-table.ts'

/** What a check of one occurrence costs, and of a place in the week, in visited occurrences. */
const checkSteps = 24
const placeSteps = 8
/** What laying out the starts of a stretch costs besides them. */
const stretchSteps = 16

/**
 * The first occurrence (exceptions applied) that is not wholly inside one open stretch; null when all are, for an
 * endless series all of them for ever.
 * @throws CoreError `budget_exceeded` when the answer would take more work than `budget`
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const open = compileBusinessHours({ start: '09:00', end: '17:00', weekly: { sunday: [] } }, zoneOf('UTC'))
 * const outside = firstOutsideOpenHours(series('2026-01-05T09:00', 'FREQ=DAILY'), open)
 * outside && formatWall(outside.wallStart) // => '2026-01-11T09:00:00'
 * firstOutsideOpenHours(series('2026-01-05T09:00', 'FREQ=WEEKLY'), open) // => null
 */
export function firstOutsideOpenHours(
  series: PreparedSeries,
  open: OpenHours,
  options: ConflictOptions = {},
): Occurrence | null {
  const { opening } = open
  if (opening === null) return null
  return metered(
    () => firstOutside(series, open, opening, options.from ?? instantMin),
    options.budget ?? conflictStepsDefault,
  )
}

function firstOutside(
  series: PreparedSeries,
  open: OpenHours,
  opening: WeeklyOpening,
  from: number,
): Occurrence | null {
  const regular = firstRegularOutside(series, open, opening, from)
  for (const extra of series.extras) {
    if (regular !== null && extra.start >= regular) break
    if (extra.end <= from) continue
    spendSteps(checkSteps)
    if (!isWithinOpenHours(open, extra.start, extra.end)) return extra
  }
  return regular === null ? null : regularOccurrence(series, regular)
}

function firstRegularOutside(
  series: PreparedSeries,
  open: OpenHours,
  opening: WeeklyOpening,
  from: number,
): number | null {
  const low = Math.max(reachBack(series, from), series.firstStart)
  if (series.rules.length === 0 || low > series.lastStart) return null
  const near = nearEnd(series, series, low)
  const found = walk(series, open, low, near)
  if (found !== null || near > series.lastStart) return found
  if (!placesAreOpen(series, open, opening, low)) {
    const lastClosed = (opening.closedTo.at(-1) ?? Number.NEGATIVE_INFINITY) * dayMs + weekMs
    const end = periodEnd(series, open, Math.max(low, lastClosed))
    return walk(series, open, near, end)
  }
  const atClosures = firstAtClosures(series, open, opening, low)
  const atJumps = firstAtJumps(series, open, low, atClosures ?? Number.POSITIVE_INFINITY)
  return atJumps ?? atClosures
}

/** The first start in [from, to) whose occurrence is not inside. */
function walk(series: PreparedSeries, open: OpenHours, from: number, to: number): number | null {
  let widthMs = Math.min(nearEnd(series, series, from) - from, 400 * dayMs)
  for (let low = from; low < to; ) {
    const high = Math.min(low + widthMs, to)
    const starts = regularStarts(series, low, high)
    spendSteps(stretchSteps)
    for (const start of starts) {
      spendSteps(checkSteps)
      if (!isWithinOpenHours(open, start as Instant, regularEnd(series, start) as Instant)) return start
    }
    if (starts.length < 64) widthMs *= 2
    reuse(starts)
    low = high
  }
  return null
}

/** Whether every place in the week an occurrence can have is open, for all offsets the two zones are ever at then. */
function placesAreOpen(
  series: PreparedSeries,
  open: OpenHours,
  opening: WeeklyOpening,
  low: number,
): boolean {
  const { differences } = crossingsFrom(open.zone, series.zone, yearOf(low))
  const plain: WeeklyOpening = {
    ranges: opening.ranges,
    closedFrom: new Int32Array(0),
    closedTo: new Int32Array(0),
  }
  const checked = new Set<number>()
  for (const shape of series.shapes) {
    const { residues } = shape
    if (residues === null) return false
    const inForce = differences.filter(({ months }) => mayStartIn(shape, months))
    const circle = gcd(residues.modulusMs, weekMs)
    for (const residue of residues.residues) {
      for (let place = residue % circle; place < weekMs; place += circle) {
        for (const { shiftMs } of inForce) {
          const wall = modulo(place + shiftMs, weekMs)
          spendSteps(1)
          if (checked.has(wall)) continue
          spendSteps(placeSteps)
          if (checked.size >= placesMax || !isWithinOpenWall(plain, wall, wall + series.durationMs))
            return false
          checked.add(wall)
        }
      }
    }
  }
  return true
}

/** More places in the week than this are not worth checking one by one. */
const placesMax = 10_080

/** The first occurrence that closures leave without an open stretch. */
function firstAtClosures(
  series: PreparedSeries,
  open: OpenHours,
  opening: WeeklyOpening,
  low: number,
): number | null {
  for (let i = 0; i < opening.closedFrom.length; i++) {
    const first = opening.closedFrom[i]! * dayMs
    const afterLast = (opening.closedTo[i]! + 3) * dayMs
    if (open.zone.instantOf(afterLast as Wall) <= low) continue
    const from = Math.max(open.zone.instantOf(first as Wall) - series.durationMs - dayMs, low)
    const found = walk(series, open, from, open.zone.instantOf(afterLast as Wall))
    if (found !== null) return found
  }
  return null
}

/** The first occurrence before `before` that a jump of a zone pushes out. */
function firstAtJumps(series: PreparedSeries, open: OpenHours, low: number, before: number): number | null {
  const { crossings } = crossingsFrom(open.zone, series.zone, yearOf(low))
  const near = crossings.filter((crossing) => comesNear(series, crossing))
  if (near.length === 0) return null
  const end = Math.min(periodEnd(series, open, low), series.lastStart + series.durationMs, before)
  for (const jump of jumpsBetween(open.zone, series.zone, low - series.durationMs - dayMs, end)) {
    spendSteps(1)
    if (!isAmong(near, jump)) continue
    const sideMs = jumpMs(jump)
    const from = Math.max(jump.instant - series.durationMs - sideMs, low)
    const found = walk(series, open, from, Math.min(jump.instant + sideMs + 1, before))
    if (found !== null) return found
  }
  return null
}

/** Whether an occurrence may run across the crossing or begin within the jump of it. */
function comesNear(series: PreparedSeries, crossing: Crossing): boolean {
  const { utcWeekMs, bBefore, bAfter } = crossing
  const sideMs = jumpMs(crossing)
  if (series.durationMs > longMs) return true
  return mayStartNear(series, utcWeekMs - series.durationMs - sideMs, utcWeekMs + sideMs + 1, bBefore, bAfter)
}

/** `jointPeriodEnd` for a series and the zone of business hours. */
function periodEnd(series: PreparedSeries, open: OpenHours, low: number): number {
  const settled = open.zone.isFixed ? low : Math.max(low, yearStart(regularYear) * dayMs)
  return jointPeriodEnd(series, series, settled)
}
