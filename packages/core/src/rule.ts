import type { Instant } from './instant.ts'
import type { Wall } from './wall.ts'

/**
 * How often a rule steps: FREQ of RFC 5545 section 3.3.10.
 * @example
 * const frequency: Frequency = parseRule('FREQ=WEEKLY').frequency
 * frequency // => 'WEEKLY'
 */
export type Frequency = 'SECONDLY' | 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'

/**
 * A day of the week as BYDAY and WKST spell it: `weekday` of RFC 5545 section 3.3.10.
 * @example
 * const weekday: Weekday = parseRule('FREQ=WEEKLY;WKST=SU').weekStart
 * weekday // => 'SU'
 */
export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU'

export const weekdays: readonly Weekday[] = Object.freeze(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])

/**
 * One BYDAY value: every such weekday (ordinal 0) or the nth (1 to 53, -53 to -1 from the end) of the month or year.
 * @example
 * const [last]: readonly ByDay[] = parseRule('FREQ=MONTHLY;BYDAY=-1FR').byDay ?? []
 * last // => { weekday: 'FR', ordinal: -1 }
 */
export interface ByDay {
  readonly weekday: Weekday
  readonly ordinal: number
}

/**
 * UNTIL keeps the form it was written in; which form fits is decided against the start (RFC 5545 section 3.3.10).
 * @example
 * const until: Until | null = parseRule('FREQ=DAILY;UNTIL=20261231T225959Z').until
 * until // => { form: 'utc', instant: Date.UTC(2026, 11, 31, 22, 59, 59) }
 */
export type Until =
  | { readonly form: 'utc'; readonly instant: Instant }
  | { readonly form: 'local'; readonly wall: Wall }
  | { readonly form: 'date'; readonly wall: Wall }

/**
 * A recurrence rule (RFC 5545 section 3.3.10), frozen. A list is null when the part is absent; otherwise it is sorted, without duplicates,
 * positive values before negative ones.
 * @example
 * const rule: Rule = parseRule('FREQ=MONTHLY;BYMONTHDAY=15,1;INTERVAL=2')
 * rule.byMonthDay // => [1, 15]
 * rule.count // => null
 */
export interface Rule {
  readonly frequency: Frequency
  /** Every so many periods: 1 to 1,000,000. */
  readonly interval: number
  /** 1 to 1,000,000; never together with `until`. */
  readonly count: number | null
  readonly until: Until | null
  /** 0 to 60; 60 is read as 59. */
  readonly bySecond: readonly number[] | null
  /** 0 to 59. */
  readonly byMinute: readonly number[] | null
  /** 0 to 23. */
  readonly byHour: readonly number[] | null
  readonly byDay: readonly ByDay[] | null
  /** 1 to 31, or -31 to -1 from the end. */
  readonly byMonthDay: readonly number[] | null
  /** 1 to 366, or -366 to -1 from the end. */
  readonly byYearDay: readonly number[] | null
  /** 1 to 53, or -53 to -1 from the end; ISO 8601 weeks, beginning with `weekStart`. */
  readonly byWeekNo: readonly number[] | null
  /** 1 to 12. */
  readonly byMonth: readonly number[] | null
  /** 1 to 366, or -366 to -1 from the end of each period's set. */
  readonly bySetPos: readonly number[] | null
  readonly weekStart: Weekday
}
