import { CalendarSeries } from './calendar-series.ts'
import { cycleDays, dayMs } from './civil.ts'
import { gcd } from './congruence.ts'
import { CoreError } from './errors.ts'
import { checkOrder, type Exception } from './exceptions.ts'
import { type Instant, instantMax, instantMin } from './instant.ts'
import { startsBudgetDefault } from './limits.ts'
import {
  endOfDays,
  type Occurrence,
  type Recurrence,
  type RecurrenceInput,
  RuleRecurrence,
} from './recurrence.ts'
import type { RuleSeries } from './rule-series.ts'
import { type RuleShape, ruleShapeOf } from './rule-shape.ts'
import { StrideSeries } from './stride-series.ts'
import { SubdailySeries } from './subdaily-series.ts'
import { formatWall, type Wall, wallMax } from './wall.ts'
import { WallSink } from './wall-series.ts'
import { metered, spendSteps } from './work-budget.ts'
import type { Zone } from './zone.ts'
import { crossingsFrom, yearOf } from './zone-crossings.ts'

/**
 * A recurrence as it is booked: its definition and what deviates from it.
 * @example
 * const input: SeriesInput = {
 *   start: parseWall('2026-01-05T09:00:00'),
 *   zone: zoneOf('Europe/Berlin'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 *   exceptions: [{ kind: 'cancelled', wallStart: parseWall('2026-01-12T09:00:00') }],
 * }
 * prepareSeries(input).recurrence.isUnbounded // => true
 */
export interface SeriesInput extends RecurrenceInput {
  readonly exceptions?: readonly Exception[]
}

/**
 * A series made ready to be compared with others. Its time is split in two: regular starts, which the rules give
 * (less EXDATE, cancelled and modified occurrences) and which all last equally long, and `extras`, the finite rest
 * (RDATE, modified and added occurrences) with lengths of their own.
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const weekly: PreparedSeries = series('2026-01-05T09:00', 'FREQ=WEEKLY')
 * weekly.durationMs // => 3_600_000
 */
export interface PreparedSeries {
  readonly recurrence: Recurrence
  readonly zone: Zone
  /** What a regular occurrence lasts, and where it lasts local days the longest that one can. */
  readonly durationMs: number
  /** Set where regular occurrences last local days, of 23 hours or 25 at a change of the clock: these days, ms. */
  readonly localDaysMs: number | null
  readonly rules: readonly RuleSeries[]
  /** Ascending by start, never of length zero. */
  readonly extras: readonly Occurrence[]
  /** Instants of the rules' starts that do not take place, ascending. */
  readonly removed: Float64Array
  /** No regular occurrence starts before or after these instants; +-Infinity the wrong way round when none starts. */
  readonly firstStart: number
  readonly lastStart: number
  /** What is known of each rule without walking it. */
  readonly shapes: readonly RuleShape[]
  /** Calendar cycles of 400 years after which the rules repeat, COUNT and UNTIL apart. */
  readonly cycles: number
  /** What walking one empty day costs, in visited occurrences. */
  readonly stepsPerDay: number
  /** The last instant that EXDATE, RDATE or an exception touches; -Infinity when there is none. */
  readonly lastIrregular: number
}

/**
 * Prepares a series once, for any number of comparisons.
 * @throws CoreError as `createRecurrence`, and `invalid_exception` for two exceptions of one occurrence or an end
 *   before its start
 * @example
 * const series = (start: string, rule: string) =>
 *   prepareSeries({ start: parseWall(start), zone: zoneOf('UTC'), durationMs: 3_600_000, rules: [parseRule(rule)] })
 * const weekly = series('2026-01-05T09:00', 'FREQ=WEEKLY')
 * firstSeriesClash(weekly, weekly).disjointForever // => false
 * series('2026-01-05T09:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30') // => throws never_occurs
 */
export function prepareSeries(input: SeriesInput): PreparedSeries {
  return metered(() => prepared(input))
}

function prepared(input: SeriesInput): PreparedSeries {
  const recurrence = new RuleRecurrence(input)
  const { zone, series: rules } = recurrence
  const { removed, extras } = deviationsOf(recurrence, input)
  const { firstWall, lastWall } = boundsOf(rules)
  const hasRegular = recurrence.durationMs > 0 && firstWall <= lastWall
  const localDaysMs = input.startKind === 'date' && !zone.isFixed ? recurrence.durationMs : null
  const slackMs = localDaysMs !== null && hasRegular ? offsetSpanMs(zone, firstWall) : 0
  return {
    recurrence,
    zone,
    durationMs: recurrence.durationMs + slackMs,
    localDaysMs,
    rules: hasRegular ? rules : [],
    extras,
    removed,
    firstStart: hasRegular ? earliestInstant(zone, firstWall) : Number.POSITIVE_INFINITY,
    lastStart: hasRegular ? latestInstant(zone, lastWall) : Number.NEGATIVE_INFINITY,
    shapes: hasRegular ? rules.map(ruleShapeOf) : [],
    cycles: rules.reduce((all, rule) => joinCycles(all, cyclesOf(rule)), 1),
    stepsPerDay: rules.reduce((all, rule) => all + stepsPerDayOf(rule), 0),
    lastIrregular: Math.max(lastEndOf(extras), removed[removed.length - 1] ?? Number.NEGATIVE_INFINITY),
  }
}

/** The largest difference between two offsets a zone is ever at from the year of a local time on. */
function offsetSpanMs(zone: Zone, wall: number): number {
  const { crossings } = crossingsFrom(zone, zone, yearOf(wall))
  const offsets = crossings.flatMap(({ aBefore, aAfter }) => [aBefore, aAfter])
  return offsets.length === 0 ? 0 : Math.max(...offsets) - Math.min(...offsets)
}

/** The first and the last nominal start of the rules; the wrong way round when there is none. */
function boundsOf(rules: readonly RuleSeries[]): { readonly firstWall: number; readonly lastWall: number } {
  let firstWall = Number.POSITIVE_INFINITY
  let lastWall = Number.NEGATIVE_INFINITY
  for (const rule of rules) {
    firstWall = Math.min(firstWall, rule.first)
    lastWall = Math.max(lastWall, rule.end)
  }
  return { firstWall, lastWall }
}

function lastEndOf(extras: readonly Occurrence[]): number {
  let end = Number.NEGATIVE_INFINITY
  for (const extra of extras) end = Math.max(end, extra.end)
  return end
}

/**
 * Regular starts in [from, to), ascending, each once.
 * @throws CoreError `budget_exceeded` when there are more than `budget`
 */
export function regularStarts(
  series: PreparedSeries,
  from: number,
  to: number,
  budget = startsBudgetDefault,
): Float64Array {
  const low = Math.max(from, instantMin, series.firstStart)
  const high = Math.min(to, instantMax, series.lastStart + 1)
  const sink = new WallSink(64, budget)
  if (low >= high) return sink.data.subarray(0, 0)
  const { zone, rules } = series
  const wallFrom = zone.firstWallAt(low as Instant)
  const wallTo = zone.lastWallAt((high - 1) as Instant) + 1
  for (const rule of rules) rule.fill(wallFrom, wallTo, sink)
  const metGap = zone.toInstants(sink.data, sink.length)
  const starts = sink.data.subarray(0, sink.length)
  if (metGap || rules.length > 1) starts.sort()
  return keepWithin(starts, low, high, series.removed)
}

/** Whether two series are of whole days on one clock: then days tell what meets, whatever hours they have. */
export function areLocalDays(a: PreparedSeries, b: PreparedSeries): boolean {
  return a.zone === b.zone && a.localDaysMs !== null && b.localDaysMs !== null
}

/** How long a regular occurrence lasts on its own clock, where nothing jumps. */
export function clockMs({ localDaysMs, durationMs }: PreparedSeries): number {
  return localDaysMs ?? durationMs
}

/** When the regular occurrence that starts at an instant ends. Of two that start one after the other none ends before the other. */
export function regularEnd({ zone, durationMs, localDaysMs }: PreparedSeries, start: number): number {
  return localDaysMs === null ? start + durationMs : endOfDays(zone, start, localDaysMs)
}

/** The instant from which on all regular occurrences still go on after `from`, and before which none does. */
export function reachBack(series: PreparedSeries, from: number): number {
  let reach = from - series.durationMs + 1
  if (series.localDaysMs === null) return reach
  for (const start of regularStarts(series, reach, from))
    if (regularEnd(series, start) <= from) reach = start + 1
  return reach
}

/** The regular occurrence that starts at `instant`, which must be a regular start. */
export function regularOccurrence(series: PreparedSeries, instant: number): Occurrence {
  const [found] = series.recurrence.between(instant as Instant, (instant + 1) as Instant)
  if (found !== undefined) return found
  throw new CoreError('invalid_instant', `No occurrence of the series starts at ${instant}.`, {
    value: instant,
  })
}

/** In place: the starts in [from, to) that are not removed, each once. */
function keepWithin(starts: Float64Array, from: number, to: number, removed: Float64Array): Float64Array {
  let kept = 0
  let r = 0
  let previous = Number.NaN
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!
    if (start < from || start >= to || start === previous) continue
    while (r < removed.length && removed[r]! < start) r++
    if (removed[r] === start) continue
    starts[kept++] = start
    previous = start
  }
  return starts.subarray(0, kept)
}

interface Deviations {
  readonly removed: Float64Array
  readonly extras: readonly Occurrence[]
}

/** What placing one exception costs besides looking its occurrence up, in steps. */
const exceptionSteps = 8

const noDeviations: Deviations = { removed: new Float64Array(0), extras: [] }

/** What EXDATE, RDATE and exceptions take away from the rules and add to them. */
function deviationsOf(recurrence: RuleRecurrence, input: SeriesInput): Deviations {
  const { exdates = [], exceptions = [] } = input
  const rdates = recurrence.dates()
  if (exdates.length + exceptions.length + rdates.length === 0) return noDeviations
  const { zone, series: rules } = recurrence
  const removed = exdates.map((d): number => (typeof d === 'object' ? d.start : zone.instantOf(d)))
  const keys = new Set<Wall>()
  const replaced = new Set<Instant>()
  const moved: Occurrence[] = []
  for (const exception of exceptions) {
    spendSteps(exceptionSteps)
    if (exception.kind === 'added') {
      checkOrder(exception.start, exception.end)
      moved.push(placed(zone, zone.wallOf(exception.start), exception.start, exception.end))
      continue
    }
    claimKey(keys, exception.wallStart)
    const original = recurrence.at(exception.wallStart)
    if (original === null) continue
    removed.push(original.start)
    replaced.add(original.start)
    if (exception.kind === 'cancelled') continue
    const start = exception.start ?? original.start
    const end = exception.end ?? ((start + original.end - original.start) as Instant)
    checkOrder(start, end)
    moved.push(placed(zone, exception.wallStart, start, end))
  }
  const isRegular = ({ wallStart, start }: Occurrence): boolean =>
    zone.instantOf(wallStart) === start && rules.some((rule) => rule.has(wallStart))
  const dates = rdates.filter((o) => !replaced.has(o.start) && !isRegular(o))
  // A date that a gap moves onto a start of the rules takes its place.
  for (const date of dates) if (date.shift === 'gap') removed.push(date.start)
  const extras = [...dates, ...moved].filter((o) => o.start < o.end)
  return {
    removed: Float64Array.from(removed).sort(),
    extras: extras.sort((a, b) => a.start - b.start || a.end - b.end),
  }
}

function claimKey(keys: Set<Wall>, wallStart: Wall): void {
  if (keys.has(wallStart)) {
    const text = formatWall(wallStart)
    throw new CoreError('invalid_exception', `The occurrence of ${text} has two exceptions.`, {
      wallStart: text,
    })
  }
  keys.add(wallStart)
}

function placed(zone: Zone, wallStart: Wall, start: Instant, end: Instant): Occurrence {
  const { instant, shift } = zone.resolve(wallStart)
  return {
    wallStart,
    start,
    end,
    offsetMs: zone.wallOf(start) - start,
    shift: instant === start ? shift : 'none',
  }
}

/** A gap can move a wall behind later ones, so the bounds leave it room. */
const gapRoomMs = 2 * dayMs

function earliestInstant(zone: Zone, wall: number): number {
  return zone.instantOf(wall as Wall) - (zone.isFixed ? 0 : gapRoomMs)
}

/** A rule without an end keeps its zone from being asked about the year 9999. */
function latestInstant(zone: Zone, wall: number): number {
  if (wall === wallMax) return instantMax
  return zone.instantOf(wall as Wall) + (zone.isFixed ? 0 : gapRoomMs)
}

/** Calendar cycles after which a rule repeats: INTERVAL counted in its own periods, against those of 400 years. */
function cyclesOf(rule: RuleSeries): number {
  const { walls } = rule
  if (walls instanceof StrideSeries) return walls.strideMs / gcd(walls.strideMs, cycleDays * dayMs)
  if (walls instanceof CalendarSeries) return walls.interval / gcd(walls.interval, walls.periods.perCycle)
  if (walls instanceof SubdailySeries) {
    const { interval } = walls.parts
    return interval / gcd(interval, walls.perDay * cycleDays)
  }
  return cyclesMax
}

/** Steps below a day are tried out day by day, calendar periods one by one; plain strides skip what is empty. */
function stepsPerDayOf({ walls }: RuleSeries): number {
  if (walls instanceof StrideSeries) return 0
  if (walls instanceof SubdailySeries) return 20
  if (!(walls instanceof CalendarSeries)) return 1
  return (4 * walls.periods.perCycle) / (walls.interval * cycleDays)
}

/** More cycles than this lie past the end of the calendar, so they need not be told apart. */
const cyclesMax = 32

/** Least common multiple, or `cyclesMax` where it would be more. */
export function joinCycles(a: number, b: number): number {
  return Math.min(cyclesMax, (a / gcd(a, b)) * b)
}
