/**
 * VTIMEZONE components (RFC 5545 section 3.6.5). A zone whose clocks change by one yearly pattern is written with two
 * yearly rules, which hold for ever; any other zone with one observance for each change of the next decades.
 */
import {
  civilDate,
  civilMonth,
  civilOf,
  civilYear,
  dayMs,
  daysInMonth,
  weekdayOf,
  yearStart,
} from './civil.ts'
import type { Instant } from './instant.ts'
import { weekdays } from './rule.ts'
import { formatBasicDateTime } from './rule-format.ts'
import type { Transition, Zone } from './zone.ts'
import { offsetAt, transitionsOfYear } from './zone-regimes.ts'

/** Every weekday meets every date in 28 years, so a pattern that holds that long shows all of its dates. */
const yearsLooked = 28

/** The lines of a zone's VTIMEZONE, right from the start of the year of `from` on; unfolded. */
export function timeZoneLines(zone: Zone, from: Instant): string[] {
  const year = civilYear(civilOf(Math.floor(from / dayMs)))
  const offset = offsetAt(zone, yearStart(year) * dayMs - 1)
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone.id}`,
    ...observance({ instant: -offset, offsetBefore: offset, offsetAfter: offset }, 'STANDARD', []),
    ...(zone.isFixed ? [] : changes(zone, year)),
    'END:VTIMEZONE',
  ]
}

type Change = Omit<Transition, 'instant'> & { readonly instant: number }

function changes(zone: Zone, year: number): string[] {
  const years = Array.from({ length: yearsLooked }, (_, i) => transitionsOfYear(zone, year + i))
  const first = years[0] as readonly Transition[]
  const patterns = first.map((_, slot) => yearlyPattern(years.map((transitions) => transitions[slot])))
  const isYearly =
    patterns.every((rule) => rule !== null) && years.every((changed) => changed.length === first.length)
  if (isYearly)
    return first.flatMap((change, slot) =>
      observance(change, kindOf(change), patterns[slot] as readonly string[]),
    )
  return years.flat().flatMap((change) => observance(change, kindOf(change), []))
}

function kindOf({ offsetBefore, offsetAfter }: Change): 'DAYLIGHT' | 'STANDARD' {
  return offsetAfter > offsetBefore ? 'DAYLIGHT' : 'STANDARD'
}

function observance(change: Change, kind: 'DAYLIGHT' | 'STANDARD', rule: readonly string[]): string[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${formatBasicDateTime(change.instant + change.offsetBefore)}`,
    `TZOFFSETFROM:${formatOffset(change.offsetBefore)}`,
    `TZOFFSETTO:${formatOffset(change.offsetAfter)}`,
    ...rule,
    `END:${kind}`,
  ]
}

/** The RRULE line of a change that comes each year on one weekday within seven dates of one month, or null. */
function yearlyPattern(each: readonly (Transition | undefined)[]): [string] | null {
  const keys = new Set<string>()
  const dates: number[] = []
  let day = 0
  for (const change of each) {
    if (change === undefined) return null
    const wall = change.instant + change.offsetBefore
    day = Math.floor(wall / dayMs)
    const civil = civilOf(day)
    dates.push(civilDate(civil))
    keys.add(
      [civilMonth(civil), weekdayOf(day), wall - day * dayMs, change.offsetBefore, change.offsetAfter].join(),
    )
  }
  const lowest = Math.min(...dates)
  if (keys.size !== 1 || Math.max(...dates) !== lowest + 6) return null
  const month = civilMonth(civilOf(day))
  return [`RRULE:FREQ=YEARLY;BYMONTH=${month};${byDay(weekdays[weekdayOf(day)] as string, month, lowest)}`]
}

/** The weekday within the seven dates from `lowest` on, by its ordinal where it has one: every client knows those. */
function byDay(weekday: string, month: number, lowest: number): string {
  if (month !== 2 && lowest === daysInMonth(2001, month) - 6) return `BYDAY=-1${weekday}`
  if (lowest % 7 === 1) return `BYDAY=${(lowest + 6) / 7}${weekday}`
  const dates = Array.from({ length: 7 }, (_, i) => lowest + i)
  return `BYMONTHDAY=${dates.join(',')};BYDAY=${weekday}`
}

/** `+0100`, `-0330`, and with seconds where there are any (RFC 5545 section 3.3.14). */
function formatOffset(offsetMs: number): string {
  const seconds = Math.round(Math.abs(offsetMs) / 1000)
  const two = (n: number): string => String(n).padStart(2, '0')
  const rest = seconds % 60 === 0 ? '' : two(seconds % 60)
  return `${offsetMs < 0 ? '-' : '+'}${two(Math.floor(seconds / 3600))}${two(Math.floor(seconds / 60) % 60)}${rest}`
}
