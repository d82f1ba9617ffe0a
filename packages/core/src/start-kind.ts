import { CoreError } from './errors.ts'
import type { Rule } from './rule.ts'
import { formatRule } from './rule-format.ts'

/**
 * What DTSTART is: a date, a local time without zone, a UTC time, or a local time in a zone.
 * @example
 * const kind: StartKind = parseICalendar('DTSTART:20260105T090000Z').startKind
 * kind // => 'utc'
 */
export type StartKind = 'date' | 'floating' | 'utc' | 'zoned'

const untilForms = {
  date: { form: 'date', expected: 'a date' },
  floating: { form: 'local', expected: 'a local time without Z' },
  utc: { form: 'utc', expected: 'a UTC time ending in Z' },
  zoned: { form: 'utc', expected: 'a UTC time ending in Z' },
} as const

/**
 * UNTIL has the value type of DTSTART, and is in UTC when DTSTART is in UTC or has a zone; a rule of a date has no
 * use for times of day (RFC 5545 section 3.3.10).
 * @throws CoreError `invalid_rule`
 */
export function checkUntilForm(rule: Rule, startKind: StartKind): void {
  const refuse = (part: string, value: string, reason: string): CoreError =>
    new CoreError('invalid_rule', `${part}=${value}: ${reason}`, { part, value, position: 0 })
  const { until, frequency } = rule
  const { form, expected } = untilForms[startKind]
  if (until !== null && until.form !== form) {
    const value = /UNTIL=([^;]*)/.exec(formatRule(rule))?.[1] ?? ''
    throw refuse('UNTIL', value, `expected ${expected} because the start is ${startKind}.`)
  }
  if (startKind === 'date' && ['HOURLY', 'MINUTELY', 'SECONDLY'].includes(frequency)) {
    throw refuse('FREQ', frequency, 'not allowed when the start is a date.')
  }
}

/** A rule for a start that is a date: BYHOUR, BYMINUTE and BYSECOND are ignored there (RFC 5545 section 3.3.10). */
export function withoutTimes(rule: Rule): Rule {
  if (rule.byHour === null && rule.byMinute === null && rule.bySecond === null) return rule
  return { ...rule, byHour: null, byMinute: null, bySecond: null }
}
