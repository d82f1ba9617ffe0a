import type { Instant } from './instant.ts'
import type { Wall } from './wall.ts'

/** RFC 5545 section 3.3.10 FREQ. */
export type Frequency = 'SECONDLY' | 'MINUTELY' | 'HOURLY' | 'DAILY' | 'WEEKLY' | 'MONTHLY' | 'YEARLY'

/** RFC 5545 section 3.3.10 weekday. */
export type Weekday = 'MO' | 'TU' | 'WE' | 'TH' | 'FR' | 'SA' | 'SU'

export const weekdays: readonly Weekday[] = Object.freeze(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'])

/** One BYDAY value: every such weekday (ordinal 0) or the nth (from the end when negative) of the month or year. */
export interface ByDay {
  readonly weekday: Weekday
  readonly ordinal: number
}

/** UNTIL keeps the form it was written in; which form fits is decided against the start (RFC 5545 section 3.3.10). */
export type Until =
  | { readonly form: 'utc'; readonly instant: Instant }
  | { readonly form: 'local'; readonly wall: Wall }
  | { readonly form: 'date'; readonly wall: Wall }

/**
 * A recurrence rule, frozen. A list is null when the part is absent; otherwise it is sorted, without duplicates,
 * positive values before negative ones.
 */
export interface Rule {
  readonly frequency: Frequency
  readonly interval: number
  readonly count: number | null
  readonly until: Until | null
  readonly bySecond: readonly number[] | null
  readonly byMinute: readonly number[] | null
  readonly byHour: readonly number[] | null
  readonly byDay: readonly ByDay[] | null
  readonly byMonthDay: readonly number[] | null
  readonly byYearDay: readonly number[] | null
  readonly byWeekNo: readonly number[] | null
  readonly byMonth: readonly number[] | null
  readonly bySetPos: readonly number[] | null
  readonly weekStart: Weekday
}
