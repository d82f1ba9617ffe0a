import { civilDate, civilMonth, civilOf, civilYear, dayMs } from './civil.ts'
import type { Rule, Until } from './rule.ts'

/** Day and time digits of iCalendar: `20261231` or `20261231T235959`. Milliseconds have no place there. */
export function formatBasicDate(ms: number): string {
  const civil = civilOf(Math.floor(ms / dayMs))
  const digits = civilYear(civil) * 10_000 + civilMonth(civil) * 100 + civilDate(civil)
  return String(digits).padStart(8, '0')
}

export function formatBasicDateTime(ms: number): string {
  const seconds = Math.floor((ms - Math.floor(ms / dayMs) * dayMs) / 1000)
  const digits = Math.floor(seconds / 3600) * 10_000 + (Math.floor(seconds / 60) % 60) * 100 + (seconds % 60)
  return `${formatBasicDate(ms)}T${String(digits).padStart(6, '0')}`
}

function formatUntil(until: Until): string {
  if (until.form === 'utc') return `${formatBasicDateTime(until.instant)}Z`
  return until.form === 'date' ? formatBasicDate(until.wall) : formatBasicDateTime(until.wall)
}

/**
 * The normal form of a rule (RRULE of RFC 5545 section 3.3.10): parts in a fixed order, lists sorted, defaults (INTERVAL=1, WKST=MO) left out.
 * Rules that `parseRule` reads as equal have equal normal forms, and `parseRule(formatRule(rule))` equals `rule`.
 * @example
 * formatRule(parseRule('COUNT=3;BYDAY=WE,MO;WKST=MO;FREQ=WEEKLY')) // => 'FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE'
 */
export function formatRule(rule: Rule): string {
  const parts = [`FREQ=${rule.frequency}`]
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`)
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`)
  if (rule.until !== null) parts.push(`UNTIL=${formatUntil(rule.until)}`)
  const list = (name: string, values: readonly number[] | null): void => {
    if (values !== null) parts.push(`${name}=${values.join(',')}`)
  }
  list('BYMONTH', rule.byMonth)
  list('BYWEEKNO', rule.byWeekNo)
  list('BYYEARDAY', rule.byYearDay)
  list('BYMONTHDAY', rule.byMonthDay)
  if (rule.byDay !== null) {
    parts.push(`BYDAY=${rule.byDay.map((d) => `${d.ordinal === 0 ? '' : d.ordinal}${d.weekday}`).join(',')}`)
  }
  list('BYHOUR', rule.byHour)
  list('BYMINUTE', rule.byMinute)
  list('BYSECOND', rule.bySecond)
  list('BYSETPOS', rule.bySetPos)
  if (rule.weekStart !== 'MO') parts.push(`WKST=${rule.weekStart}`)
  return parts.join(';')
}
