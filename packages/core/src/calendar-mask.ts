/**
 * The calendar side of a rule's coarse shape: which months, days of the month and periods its days can fall in.
 * A superset, used only to prove that two rules never share a day: the 15th against the 20th, summer against
 * winter, the first Monday against the third, even against odd years.
 */
import { CalendarSeries } from './calendar-series.ts'
import { allMonths, civilDate, civilMonth, civilOf, dayMs, yearStart } from './civil.ts'
import { gcd } from './congruence.ts'
import type { Periods } from './periods.ts'
import type { ByDay, Rule } from './rule.ts'
import type { RuleSeries } from './rule-series.ts'
import { spendSteps } from './work-budget.ts'

export interface CalendarMask {
  /** Bit 0 for January. */
  readonly months: number
  /** Bit 0 for the first of the month. */
  readonly monthDays: number
  /** Every `interval`-th month or year, counted from the period `origin`. */
  readonly unit: 'month' | 'year' | 'other'
  readonly interval: number
  readonly origin: number
  /** First and last time of day, ms after midnight. */
  readonly timeMinMs: number
  readonly timeMaxMs: number
}

/** What two masks have not in common. */
export type MaskGap = 'months' | 'days of the month' | 'years'

const allDays = 0x7fffffff

/** The mask of a rule with calendar days; null for rules that only step. */
export function calendarMaskOf({ walls, rule, start }: RuleSeries): CalendarMask | null {
  if (!(walls instanceof CalendarSeries)) return null
  const { unit } = walls.periods
  const civil = civilOf(Math.floor(start / dayMs))
  const isStartDate = takesStartDate(rule)
  const chosen = rule.bySetPos === null ? everyDate : chosenDates(walls.periods)
  return {
    months: monthsOf(rule, walls, isStartDate ? 1 << (civilMonth(civil) - 1) : allMonths) & chosen.months,
    monthDays: (isStartDate ? 1 << (civilDate(civil) - 1) : monthDaysOf(rule)) & chosen.monthDays,
    unit: unit === 'month' || (unit === 'year' && rule.frequency === 'YEARLY') ? unit : 'other',
    interval: walls.interval,
    origin: walls.origin,
    timeMinMs: walls.times.at(0),
    timeMaxMs: walls.times.at(walls.times.size - 1),
  }
}

/** Looking at a date takes a fraction of the time of a step. */
const datesPerStep = 4

const everyDate = { months: allMonths, monthDays: allDays }

/** 28 years in a row without a century have months and years of every kind, and of each kind all are alike. */
const kindsFrom = yearStart(2001)
const kindsTo = yearStart(2029) - 1

/** On which dates days lie that BYSETPOS chooses; weeks have no dates of their own, and may choose any. */
function chosenDates(periods: Periods): typeof everyDate {
  if (periods.unit === 'week' || periods.unit === 'day') return everyDate
  let months = 0
  let monthDays = 0
  const last = periods.indexOf(kindsTo)
  for (let index = periods.indexOf(kindsFrom); index <= last; index++) {
    const { days } = periods.at(index)
    spendSteps((1 + days.length) / datesPerStep)
    for (const day of days) {
      const civil = civilOf(periods.base + day)
      months |= 1 << (civilMonth(civil) - 1)
      monthDays |= 1 << (civilDate(civil) - 1)
    }
  }
  return { months, monthDays }
}

/** Beyond this many days apart the masks of days and months say nothing. */
const reachDaysMax = 13

/**
 * What keeps occurrences of two rules from ever overlapping, or null when the calendar does not. Times of day and
 * durations tell how many days apart the starts of overlapping occurrences can lie; a's days are widened by that.
 * @param shiftMs added to b's walls to read them on a's clock
 */
export function maskGap(
  a: CalendarMask | null,
  aMs: number,
  b: CalendarMask | null,
  bMs: number,
  shiftMs: number,
): MaskGap | null {
  if (a === null || b === null) return null
  const low = Math.floor((a.timeMinMs - b.timeMaxMs - shiftMs - bMs) / dayMs) + 1
  const high = Math.ceil((a.timeMaxMs - b.timeMinMs - shiftMs + aMs) / dayMs) - 1
  if (low < -reachDaysMax || high > reachDaysMax) return null
  if ((monthsWithin(a.months, low, high) & b.months) === 0) return 'months'
  if ((daysWithin(a.monthDays, low, high) & b.monthDays) === 0) return 'days of the month'
  if (low !== 0 || high !== 0 || a.unit === 'other' || a.unit !== b.unit) return null
  if ((a.origin - b.origin) % gcd(a.interval, b.interval) === 0) return null
  return a.unit === 'month' ? 'months' : 'years'
}

/** The months of days that lie `low` to `high` days after a day of one of `months`. */
function monthsWithin(months: number, low: number, high: number): number {
  const later = high > 0 ? ((months << 1) | (months >> 11)) & allMonths : 0
  const earlier = low < 0 ? (months >> 1) | ((months & 1) << 11) : 0
  return months | later | earlier
}

/**
 * The days of the month `low` to `high` days after one of `monthDays`, whatever the length of the months: a month that
 * has the day is at least as long.
 */
function daysWithin(monthDays: number, low: number, high: number): number {
  if (monthDays === allDays) return allDays
  let within = 0
  for (let day = 1; day <= 31; day++) {
    if (((monthDays >> (day - 1)) & 1) === 0) continue
    within |= bits(day + low, day + high)
    within |= bits(day + low - 31, day + high - Math.max(day, 28))
    if (day + low < 1) within |= bits(28 + day + low, 31 + Math.min(day + high, 0))
  }
  return within
}

/** Whether the rule takes its day of the month (and YEARLY its month) from the start: RFC 5545 section 3.3.10. */
function takesStartDate(rule: Rule): boolean {
  if (rule.byDay !== null || rule.byMonthDay !== null) return false
  if (rule.frequency === 'MONTHLY') return true
  return rule.frequency === 'YEARLY' && rule.byYearDay === null && rule.byWeekNo === null
}

function monthsOf(rule: Rule, walls: CalendarSeries, startMonth: number): number {
  if (rule.byMonth !== null) return rule.byMonth.reduce((bits, month) => bits | (1 << (month - 1)), 0)
  if (rule.frequency === 'YEARLY') return startMonth
  if (rule.frequency !== 'MONTHLY') return allMonths
  const step = gcd(walls.interval, 12)
  let months = 0
  for (let month = 0; month < 12; month++) {
    if ((month - walls.origin) % step === 0) months |= 1 << month
  }
  return months
}

function monthDaysOf(rule: Rule): number {
  const listed =
    rule.byMonthDay === null ? allDays : rule.byMonthDay.reduce((bits, n) => bits | monthDay(n), 0)
  const isInMonth = rule.frequency === 'MONTHLY' || (rule.frequency === 'YEARLY' && rule.byMonth !== null)
  if (rule.byDay === null || !isInMonth) return listed
  return listed & rule.byDay.reduce((bits, day) => bits | nthWeek(day), 0)
}

/** BYMONTHDAY=-n is one of four days, by the length of the month. */
function monthDay(n: number): number {
  return n > 0 ? bits(n, n) : bits(28 + n + 1, 31 + n + 1)
}

/** The nth weekday of a month lies in its nth stretch of seven days, counted from either end. */
function nthWeek({ ordinal }: ByDay): number {
  if (ordinal === 0) return allDays
  return ordinal > 0 ? bits(7 * ordinal - 6, 7 * ordinal) : bits(28 + 7 * ordinal + 1, 31 + 7 * (ordinal + 1))
}

/** Days of the month from `first` to `last`, as far as they exist. */
function bits(first: number, last: number): number {
  let mask = 0
  for (let day = Math.max(first, 1); day <= Math.min(last, 31); day++) mask |= 1 << (day - 1)
  return mask
}
