import type { ByDay, Frequency, Rule, Until, Weekday } from './rule.ts'
import { formatWall, type Wall } from './wall.ts'

const weekdayNames: Readonly<Record<Weekday, string>> = {
  MO: 'Monday',
  TU: 'Tuesday',
  WE: 'Wednesday',
  TH: 'Thursday',
  FR: 'Friday',
  SA: 'Saturday',
  SU: 'Sunday',
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const

const unitNames: Readonly<Record<Frequency, string>> = {
  SECONDLY: 'second',
  MINUTELY: 'minute',
  HOURLY: 'hour',
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
}

function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

function nth(n: number): string {
  if (n === -1) return 'last'
  const size = Math.abs(n)
  const isTeen = size % 100 >= 11 && size % 100 <= 13
  const ordinal = `${size}${isTeen ? 'th' : (['th', 'st', 'nd', 'rd'][size % 10] ?? 'th')}`
  return n > 0 ? ordinal : `${ordinal} to last`
}

function two(n: number): string {
  return String(n).padStart(2, '0')
}

function describeDays(rule: Rule): string[] {
  const parts: string[] = []
  if (rule.byMonth !== null) parts.push(`in ${listed(rule.byMonth.map((m) => monthNames[m - 1] ?? ''))}`)
  if (rule.byWeekNo !== null) parts.push(`in the ${listed(rule.byWeekNo.map(nth))} week of the year`)
  if (rule.byYearDay !== null) parts.push(`on the ${listed(rule.byYearDay.map(nth))} day of the year`)
  if (rule.byMonthDay !== null) parts.push(`on the ${listed(rule.byMonthDay.map(nth))} day of the month`)
  if (rule.byDay !== null) parts.push(`on ${listed(rule.byDay.map((d) => describeWeekday(rule, d)))}`)
  return parts
}

function describeWeekday(rule: Rule, day: ByDay): string {
  const name = weekdayNames[day.weekday]
  if (day.ordinal === 0) return isWeekdayList(rule) ? name : `every ${name}`
  const scope = rule.frequency === 'MONTHLY' || rule.byMonth !== null ? 'month' : 'year'
  return `the ${nth(day.ordinal)} ${name} of the ${scope}`
}

function isWeekdayList(rule: Rule): boolean {
  return rule.byDay?.every((d) => d.ordinal === 0) ?? true
}

/** Clock times where hours and minutes are both named; otherwise each list by its name. */
function describeTimes(rule: Rule): string[] {
  const { byHour, byMinute, bySecond } = rule
  const isShort = byHour !== null && byMinute !== null && byHour.length * byMinute.length <= 12
  const below = rule.frequency === 'HOURLY' || rule.frequency === 'MINUTELY' || rule.frequency === 'SECONDLY'
  if (isShort && !below && bySecond === null) {
    return [`at ${listed(byHour.flatMap((h) => byMinute.map((m) => `${two(h)}:${two(m)}`)))}`]
  }
  const parts: string[] = []
  if (byHour !== null) parts.push(`at hour ${listed(byHour.map(String))}`)
  if (byMinute !== null) parts.push(`at minute ${listed(byMinute.map(String))}`)
  if (bySecond !== null) parts.push(`at second ${listed(bySecond.map(String))}`)
  return parts
}

function describeUntil(until: Until): string {
  if (until.form === 'date') return `until ${formatWall(until.wall).slice(0, 10)}`
  if (until.form === 'local') return `until ${formatWall(until.wall).replace('T', ' ')}`
  return `until ${formatWall(until.instant as number as Wall).replace('T', ' ')} UTC`
}

/**
 * The rule (RFC 5545 section 3.3.10) in plain English. Nothing is lost: two rules have the same description only when they have the same
 * normal form (`formatRule`). Parts the rule leaves to the start are not mentioned.
 * @example
 * describeRule(parseRule('FREQ=MONTHLY;BYDAY=-1FR;COUNT=6')) // => 'every month on the last Friday of the month, 6 times'
 */
export function describeRule(rule: Rule): string {
  const unit = unitNames[rule.frequency]
  const every = rule.interval === 1 ? `every ${unit}` : `every ${rule.interval} ${unit}s`
  const clauses = [[every, ...describeDays(rule), ...describeTimes(rule)].join(' ')]
  if (rule.bySetPos !== null)
    clauses.push(`only the ${listed(rule.bySetPos.map(nth))} of these in each ${unit}`)
  if (rule.weekStart !== 'MO') clauses.push(`weeks starting on ${weekdayNames[rule.weekStart]}`)
  if (rule.count !== null) clauses.push(rule.count === 1 ? 'once' : `${rule.count} times`)
  if (rule.until !== null) clauses.push(describeUntil(rule.until))
  return clauses.join(', ')
}
