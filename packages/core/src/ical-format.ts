import { CoreError } from './errors.ts'
import { formatICalendarDuration } from './ical-duration.ts'
import { foldLine } from './ical-line.ts'
import type { ICalendarSeries } from './ical-parse.ts'
import type { Instant } from './instant.ts'
import { formatBasicDate, formatBasicDateTime, formatRule } from './rule-format.ts'
import type { Wall } from './wall.ts'

type Placed = Wall | { readonly start: Instant }

/**
 * The recurrence properties as content lines (RFC 5545 sections 3.1 and 3.8.5): folded, with CRLF, ending in one. `parseICalendar` reads them back.
 * @throws CoreError `invalid_ical` for times with milliseconds, which iCalendar cannot write, and for a zoned start
 *   without a zone.
 * @example
 * const text = 'DTSTART;TZID=Europe/Berlin:20260105T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n'
 * formatICalendar(parseICalendar(text)) === text // => true
 */
export function formatICalendar(series: ICalendarSeries): string {
  const lines = [dateLine('DTSTART', series, '', [stamp(series, series.start)])]
  if (series.durationMs !== null) {
    checkSeconds(series.durationMs)
    lines.push(`DURATION:${formatICalendarDuration(series.durationMs, series.startKind === 'date')}`)
  }
  for (const rule of series.rules) lines.push(`RRULE:${formatRule(rule)}`)
  lines.push(...rdateLines(series), ...placedLines('EXDATE', series, series.exdates))
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

function checkSeconds(ms: number): void {
  if (ms % 1000 !== 0) {
    throw new CoreError('invalid_ical', `iCalendar has no milliseconds, and ${ms} ms has some.`, {
      value: ms,
    })
  }
}

/** A value in the terms of the start: UTC for instants and UTC starts, local otherwise. */
function stamp(series: ICalendarSeries, at: Placed): string {
  const ms = typeof at === 'object' ? at.start : at
  checkSeconds(ms)
  if (series.startKind === 'date') return formatBasicDate(ms)
  return `${formatBasicDateTime(ms)}${typeof at === 'object' || series.startKind === 'utc' ? 'Z' : ''}`
}

function dateLine(name: string, series: ICalendarSeries, type: string, values: readonly string[]): string {
  const isLocal = !values[0]?.split('/')[0]?.endsWith('Z')
  if (series.startKind === 'date') return `${name};VALUE=DATE:${values.join(',')}`
  if (series.startKind !== 'zoned' || !isLocal) return `${name}${type}:${values.join(',')}`
  if (series.zone === null) throw new CoreError('invalid_ical', 'A zoned start needs its zone.', {})
  return `${name}${type};TZID=${series.zone.id}:${values.join(',')}`
}

/** Local values and UTC values cannot share a line. */
function placedLines(name: string, series: ICalendarSeries, placed: readonly Placed[]): string[] {
  const local = placed.filter((at) => typeof at !== 'object')
  const fixed = placed.filter((at) => typeof at === 'object')
  return [local, fixed]
    .filter((group) => group.length > 0)
    .map((group) =>
      dateLine(
        name,
        series,
        '',
        group.map((at) => stamp(series, at)),
      ),
    )
}

function rdateLines(series: ICalendarSeries): string[] {
  const plain: Placed[] = []
  const periods: string[] = []
  for (const date of series.rdates) {
    const at: Placed =
      typeof date !== 'object' ? date : 'start' in date ? { start: date.start } : date.wallStart
    const durationMs = typeof date === 'object' ? date.durationMs : undefined
    if (durationMs === undefined) plain.push(at)
    else {
      checkSeconds(durationMs)
      periods.push(`${stamp(series, at)}/${formatICalendarDuration(durationMs, series.startKind === 'date')}`)
    }
  }
  const local = periods.filter((text) => !text.includes('Z/'))
  const fixed = periods.filter((text) => text.includes('Z/'))
  return [
    ...placedLines('RDATE', series, plain),
    ...[local, fixed]
      .filter((group) => group.length > 0)
      .map((group) => dateLine('RDATE', series, ';VALUE=PERIOD', group)),
  ]
}
