/**
 * A rule and a start become a wall series: missing parts are taken from the start (RFC 5545 section 3.3.10), lists
 * become masks, and the cheapest of the three shapes of wall-series.ts is chosen.
 */
import { CalendarSeries } from './calendar-series.ts'
import { civilDate, civilMonth, civilOf, dayMs, weekdayOf } from './civil.ts'
import { DayFilter, type DayParts, monthBitsOf } from './day-filter.ts'
import {
  DayPeriods,
  MonthPeriods,
  PatternMaker,
  type Periods,
  WeekPeriods,
  WeekYearPeriods,
  YearPeriods,
} from './periods.ts'
import { type ByDay, type Rule, weekdays } from './rule.ts'
import { StrideSeries } from './stride-series.ts'
import { SubdailySeries } from './subdaily-series.ts'
import { chosenIndices, ListedTimes, ProductTimes, type TimesOfDay } from './times-of-day.ts'
import type { Wall } from './wall.ts'
import type { WallSeries } from './wall-series.ts'

/** The longest list of times a sub-daily rule may unfold to and be walked as a daily one. */
const unfoldedTimesMax = 4096
const smallProduct = 64

interface Start {
  readonly wall: Wall
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly ms: number
}

function startOf(wall: Wall): Start {
  const day = Math.floor(wall / dayMs)
  const ofDay = wall - day * dayMs
  return {
    wall,
    day,
    hour: Math.floor(ofDay / 3_600_000),
    minute: Math.floor(ofDay / 60_000) % 60,
    second: Math.floor(ofDay / 1000) % 60,
    ms: ofDay % 1000,
  }
}

/** BYSECOND=60 means the last second of the minute where there are no leap seconds (RFC 5545 section 3.3.12). */
function secondsOf(bySecond: readonly number[]): readonly number[] {
  if (bySecond[bySecond.length - 1] !== 60) return bySecond
  const seconds = bySecond.slice(0, -1)
  return seconds[seconds.length - 1] === 59 ? seconds : [...seconds, 59]
}

function timesOfDay(rule: Rule, start: Start): TimesOfDay {
  if (rule.byHour === null && rule.byMinute === null && rule.bySecond === null) {
    return new ListedTimes([start.wall - start.day * dayMs])
  }
  const hours = rule.byHour ?? [start.hour]
  const minutes = rule.byMinute ?? [start.minute]
  const seconds = rule.bySecond === null ? [start.second] : secondsOf(rule.bySecond)
  const times = new ProductTimes(hours, minutes, seconds, start.ms)
  return times.size <= smallProduct ? new ListedTimes(times.values) : times
}

function chooseTimes(times: TimesOfDay, positions: readonly number[] | null): TimesOfDay {
  if (positions === null) return times
  return new ListedTimes(chosenIndices(positions, times.size).map((i) => times.at(i)))
}

/** Compiles one rule. COUNT and UNTIL are left to the caller. */
export function compileSeries(rule: Rule, startWall: Wall): WallSeries {
  const start = startOf(startWall)
  switch (rule.frequency) {
    case 'YEARLY':
      return calendar(rule, start, yearly)
    case 'MONTHLY':
      return calendar(rule, start, monthly)
    case 'WEEKLY':
      return weekly(rule, start)
    case 'DAILY':
      return daily(rule, start)
    case 'HOURLY':
      return subdaily(rule, start, 3_600_000)
    case 'MINUTELY':
      return subdaily(rule, start, 60_000)
    case 'SECONDLY':
      return subdaily(rule, start, 1000)
  }
}

function calendar(
  rule: Rule,
  start: Start,
  periodsOf: (rule: Rule, start: Start, maker: PatternMaker) => Periods,
): WallSeries {
  const times = timesOfDay(rule, start)
  const maker = new PatternMaker(times, rule.bySetPos)
  return new CalendarSeries(periodsOf(rule, start, maker), rule.interval, times, start.wall)
}

function dayParts(rule: Rule): DayParts {
  const { byMonth, byMonthDay, byYearDay, byDay } = rule
  const inMonth = rule.frequency === 'MONTHLY' || byMonth !== null
  return { byMonth, byMonthDay, byYearDay, byDay, ordinalScope: inMonth ? 'month' : 'year' }
}

function startWeekday(start: Start): readonly ByDay[] {
  return [{ weekday: weekdays[weekdayOf(start.day)] ?? 'MO', ordinal: 0 }]
}

function yearly(rule: Rule, start: Start, maker: PatternMaker): Periods {
  const parts = dayParts(rule)
  const hasDays = parts.byDay !== null || parts.byMonthDay !== null || parts.byYearDay !== null
  if (rule.byWeekNo !== null) {
    const filter = new DayFilter(hasDays ? parts : { ...parts, byDay: startWeekday(start) })
    return new WeekYearPeriods(filter, maker, rule.byWeekNo, weekdays.indexOf(rule.weekStart))
  }
  if (hasDays) return new YearPeriods(new DayFilter(parts), maker)
  const civil = civilOf(start.day)
  const byMonth = parts.byMonth ?? [civilMonth(civil)]
  return new YearPeriods(new DayFilter({ ...parts, byMonth, byMonthDay: [civilDate(civil)] }), maker)
}

function monthly(rule: Rule, start: Start, maker: PatternMaker): Periods {
  const parts = dayParts(rule)
  const hasDays = parts.byDay !== null || parts.byMonthDay !== null
  const byMonthDay = hasDays ? parts.byMonthDay : [civilDate(civilOf(start.day))]
  return new MonthPeriods(new DayFilter({ ...parts, byMonthDay }), maker)
}

function weekdayMaskOf(byDay: readonly ByDay[]): number {
  let bits = 0
  for (let i = 0; i < byDay.length; i++) bits |= 1 << weekdays.indexOf((byDay[i] as ByDay).weekday)
  return bits
}

function weekly(rule: Rule, start: Start): WallSeries {
  const times = timesOfDay(rule, start)
  const weekdayMask = rule.byDay === null ? 1 << weekdayOf(start.day) : weekdayMaskOf(rule.byDay)
  const weekStart = weekdays.indexOf(rule.weekStart)
  const isOneDay = (weekdayMask & (weekdayMask - 1)) === 0
  if (isOneDay && times.size === 1 && rule.byMonth === null && rule.bySetPos === null) {
    return weeklyStride(rule.interval, start, times.at(0), 31 - Math.clz32(weekdayMask), weekStart)
  }
  const maker = new PatternMaker(times, rule.bySetPos)
  const monthMask = rule.byMonth === null ? 0xfff : monthBitsOf(rule.byMonth)
  const periods = new WeekPeriods(weekdayMask, monthMask, maker, weekStart)
  return new CalendarSeries(periods, rule.interval, times, start.wall)
}

/** One weekday at one time: from the start's week on, a plain stride. */
function weeklyStride(
  interval: number,
  start: Start,
  timeMs: number,
  weekday: number,
  weekStart: number,
): StrideSeries {
  const intoWeek = (weekdayOf(start.day) - weekStart + 7) % 7
  const day = start.day - intoWeek + ((weekday - weekStart + 7) % 7)
  const strideMs = interval * 7 * dayMs
  const first = day * dayMs + timeMs
  return new StrideSeries(first < start.wall ? first + strideMs : first, strideMs)
}

function daily(rule: Rule, start: Start): WallSeries {
  const times = chooseTimes(timesOfDay(rule, start), rule.bySetPos)
  const filtered = rule.byMonth !== null || rule.byMonthDay !== null || rule.byDay !== null
  return daysWithTimes(rule, filtered, rule.interval, times, start.wall)
}

/** Every `interval`-th day that passes the rule's day limits, with the given times. */
function daysWithTimes(
  rule: Rule,
  filtered: boolean,
  interval: number,
  times: TimesOfDay,
  start: Wall,
): WallSeries {
  const maker = new PatternMaker(times, null)
  if (filtered && interval === 1) {
    return new CalendarSeries(new YearPeriods(new DayFilter(dayParts(rule)), maker), 1, times, start)
  }
  if (filtered) {
    return new CalendarSeries(new DayPeriods(new DayFilter(dayParts(rule)), maker), interval, times, start)
  }
  if (times.size === 1) {
    const first = Math.floor(start / dayMs) * dayMs + times.at(0)
    return new StrideSeries(first < start ? first + interval * dayMs : first, interval * dayMs)
  }
  return new CalendarSeries(new DayPeriods(null, maker), interval, times, start)
}

const everyHour = range(24)
const everySixty = range(60)

function range(length: number): readonly number[] {
  return Object.freeze(Array.from({ length }, (_, i) => i))
}

function subdaily(rule: Rule, start: Start, unitMs: number): WallSeries {
  const inner = innerTimes(rule, start, unitMs)
  const filtered =
    rule.byMonth !== null || rule.byMonthDay !== null || rule.byYearDay !== null || rule.byDay !== null
  const units = allowedUnits(rule, unitMs)
  if (units === null && !filtered && inner.size === 1) {
    const first = Math.floor(start.wall / unitMs) * unitMs + inner.at(0)
    const strideMs = rule.interval * unitMs
    return new StrideSeries(first < start.wall ? first + strideMs : first, strideMs)
  }
  const perDay = dayMs / unitMs
  if (perDay % rule.interval === 0) {
    const times = unfold(units, inner, start, rule.interval, unitMs)
    if (times !== null) return daysWithTimes(rule, filtered, 1, times, start.wall)
  }
  return new SubdailySeries({
    unitMs,
    interval: rule.interval,
    start: start.wall,
    inner: inner.values,
    units,
    days: filtered ? new DayFilter(dayParts(rule)) : null,
  })
}

/** Instances within one unit: the parts below the frequency expand it, then BYSETPOS chooses among them. */
function innerTimes(rule: Rule, start: Start, unitMs: number): TimesOfDay {
  const minutes = unitMs === 3_600_000 ? (rule.byMinute ?? [start.minute]) : [0]
  const bySecond = rule.bySecond === null ? [start.second] : secondsOf(rule.bySecond)
  const seconds = unitMs === 1000 ? [0] : bySecond
  return chooseTimes(new ProductTimes([0], minutes, seconds, start.ms), rule.bySetPos)
}

/** A list that names everything limits nothing. */
function limiting(list: readonly number[] | null, all: number): readonly number[] | null {
  return list === null || list.length === all ? null : list
}

/** Units of the day that the parts at or above the frequency allow; null for all of them. */
function allowedUnits(rule: Rule, unitMs: number): Int32Array | null {
  const hours = limiting(rule.byHour, 24)
  const minutes = unitMs === 3_600_000 ? null : limiting(rule.byMinute, 60)
  const bySecond = unitMs === 1000 && rule.bySecond !== null ? secondsOf(rule.bySecond) : null
  const seconds = limiting(bySecond, 60)
  if (hours === null && minutes === null && seconds === null) return null
  const inHour = unitMs === 3_600_000 ? [0] : (minutes ?? everySixty)
  const inMinute = unitMs === 1000 ? (seconds ?? everySixty) : [0]
  const perHour = 3_600_000 / unitMs
  const perMinute = Math.max(1, 60_000 / unitMs)
  const units = new Int32Array((hours ?? everyHour).length * inHour.length * inMinute.length)
  let n = 0
  for (const hour of hours ?? everyHour) {
    for (const minute of inHour) {
      for (const second of inMinute) units[n++] = hour * perHour + minute * perMinute + second
    }
  }
  return units
}

/** When INTERVAL divides the day, every day has the same steps: a daily rule in all but name. */
function unfold(
  units: Int32Array | null,
  inner: TimesOfDay,
  start: Start,
  interval: number,
  unitMs: number,
): TimesOfDay | null {
  const phase = (((start.hour * 60 + start.minute) * 60 + start.second) * 1000) / unitMs
  const inPhase = Math.floor(phase) % interval
  const inStep = units?.filter((unit) => unit % interval === inPhase) ?? null
  const count = inStep?.length ?? dayMs / unitMs / interval
  if (count * inner.size > unfoldedTimesMax) return null
  const values: number[] = []
  for (let i = 0; i < count; i++) {
    const unit = inStep === null ? inPhase + i * interval : (inStep[i] as number)
    for (const ms of inner.values) values.push(unit * unitMs + ms)
  }
  return new ListedTimes(values)
}
