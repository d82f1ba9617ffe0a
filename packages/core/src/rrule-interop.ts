/**
 * Conversion from and to the `rrule` library, whose sole importer this file is. Nothing here runs on the way to an
 * occurrence: `rrule` is asked to read and to hold rules, never to expand them. Its dates are floating, a local
 * clock written as if it were UTC, and they stay so.
 */

import type { ByWeekday, Options, RRule } from 'rrule'
import * as imported from 'rrule'
import { CoreError } from './errors.ts'
import type { Instant } from './instant.ts'
import type { Rule, Weekday } from './rule.ts'
import { weekdays } from './rule.ts'
import { formatBasicDateTime } from './rule-format.ts'
import { parseRule } from './rule-parse.ts'
import { asWall, type Wall } from './wall.ts'
import type { Zone } from './zone.ts'

/** Node sees the library as CommonJS behind a default export, bundlers as a module with names. */
const library = ('default' in imported ? imported.default : imported) as typeof imported

const frequencies = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY'] as const

/**
 * What an RRule holds, in our terms: the rule, and the start and zone it carries along, if any.
 * @example
 * const read: FromRRule = fromRRule('DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;COUNT=3')
 * read.start && formatWall(read.start) // => '2026-01-05T09:00:00'
 */
export interface FromRRule {
  readonly rule: Rule
  readonly start: Wall | null
  readonly zoneId: string | null
}

/**
 * Reads an `RRule`, its options, or any text `RRule.parseString` reads. UNTIL becomes a local time, because that is
 * what `rrule` compares it with.
 * @throws CoreError `invalid_rule` for everything `parseRule` refuses, BYEASTER included, and for text `rrule` cannot
 *   read; `invalid_wall` for a DTSTART that is no date.
 * @example
 * formatRule(fromRRule({ freq: 2, count: 3, byweekday: [0, 2] }).rule) // => 'FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE'
 * fromRRule('FREQ=DAILY;BYEASTER=1') // => throws invalid_rule
 */
export function fromRRule(source: RRule | Partial<Options> | string): FromRRule {
  const options = optionsOf(source)
  const parts: string[] = []
  const add = (name: string, value: unknown): void => {
    if (value !== undefined && value !== null && value !== '') parts.push(`${name}=${value}`)
  }
  const frequency = options.freq === undefined ? undefined : frequencies[options.freq]
  add('FREQ', frequency ?? options.freq)
  add('INTERVAL', options.interval)
  add('COUNT', options.count)
  if (options.until instanceof Date) add('UNTIL', formatBasicDateTime(asWall(truncated(options.until))))
  add('BYMONTH', listOf(options.bymonth))
  add('BYWEEKNO', listOf(options.byweekno))
  add('BYYEARDAY', listOf(options.byyearday))
  add('BYMONTHDAY', listOf(options.bymonthday))
  add('BYDAY', byDayOf(options.byweekday))
  add('BYHOUR', listOf(options.byhour))
  add('BYMINUTE', listOf(options.byminute))
  add('BYSECOND', listOf(options.bysecond))
  add('BYSETPOS', listOf(options.bysetpos))
  add('BYEASTER', options.byeaster)
  if (options.wkst !== undefined && options.wkst !== null) add('WKST', weekdayOf(options.wkst))
  return {
    rule: parseRule(parts.join(';')),
    start: options.dtstart instanceof Date ? asWall(truncated(options.dtstart)) : null,
    zoneId: options.tzid ?? null,
  }
}

/**
 * An `RRule` with the same parts, starting at `start`, on floating times. A UTC UNTIL becomes the local time of
 * `zone`. Mind that `rrule` itself expands some rules differently from RFC 5545 (see the README).
 * @example
 * const rrule = toRRule(parseRule('FREQ=DAILY;COUNT=3'), parseWall('2026-01-05T09:00:00'), zoneOf('UTC'))
 * rrule.toText() // => 'every day for 3 times'
 */
export function toRRule(rule: Rule, start: Wall, zone: Zone): RRule {
  const { RRule: Constructor } = library
  const options: Partial<Options> = {
    freq: frequencies.indexOf(rule.frequency),
    dtstart: new Date(start),
    interval: rule.interval,
    wkst: weekdays.indexOf(rule.weekStart),
    count: rule.count,
    until: untilOf(rule, zone),
    bymonth: mutable(rule.byMonth),
    byweekno: mutable(rule.byWeekNo),
    byyearday: mutable(rule.byYearDay),
    bymonthday: mutable(rule.byMonthDay),
    byhour: mutable(rule.byHour),
    byminute: mutable(rule.byMinute),
    bysecond: mutable(rule.bySecond),
    bysetpos: mutable(rule.bySetPos),
    byweekday:
      rule.byDay?.map(({ weekday, ordinal }) => {
        const day = Constructor[weekday]
        return ordinal === 0 ? day : day.nth(ordinal)
      }) ?? null,
  }
  return new Constructor(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)))
}

function optionsOf(source: RRule | Partial<Options> | string): Partial<Options> {
  if (typeof source !== 'string') return 'origOptions' in source ? source.origOptions : source
  try {
    return library.RRule.parseString(source)
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable'
    const value = source.slice(0, 60)
    throw new CoreError('invalid_rule', `rrule cannot read "${value}": ${reason.slice(0, 120)}`, {
      part: 'RRULE',
      value,
      position: 0,
    })
  }
}

/** Whole seconds: iCalendar has nothing finer, and `rrule` drops the rest as well. */
function truncated(date: Date): number {
  return Math.floor(date.getTime() / 1000) * 1000
}

function listOf(value: number | number[] | null | undefined): string | null {
  if (value === undefined || value === null) return null
  return Array.isArray(value) ? value.join(',') : String(value)
}

function weekdayOf(value: ByWeekday): Weekday | string {
  if (typeof value === 'number') return weekdays[value] ?? String(value)
  if (typeof value === 'string') return value
  const ordinal = value.n ?? 0
  return `${ordinal === 0 ? '' : ordinal}${weekdays[value.weekday] ?? value.weekday}`
}

function byDayOf(value: ByWeekday | ByWeekday[] | null | undefined): string | null {
  if (value === undefined || value === null) return null
  return (Array.isArray(value) ? value : [value]).map(weekdayOf).join(',')
}

function mutable(values: readonly number[] | null): number[] | null {
  return values === null ? null : [...values]
}

function untilOf(rule: Rule, zone: Zone): Date | null {
  if (rule.until === null) return null
  if (rule.until.form === 'utc') return new Date(zone.lastWallAt(rule.until.instant as Instant))
  return new Date(rule.until.form === 'date' ? rule.until.wall + 86_399_000 : rule.until.wall)
}
