import { dayMs } from './civil.ts'
import { CoreError } from './errors.ts'
import { parseICalendarDuration } from './ical-duration.ts'
import { type ContentLine, contentLines, refuseLine } from './ical-line.ts'
import type { Instant } from './instant.ts'
import { datesMax, icalTextMax, rulesMax } from './limits.ts'
import type { RecurrenceDate, RecurrenceInput } from './recurrence.ts'
import type { Rule, Until } from './rule.ts'
import { parseBasicDateTime, parseRule } from './rule-parse.ts'
import { checkUntilForm, type StartKind } from './start-kind.ts'
import type { Wall } from './wall.ts'
import { metered, spendSteps } from './work-budget.ts'
import { isZone, type Zone, zoneOf } from './zone.ts'

/**
 * The recurrence properties of a calendar component. With a zone and a duration it is a `RecurrenceInput`.
 * @example
 * const series: ICalendarSeries = parseICalendar('DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=YEARLY')
 * series.startKind // => 'date'
 */
export interface ICalendarSeries {
  readonly start: Wall
  readonly startKind: StartKind
  /** Null when the start is floating or a date: the reader's own zone applies. */
  readonly zone: Zone | null
  /** From DTEND or DURATION; null when neither stands. */
  readonly durationMs: number | null
  readonly rules: readonly Rule[]
  readonly rdates: readonly RecurrenceDate[]
  readonly exdates: NonNullable<RecurrenceInput['exdates']>
}

/** A date or time as written: with its own zone, in UTC, floating, or a date. */
interface Stamp {
  readonly value: Until
  readonly zone: Zone | null
}

interface Start extends Stamp {
  readonly kind: StartKind
  readonly wall: Wall
}

const allowedParameters: Readonly<Record<string, readonly string[]>> = {
  DTSTART: ['TZID', 'VALUE'],
  DTEND: ['TZID', 'VALUE'],
  DURATION: [],
  RRULE: [],
  RDATE: ['TZID', 'VALUE'],
  EXDATE: ['TZID', 'VALUE'],
}

/**
 * Reads DTSTART, DTEND or DURATION, RRULE, RDATE and EXDATE lines (RFC 5545 sections 3.8.2 and 3.8.5), folded or
 * not, in any order. Everything the RFC forbids is refused: two DTSTART, TZID on a UTC time or a date, an UNTIL,
 * RDATE or EXDATE whose type does not fit DTSTART, and any other property.
 *
 * @throws CoreError `invalid_ical` (`details`: `property`, `line`), `invalid_rule`, `budget_exceeded` for more than some
 *   2,000 lines or 4,000 dates (`withSteps` allows more).
 * @example
 * const { start, zone, durationMs, rules } = parseICalendar(
 *   'DTSTART;TZID=Europe/Berlin:20260105T090000\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3',
 * )
 * const at = { start, zone: zone ?? zoneOf('UTC'), durationMs: durationMs ?? 0 }
 * createRecurrence({ ...at, rules }).count() // => 3
 */
export function parseICalendar(text: string): ICalendarSeries {
  if (text.length > icalTextMax) {
    throw new CoreError('invalid_ical', `The text has more than ${icalTextMax} characters.`, { line: 0 })
  }
  return metered(() => parsed(text))
}

function parsed(text: string): ICalendarSeries {
  const lines: ContentLine[] = []
  for (const line of contentLines(text)) {
    checkProperty(line)
    lines.push(line)
  }
  const start = readStart(lines)
  const ruleLines = named(lines, 'RRULE')
  if (ruleLines.length > rulesMax)
    throw refuseLine({ name: 'RRULE', number: 0 }, `at most ${rulesMax} rules.`)
  const rules = ruleLines.map((line) => readRule(line, start))
  const rdates = named(lines, 'RDATE').flatMap((line) => readDates(line, start))
  const exdates = named(lines, 'EXDATE').flatMap((line) => readExcluded(line, start))
  if (Math.max(rdates.length, exdates.length) > datesMax) {
    throw refuseLine({ name: 'RDATE', number: 0 }, `at most ${datesMax} dates.`)
  }
  return {
    start: start.wall,
    startKind: start.kind,
    zone: start.zone,
    durationMs: readDuration(lines, start),
    rules,
    rdates,
    exdates,
  }
}

function named(lines: readonly ContentLine[], name: string): ContentLine[] {
  return lines.filter((line) => line.name === name)
}

function checkProperty(line: ContentLine): void {
  const allowed = Object.hasOwn(allowedParameters, line.name) ? allowedParameters[line.name] : undefined
  if (allowed === undefined) {
    throw refuseLine(line, 'only DTSTART, DTEND, DURATION, RRULE, RDATE and EXDATE are read here.')
  }
  for (const key of line.parameters.keys()) {
    if (!allowed.includes(key) && !key.startsWith('X-')) throw refuseLine(line, `unknown parameter ${key}.`)
  }
}

function only(lines: readonly ContentLine[], name: string): ContentLine | null {
  const [first, second] = named(lines, name)
  if (second !== undefined) throw refuseLine(second, 'the property stands twice.')
  return first ?? null
}

/** What reading a date or a period costs, in steps. */
const dateSteps = 10

/** The values of a list, paid for before they are read. */
function valuesOf(line: ContentLine): string[] {
  const values = line.value.split(',')
  spendSteps(dateSteps * values.length)
  return values
}

/** One DATE or DATE-TIME value under the VALUE and TZID parameters of its line. */
function readStamp(line: ContentLine, text: string): Stamp {
  const type = (line.parameters.get('VALUE') ?? 'DATE-TIME').toUpperCase()
  const zoneId = line.parameters.get('TZID')
  const value = parseBasicDateTime(text)
  if (value === null) throw refuseLine(line, `"${text.slice(0, 40)}" is not an existing date or time.`)
  const expected = type === 'PERIOD' ? 'DATE-TIME' : type
  if (expected !== 'DATE' && expected !== 'DATE-TIME') throw refuseLine(line, `VALUE=${type} is not allowed.`)
  if ((value.form === 'date') !== (expected === 'DATE')) {
    throw refuseLine(line, `"${text}" is not a ${expected}; a date needs VALUE=DATE.`)
  }
  if (zoneId === undefined) return { value, zone: null }
  if (value.form === 'utc') throw refuseLine(line, 'TZID is not allowed on a UTC time.')
  if (value.form === 'date') throw refuseLine(line, 'TZID is not allowed on a date.')
  if (!isZone(zoneId)) throw refuseLine(line, `TZID=${zoneId.slice(0, 64)} is not an IANA time zone.`)
  return { value, zone: zoneOf(zoneId) }
}

/** A DATE or DATE-TIME of a property that has no periods. */
function readTime(line: ContentLine, text: string): Stamp {
  if (line.parameters.get('VALUE')?.toUpperCase() === 'PERIOD')
    throw refuseLine(line, 'VALUE=PERIOD is not allowed.')
  return readStamp(line, text)
}

function readStart(lines: readonly ContentLine[]): Start {
  const line = only(lines, 'DTSTART')
  if (line === null) throw refuseLine({ name: 'DTSTART', number: 0 }, 'the property is missing.')
  const { value, zone } = readTime(line, line.value)
  if (value.form === 'date') return { value, zone: null, kind: 'date', wall: value.wall }
  if (value.form === 'utc') {
    return { value, zone: zoneOf('UTC'), kind: 'utc', wall: value.instant as number as Wall }
  }
  return { value, zone, kind: zone === null ? 'floating' : 'zoned', wall: value.wall }
}

function readRule(line: ContentLine, start: Start): Rule {
  const rule = parseRule(line.value)
  checkUntilForm(rule, start.kind)
  return rule
}

/** RFC 5545 sections 3.8.5.1 and 3.8.5.2: the dates have the type of DTSTART. */
function checkFits(line: ContentLine, stamp: Stamp, start: Start): void {
  const isFixed = stamp.value.form === 'utc' || stamp.zone !== null
  const startIsFixed = start.kind === 'utc' || start.kind === 'zoned'
  if ((stamp.value.form === 'date') !== (start.kind === 'date') || isFixed !== startIsFixed) {
    throw refuseLine(line, `its values do not have the type of DTSTART, which is ${start.kind}.`)
  }
}

/** A stamp in the terms of the start: a wall where zones are the same, an instant otherwise. */
function placed(stamp: Stamp, start: Start): Wall | { readonly start: Instant } {
  const { value, zone } = stamp
  if (value.form === 'utc') {
    return start.kind === 'utc' ? (value.instant as number as Wall) : { start: value.instant }
  }
  return zone === null || zone === start.zone ? value.wall : { start: zone.instantOf(value.wall) }
}

function readExcluded(line: ContentLine, start: Start): (Wall | { readonly start: Instant })[] {
  return valuesOf(line).map((text) => {
    const stamp = readTime(line, text)
    checkFits(line, stamp, start)
    return placed(stamp, start)
  })
}

function readDates(line: ContentLine, start: Start): RecurrenceDate[] {
  const isPeriod = line.parameters.get('VALUE')?.toUpperCase() === 'PERIOD'
  return valuesOf(line).map((text): RecurrenceDate => {
    const [head = '', tail, ...rest] = isPeriod ? text.split('/') : [text]
    const stamp = readStamp(line, head)
    checkFits(line, stamp, start)
    const at = placed(stamp, start)
    if (!isPeriod) return at
    if (tail === undefined || rest.length > 0)
      throw refuseLine(line, `"${text.slice(0, 60)}" is not a period.`)
    const durationMs = periodMs(line, stamp, tail)
    return typeof at === 'object' ? { ...at, durationMs } : { wallStart: at, durationMs }
  })
}

/** Elapsed length of a period given by its end or its duration (RFC 5545 section 3.3.9). */
function periodMs(line: ContentLine, from: Stamp, tail: string): number {
  const durationMs = /^[+P]/i.test(tail)
    ? parseICalendarDuration(tail)
    : elapsedMs(line, from, readStamp(line, tail))
  if (durationMs === null || durationMs <= 0)
    throw refuseLine(line, `"${tail}" does not end after its start.`)
  return durationMs
}

function elapsedMs(line: ContentLine, from: Stamp, to: Stamp): number {
  const instantOf = ({ value, zone }: Stamp): number =>
    value.form === 'utc' ? value.instant : zone === null ? value.wall : zone.instantOf(value.wall)
  const isFixed = (stamp: Stamp): boolean => stamp.value.form === 'utc' || stamp.zone !== null
  if (isFixed(from) !== isFixed(to) || (from.value.form === 'date') !== (to.value.form === 'date')) {
    throw refuseLine(line, 'the end does not have the type of the start.')
  }
  return instantOf(to) - instantOf(from)
}

function readDuration(lines: readonly ContentLine[], start: Start): number | null {
  const end = only(lines, 'DTEND')
  const duration = only(lines, 'DURATION')
  if (end !== null && duration !== null) throw refuseLine(duration, 'DTEND and DURATION exclude each other.')
  if (end !== null) {
    const durationMs = elapsedMs(end, start, readTime(end, end.value))
    if (durationMs < 0) throw refuseLine(end, 'it lies before DTSTART.')
    return durationMs
  }
  if (duration === null) return null
  const durationMs = parseICalendarDuration(duration.value)
  if (durationMs === null) throw refuseLine(duration, `"${duration.value.slice(0, 40)}" is not a duration.`)
  if (start.kind === 'date' && durationMs % dayMs !== 0)
    throw refuseLine(duration, 'a date lasts whole days.')
  return durationMs
}
