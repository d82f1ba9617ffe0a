import { CalendarSeries } from './calendar-series.ts'
import { dayMs, yearStart } from './civil.ts'
import { CoreError } from './errors.ts'
import { asInstant, type Instant, instantMax, instantMin } from './instant.ts'
import {
  datesMax,
  durationMsMax,
  occurrencesBudgetDefault,
  rulesMax,
  startsBudgetDefault,
  stepsDefault,
} from './limits.ts'
import type { Rule } from './rule.ts'
import { RuleSeries } from './rule-series.ts'
import { includes, sortUnique, without } from './sorted-instants.ts'
import { checkUntilForm, type StartKind, withoutTimes } from './start-kind.ts'
import { StrideSeries } from './stride-series.ts'
import { asWall, formatWall, parseWallDate, type Wall, wallMax, wallMin } from './wall.ts'
import { type WallSeries, WallSink } from './wall-series.ts'
import { metered, spendSteps } from './work-budget.ts'
import type { Zone, ZoneGap, ZoneShift } from './zone.ts'
import { regularYear } from './zone-table.ts'

/**
 * One instance of a recurrence (RFC 5545 section 3.8.5.3). `wallStart`, the start as the rule names it, is its key for ever.
 * @example
 * const monday = parseWall('2026-01-05T09:00:00')
 * const weekly = createRecurrence({
 *   start: monday,
 *   zone: zoneOf('UTC'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 * })
 * const first: Occurrence | null = weekly.first()
 * first?.wallStart === monday // => true
 */
export interface Occurrence {
  /** Nominal local start: for a time in a gap the time that did not exist. */
  readonly wallStart: Wall
  readonly start: Instant
  /** `start` plus the elapsed duration. */
  readonly end: Instant
  /** Offset from UTC at `start`, milliseconds, east positive. */
  readonly offsetMs: number
  readonly shift: ZoneShift
}

/**
 * An RDATE (RFC 5545 section 3.8.5.2): a local start, or an instant where the local time would be ambiguous; with a duration of its own or not.
 * @example
 * const extra: RecurrenceDate = { wallStart: parseWall('2026-01-10T09:00:00'), durationMs: 7_200_000 }
 * extra.durationMs // => 7_200_000
 */
export type RecurrenceDate =
  | Wall
  | { readonly wallStart: Wall; readonly durationMs?: number }
  | { readonly start: Instant; readonly durationMs?: number }

/**
 * What `createRecurrence` is given: DTSTART, DURATION, RRULE, RDATE and EXDATE of RFC 5545 section 3.8.5 in our types.
 * @example
 * const input: RecurrenceInput = {
 *   start: parseWall('2026-01-05T09:00:00'),
 *   zone: zoneOf('Europe/Berlin'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=DAILY;COUNT=5')],
 *   exdates: [parseWall('2026-01-06T09:00:00')],
 *   rdates: [parseWall('2026-01-20T09:00:00'), parseWall('2026-01-21T09:00:00')],
 * }
 * createRecurrence(input).count() // => 6
 */
export interface RecurrenceInput {
  readonly start: Wall
  readonly zone: Zone
  /** Elapsed length of every occurrence, 0 to 366 days in milliseconds; of a date start, days of local calendar. */
  readonly durationMs: number
  /** Usually one. Without any, the start itself is the only instance besides `rdates`. */
  readonly rules: readonly Rule[]
  readonly rdates?: readonly RecurrenceDate[]
  /** Starts to leave out, as local times or, where these are ambiguous, as instants. */
  readonly exdates?: readonly (Wall | { readonly start: Instant })[]
  /**
   * What DTSTART was. When given, UNTIL must have the form RFC 5545 section 3.3.10 asks for. With `date` the start is
   * a midnight, BYHOUR, BYMINUTE and BYSECOND are ignored, and an occurrence ends at the midnight its days end at.
   */
  readonly startKind?: StartKind
}

/**
 * Bounds of one question.
 * @example
 * const monday = parseWall('2026-01-05T09:00:00')
 * const weekly = createRecurrence({
 *   start: monday,
 *   zone: zoneOf('UTC'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 * })
 * const options: WindowOptions = { budget: 10 }
 * weekly.between(asInstant(0), asInstant(Date.UTC(2030, 0, 1)), options) // => throws budget_exceeded
 */
export interface WindowOptions {
  /** Most occurrences to look at before the call fails with `budget_exceeded`. */
  readonly budget?: number
}

/**
 * A set of occurrences by RFC 5545 section 3.8.5, with random access: the cost of a question depends on its answer,
 * not on how far it lies from the start. Windows are half-open, in instants. Every method that searches may throw
 * CoreError `budget_exceeded`.
 * @example
 * const monday = parseWall('2026-01-05T09:00:00')
 * const weekly = createRecurrence({
 *   start: monday,
 *   zone: zoneOf('UTC'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=WEEKLY')],
 * })
 * weekly.count() // => null
 * new Date(weekly.next(asInstant(Date.UTC(2076, 0, 1)))?.start ?? 0).toISOString() // => '2076-01-06T09:00:00.000Z'
 * weekly.at(parseWall('2026-01-06T09:00:00')) // => null
 * weekly.onDate('2026-01-12').length // => 1
 */
export interface Recurrence extends Iterable<Occurrence> {
  readonly zone: Zone
  readonly durationMs: number
  /** True when some rule has neither COUNT nor UNTIL; it then ends with the year 9999. */
  readonly isUnbounded: boolean
  first(): Occurrence | null
  /** The last occurrence; null when there is none or when the recurrence is unbounded. */
  last(): Occurrence | null
  /** The first occurrence that starts after the instant. */
  next(after: Instant): Occurrence | null
  /** The last occurrence that starts before the instant. */
  previous(before: Instant): Occurrence | null
  /** Number of occurrences; null when unbounded. */
  count(): number | null
  /** Occurrences that start in [from, to); `budget` defaults to 25,000. */
  between(from: Instant, to: Instant, options?: WindowOptions): Occurrence[]
  /** Occurrences whose [start, end) meets [from, to); one of length zero counts as the point it is. */
  overlapping(from: Instant, to: Instant, options?: WindowOptions): Occurrence[]
  /** Starts in [from, to) in bulk, ascending; `budget` defaults to 50,000. */
  startsBetween(from: Instant, to: Instant, options?: WindowOptions): Float64Array
  /** The occurrence with exactly this nominal start. */
  at(wallStart: Wall): Occurrence | null
  /** The occurrences whose nominal start falls on the local date `YYYY-MM-DD`. */
  onDate(date: string): Occurrence[]
}

/**
 * Builds a recurrence. Parts a rule leaves open come from the start; a start the rule does not match is not an
 * instance. A local time in a gap moves forward by the gap and counts towards COUNT, one in a fold is the first of
 * the two; occurrences at the same instant are one, the earliest nominal start its key.
 *
 * @throws CoreError `never_occurs` when a rule has no instance, `invalid_series` for a duration or a number of rules
 *   or dates out of bounds, `invalid_wall` and `invalid_instant` for a start or date that is none, `invalid_rule` when UNTIL does not fit `startKind`.
 * @example
 * const berlin = createRecurrence({
 *   start: parseWall('2026-03-27T09:00:00'),
 *   zone: zoneOf('Europe/Berlin'),
 *   durationMs: 3_600_000,
 *   rules: [parseRule('FREQ=DAILY;COUNT=3')],
 * })
 * Array.from(berlin, ({ start }) => new Date(start).getUTCHours()) // => [8, 8, 7]
 */
export function createRecurrence(input: RecurrenceInput): Recurrence {
  return metered(() => new RuleRecurrence(input))
}

/** What looking up one occurrence costs besides the periods visited, in steps. */
const searchSteps = 16

/** What asking costs whether the rule starts at a date, in steps. */
const dateSteps = 4

/** A stretch of EXDATEs is passed in pieces of about this many occurrences. */
const stretchStartsMax = 512
/** The first piece is as long; no rule has more than 60 starts in it. */
const stretchMsMin = 60_000

/** No zone is ever further from UTC than this. */
const offsetMsMax = 16 * 3_600_000

const noDates: readonly Wall[] = []
const noOccurrences: readonly Occurrence[] = []
const noSeconds: ReadonlyMap<Wall, Occurrence> = new Map()

/** The one implementation; the rest of the core also sees its parts. */
export class RuleRecurrence implements Recurrence {
  readonly zone: Zone
  readonly durationMs: number
  readonly isUnbounded: boolean
  readonly series: readonly RuleSeries[]
  readonly #rdates: readonly Occurrence[]
  /** The RDATEs that are the second of two equal local times, by that time. */
  readonly #secondDates: ReadonlyMap<Wall, Occurrence>
  readonly #exdates: Float64Array
  #durationMsMax: number
  readonly #isDate: boolean
  #count: number | null = null
  /** The earliest nominal start of the rules. */
  #firstWall = Number.POSITIVE_INFINITY

  constructor(input: RecurrenceInput) {
    const { start, zone, rules, durationMs, startKind } = input
    checkInput(input)
    this.zone = zone
    this.durationMs = durationMs
    this.#isDate = startKind === 'date'
    if (startKind !== undefined) for (const rule of rules) checkUntilForm(rule, startKind)
    if (this.#isDate) checkMidnight(start)
    this.series = rules.map((rule) => new RuleSeries(this.#isDate ? withoutTimes(rule) : rule, start, zone))
    let isUnbounded = false
    for (const one of this.series) {
      isUnbounded ||= one.isUnbounded
      this.#firstWall = Math.min(this.#firstWall, one.first)
    }
    this.isUnbounded = isUnbounded
    const dates = rules.length === 0 ? [start, ...(input.rdates ?? [])] : (input.rdates ?? noDates)
    this.#rdates = dates.length === 0 ? noOccurrences : this.#dated(dates)
    this.#exdates = exdatesOf(input.exdates ?? noDates, zone)
    this.#durationMsMax = this.#isDate ? durationMs + dayMs : durationMs
    for (const date of this.#rdates) {
      this.#durationMsMax = Math.max(this.#durationMsMax, date.end - date.start)
    }
    this.#secondDates = this.#rdates.length === 0 ? noSeconds : secondDatesOf(this.#rdates, zone)
  }

  first(): Occurrence | null {
    return this.next((instantMin - 1) as Instant)
  }

  last(): Occurrence | null {
    return this.isUnbounded ? null : this.previous((instantMax + 1) as Instant)
  }

  next(after: Instant): Occurrence | null {
    checkNumber(after)
    return metered(() => this.#next(after))
  }

  previous(before: Instant): Occurrence | null {
    checkNumber(before)
    return metered(() => this.#previous(before))
  }

  /** Where EXDATE takes out what is found, ever wider stretches from there on are looked at as a whole. */
  #next(after: Instant): Occurrence | null {
    let from = Math.max(after, instantMin - 1)
    for (let widthMs = 0; ; ) {
      const reach = this.#startAfter(from)
      if (reach === Number.POSITIVE_INFINITY) return null
      const wall = this.#loneWall(reach)
      if (wall !== null) return this.#occurrence(wall, this.durationMs)
      const to = Math.max(reach, Math.min(reach + widthMs, this.#exdates.at(-1) ?? reach))
      const met = this.#gather(from + 1, to + 1, occurrencesBudgetDefault)
      spendSteps(met.length + searchSteps)
      const found = met.find((o) => !includes(this.#exdates, o.start))
      if (found !== undefined) return found
      if (met.length < stretchStartsMax) widthMs = Math.max(stretchMsMin, 2 * (to - reach))
      from = to
    }
  }

  #previous(before: Instant): Occurrence | null {
    let to = Math.min(before, instantMax + 1)
    for (let widthMs = 0; ; ) {
      const reach = this.#startBefore(to)
      if (reach === Number.NEGATIVE_INFINITY) return null
      const wall = this.#loneWall(reach)
      if (wall !== null) return this.#occurrence(wall, this.durationMs)
      const from = Math.min(reach, Math.max(reach - widthMs, this.#exdates[0] ?? reach))
      const met = this.#gather(from, to, occurrencesBudgetDefault)
      spendSteps(met.length + searchSteps)
      const found = met.findLast((o) => !includes(this.#exdates, o.start))
      if (found !== undefined) return found
      if (met.length < stretchStartsMax) widthMs = Math.max(stretchMsMin, 2 * (reach - from))
      to = from
    }
  }

  count(): number | null {
    if (this.isUnbounded) return null
    this.#count ??= metered(() => this.#counted())
    return this.#count
  }

  /** One rule is counted by arithmetic; several may share instants, so they are walked. */
  #counted(): number {
    const [only] = this.series
    if (only === undefined || this.series.length > 1) {
      return this.startsBetween(instantMin, (instantMax + 1) as Instant).length
    }
    let count = only.count() - this.#sharedInstants(only)
    spendSteps(dateSteps * (this.#exdates.length + this.#rdates.length))
    for (const instant of this.#exdates) if (this.#isRuleStart(instant)) count--
    for (const [i, { start }] of this.#rdates.entries()) {
      if (start === this.#rdates[i - 1]?.start || includes(this.#exdates, start)) continue
      if (!this.#isRuleStart(start)) count++
    }
    return count
  }

  between(from: Instant, to: Instant, options: WindowOptions = {}): Occurrence[] {
    checkNumber(from - to)
    const budget = options.budget ?? occurrencesBudgetDefault
    return metered(() => this.#collect(from, to, budget), stepsFor(budget))
  }

  overlapping(from: Instant, to: Instant, options: WindowOptions = {}): Occurrence[] {
    checkNumber(from - to)
    const earliest = from - Math.max(this.#durationMsMax - 1, 0)
    const budget = options.budget ?? occurrencesBudgetDefault
    const found = metered(() => this.#collect(earliest, to, budget), stepsFor(budget))
    return found.filter((o) => o.end > from || o.start >= from)
  }

  startsBetween(from: Instant, to: Instant, options: WindowOptions = {}): Float64Array {
    checkNumber(from - to)
    const budget = options.budget ?? startsBudgetDefault
    return metered(() => this.#startsBetween(from, to, budget), stepsFor(budget))
  }

  #startsBetween(from: number, to: number, budget: number): Float64Array {
    const low = Math.max(from, instantMin)
    const high = Math.min(to, instantMax + 1)
    const sink = this.#walls(low, high, budget)
    const metGap = this.zone.toInstants(sink.data, sink.length)
    for (let i = this.#dateFrom(low); i < this.#dateFrom(high); i++) {
      sink.push((this.#rdates[i] as Occurrence).start)
    }
    const plain = !metGap && this.series.length < 2 && this.#rdates.length === 0
    if (!plain) sink.length = sortUnique(sink.data, sink.length)
    let first = 0
    let last = sink.length
    while (first < last && (sink.data[first] as number) < low) first++
    while (last > first && (sink.data[last - 1] as number) >= high) last--
    const starts = sink.take(first, last)
    return this.#exdates.length === 0 ? starts : without(starts, this.#exdates)
  }

  at(wallStart: Wall): Occurrence | null {
    if (!(wallStart >= wallMin && wallStart <= wallMax)) return null
    return metered(() => this.#at(wallStart))
  }

  #at(wallStart: Wall): Occurrence | null {
    spendSteps(searchSteps)
    const instant = this.zone.instantOf(wallStart)
    const found = this.#collect(instant, instant + 1, occurrencesBudgetDefault)[0]
    if (found !== undefined && found.wallStart === wallStart) return found
    const date = this.#secondDates.get(wallStart)
    if (date === undefined) return null
    return this.#collect(date.start, date.start + 1, occurrencesBudgetDefault)[0] ?? null
  }

  onDate(date: string): Occurrence[] {
    const midnight = parseWallDate(date)
    return metered(() => this.#onDate(midnight))
  }

  #onDate(midnight: Wall): Occurrence[] {
    const sink = new WallSink(16, occurrencesBudgetDefault)
    for (const series of this.series) series.fill(midnight, midnight + dayMs, sink)
    for (const { wallStart } of this.#rdates) {
      if (wallStart >= midnight && wallStart < midnight + dayMs) sink.push(wallStart)
    }
    const walls = sink.take(0, sortUnique(sink.data, sink.length))
    const found: Occurrence[] = []
    for (const wall of walls) {
      const occurrence = this.#at(wall as Wall)
      if (occurrence !== null) found.push(occurrence)
    }
    return found.sort((a, b) => a.start - b.start)
  }

  *[Symbol.iterator](): Iterator<Occurrence> {
    let occurrence = this.first()
    while (occurrence !== null) {
      yield occurrence
      occurrence = this.next(occurrence.start)
    }
  }

  /** The nominal start at an instant found by a search, when nothing else could fall on that instant or beside it. */
  #loneWall(instant: number): Wall | null {
    if (this.series.length !== 1 || this.#rdates.length > 0 || this.#exdates.length > 0) return null
    const wall = this.zone.wallOf(instant as Instant)
    return this.zone.gapBefore(instant as Instant) === null ? wall : null
  }

  /** An instant after `from` such that the next start lies in (from, it]; Infinity when there is none. */
  #startAfter(from: number): number {
    let nearest = Number.POSITIVE_INFINITY
    const wallFrom = this.zone.firstWallAt((from + 1) as Instant)
    for (const series of this.series) {
      let wall = series.next(wallFrom)
      while (wall < Number.POSITIVE_INFINITY) {
        const instant = this.zone.instantOf(wall as Wall)
        if (instant > from) {
          nearest = Math.min(nearest, instant)
          break
        }
        spendSteps(1)
        wall = series.next(wall + 1)
      }
    }
    const date = this.#rdates[this.#dateFrom(from + 1)]
    return Math.min(nearest, date?.start ?? Number.POSITIVE_INFINITY)
  }

  /** An instant before `to` such that the previous start lies in [it, to); -Infinity when there is none. */
  #startBefore(to: number): number {
    let nearest = Number.NEGATIVE_INFINITY
    const wallTo = this.zone.lastWallAt((to - 1) as Instant)
    for (const series of this.series) {
      let wall = series.previous(wallTo)
      while (wall > Number.NEGATIVE_INFINITY) {
        const instant = this.zone.instantOf(wall as Wall)
        if (instant < to) {
          nearest = Math.max(nearest, instant)
          break
        }
        spendSteps(1)
        wall = series.previous(wall - 1)
      }
    }
    const date = this.#rdates[this.#dateFrom(to) - 1]
    return Math.max(nearest, date?.start ?? Number.NEGATIVE_INFINITY)
  }

  /** Nominal starts of every rule whose instants may lie in [from, to), rule after rule. */
  #walls(from: number, to: number, budget: number): WallSink {
    const sink = new WallSink(16, budget)
    if (to <= from) return sink
    const wallFrom =
      from < this.#firstWall - offsetMsMax ? from - offsetMsMax : this.zone.firstWallAt(from as Instant)
    const wallTo = to > wallMax + offsetMsMax ? wallMax + 1 : this.zone.lastWallAt((to - 1) as Instant) + 1
    for (const series of this.series) series.fill(wallFrom, wallTo, sink)
    return sink
  }

  /** Occurrences in [from, to), EXDATE not yet applied, ascending, one an instant. */
  #gather(fromInstant: number, toInstant: number, budget: number): Occurrence[] {
    const from = Math.max(fromInstant, instantMin)
    const to = Math.min(toInstant, instantMax + 1)
    const sink = this.#walls(from, to, budget)
    const found: Occurrence[] = []
    let metGap = false
    for (let i = 0; i < sink.length; i++) {
      const wallStart = sink.data[i] as Wall
      const occurrence = this.#occurrence(wallStart, this.durationMs)
      if (occurrence.start < from || occurrence.start >= to) continue
      metGap ||= occurrence.shift === 'gap'
      found.push(occurrence)
    }
    sink.release()
    const dateTo = this.#rdates.length === 0 ? 0 : this.#dateFrom(to)
    for (let i = this.#dateFrom(from); i < dateTo; i++) found.push(this.#rdates[i] as Occurrence)
    if (!metGap && this.series.length < 2 && this.#rdates.length === 0) return found
    found.sort((a, b) => a.start - b.start || a.wallStart - b.wallStart)
    return found.filter((o, i) => i === 0 || o.start !== found[i - 1]?.start)
  }

  #occurrence(wallStart: Wall, durationMs: number): Occurrence {
    const { instant: start, offsetMs, shift } = this.zone.resolve(wallStart)
    const end = this.#isDate ? endOfDays(this.zone, start, durationMs) : ((start + durationMs) as Instant)
    return { wallStart, start, end, offsetMs, shift }
  }

  /**
   * The gaps whose length lies between two nominal starts of a rule: seldom any. All gaps from `regularYear` on have
   * the lengths they have in its first 28 years, which are looked at first.
   */
  #gapsThatMatter(walls: WallSeries, from: Instant, to: Instant): ZoneGap[] {
    const matters = (gap: ZoneGap): boolean => mayDiffer(walls, gap.wallTo - gap.wallFrom)
    const regularFrom = (yearStart(regularYear) * dayMs) as Instant
    const regularTo = (yearStart(regularYear + 29) * dayMs) as Instant
    if (to > regularTo && !this.zone.gapsBetween(regularFrom, regularTo).some(matters)) {
      return this.zone.gapsBetween(from, regularTo).filter(matters)
    }
    return this.zone.gapsBetween(from, to).filter(matters)
  }

  /** Position of the first RDATE that starts at or after an instant. */
  #dateFrom(instant: number): number {
    let low = 0
    let high = this.#rdates.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#rdates[middle] as Occurrence).start < instant) low = middle + 1
      else high = middle
    }
    return low
  }

  /** What RDATE adds, EXDATE taken away, one an instant and with the key it has among the occurrences of the rules. */
  dates(): Occurrence[] {
    const dates: Occurrence[] = []
    for (const [i, date] of this.#rdates.entries()) {
      if (date.start === this.#rdates[i - 1]?.start) continue
      spendSteps(searchSteps)
      const found = this.#collect(date.start, date.start + 1, occurrencesBudgetDefault)[0]
      if (found !== undefined) dates.push(found)
    }
    return dates
  }

  #dated(dates: readonly RecurrenceDate[]): Occurrence[] {
    return dates.map((date) => this.#datedOccurrence(date)).sort((a, b) => a.start - b.start)
  }

  #datedOccurrence(date: RecurrenceDate): Occurrence {
    if (typeof date !== 'object') return this.#occurrence(asWall(date), this.durationMs)
    const durationMs = date.durationMs ?? this.durationMs
    checkDuration(durationMs)
    if (!('start' in date)) return this.#occurrence(asWall(date.wallStart), durationMs)
    const start = asInstant(date.start)
    const occurrence = this.#occurrence(this.zone.wallOf(start), durationMs)
    if (occurrence.start === start) return occurrence
    const { wallStart } = occurrence
    return {
      wallStart,
      start,
      end: (start + durationMs) as Instant,
      offsetMs: wallStart - start,
      shift: 'fold',
    }
  }

  /** True when a rule, RDATE and EXDATE apart, has an occurrence at the instant. */
  #isRuleStart(instant: number): boolean {
    const sink = this.#walls(instant, instant + 1, startsBudgetDefault)
    let found = false
    for (let i = 0; i < sink.length && !found; i++) {
      found = this.zone.instantOf(sink.data[i] as Wall) === instant
    }
    sink.release()
    return found
  }

  #collect(from: number, to: number, budget: number): Occurrence[] {
    const found = this.#gather(from, to, budget)
    if (this.#exdates.length === 0) return found
    return found.filter((o) => !includes(this.#exdates, o.start))
  }

  /** How many nominal starts of a rule are left out because a gap moved another one to the same instant. */
  #sharedInstants(series: RuleSeries): number {
    const first = this.first()
    if (first === null || this.zone.isFixed) return 0
    const end = this.zone.instantOf(Math.min(series.end, wallMax) as Wall)
    let shared = 0
    for (const gap of this.#gapsThatMatter(series.walls, (first.start - dayMs) as Instant, end)) {
      const gapMs = gap.wallTo - gap.wallFrom
      const sink = new WallSink(16, startsBudgetDefault)
      series.fill(gap.wallFrom, gap.wallTo, sink)
      for (let i = 0; i < sink.length; i++) {
        if (series.has((sink.data[i] as number) + gapMs)) shared++
      }
      spendSteps(1 + sink.length)
      sink.release()
    }
    return shared
  }
}

/**
 * The midnight at which whole local days from a start end. They count from the day the start lands on, which a gap that
 * swallows a midnight does not change and one that swallows a day does.
 */
export function endOfDays(zone: Zone, start: number, durationMs: number): Instant {
  const midnight = Math.floor(zone.wallOf(start as Instant) / dayMs) * dayMs
  return zone.instantOf((midnight + durationMs) as Wall)
}

function checkInput(input: RecurrenceInput): void {
  const { durationMs, rules, rdates, exdates } = input
  asWall(input.start)
  checkDuration(durationMs)
  if (rules.length > rulesMax) {
    throw new CoreError(
      'invalid_series',
      `A recurrence has at most ${rulesMax} rules, not ${rules.length}.`,
      {
        part: 'rules',
        value: rules.length,
      },
    )
  }
  const dates = Math.max(rdates?.length ?? 0, exdates?.length ?? 0)
  if (dates > datesMax) {
    throw new CoreError('invalid_series', `A recurrence has at most ${datesMax} RDATE or EXDATE values.`, {
      part: 'dates',
      value: dates,
    })
  }
}

function checkDuration(durationMs: number): void {
  if (!Number.isInteger(durationMs) || durationMs < 0 || durationMs > durationMsMax) {
    throw new CoreError(
      'invalid_series',
      `A duration is 0 to ${durationMsMax} whole milliseconds, not ${durationMs}.`,
      {
        part: 'durationMs',
        value: String(durationMs),
      },
    )
  }
}

function checkMidnight(start: Wall): void {
  if (start % dayMs === 0) return
  const value = formatWall(start)
  throw new CoreError('invalid_series', `A start that is a date is a midnight, not ${value}.`, {
    part: 'start',
    value,
  })
}

/** Whether two instances can lie `ms` apart; "no" is certain. */
function mayDiffer(walls: WallSeries, ms: number): boolean {
  if (walls instanceof StrideSeries) return ms % walls.strideMs === 0
  return !(walls instanceof CalendarSeries && walls.times.size === 1) || ms % dayMs === 0
}

/** @throws CoreError `invalid_instant` for what is not a number; infinite ends of a window are ends. */
function checkNumber(value: number): void {
  if (!Number.isNaN(value)) return
  throw new CoreError('invalid_instant', 'An instant or a window is not a number.', { value: String(value) })
}

/** A window that may hold many occurrences may also visit many periods. */
function stepsFor(occurrences: number): number {
  return Math.max(stepsDefault, 1.5 * occurrences)
}

function secondDatesOf(dates: readonly Occurrence[], zone: Zone): ReadonlyMap<Wall, Occurrence> {
  const seconds = new Map<Wall, Occurrence>()
  for (const date of dates) {
    const isSecond = date.shift === 'fold' && zone.instantOf(date.wallStart) !== date.start
    if (isSecond && !seconds.has(date.wallStart)) seconds.set(date.wallStart, date)
  }
  return seconds
}

const noInstants = new Float64Array(0)

function exdatesOf(dates: readonly (Wall | { readonly start: Instant })[], zone: Zone): Float64Array {
  if (dates.length === 0) return noInstants
  const instants = Float64Array.from(dates, (d) =>
    typeof d === 'object' ? asInstant(d.start) : zone.instantOf(asWall(d)),
  )
  return instants.subarray(0, sortUnique(instants, instants.length))
}
