/**
 * RFC 5545 section 3.3.10 read as literally as possible, for tests only: every period is written out, every day and
 * second in it is tried against every part, nothing is precomputed and nothing is skipped.
 */
import type { ByDay, Rule } from './rule.ts'
import { weekdays } from './rule.ts'

const dayMs = 86_400_000

interface Day {
  readonly number: number
  readonly year: number
  readonly month: number
  readonly date: number
  readonly monthLength: number
  readonly yearDay: number
  readonly yearLength: number
  readonly weekday: number
}

function dayNumber(year: number, month: number, date: number): number {
  const d = new Date(0)
  d.setUTCFullYear(year, month - 1, date)
  return d.getTime() / dayMs
}

function dayOf(number: number): Day {
  const d = new Date(number * dayMs)
  const year = d.getUTCFullYear()
  const month = d.getUTCMonth() + 1
  return {
    number,
    year,
    month,
    date: d.getUTCDate(),
    monthLength: dayNumber(year, month + 1, 1) - dayNumber(year, month, 1),
    yearDay: number - dayNumber(year, 1, 1) + 1,
    yearLength: dayNumber(year + 1, 1, 1) - dayNumber(year, 1, 1),
    weekday: (d.getUTCDay() + 6) % 7,
  }
}

/** First day of week 1 of a week-numbering year. */
function weekOne(year: number, weekStart: number): number {
  let day = dayNumber(year, 1, 4)
  while (dayOf(day).weekday !== weekStart) day--
  return day
}

function weekYearOf(day: Day, weekStart: number): number {
  for (const year of [day.year + 1, day.year]) if (day.number >= weekOne(year, weekStart)) return year
  return day.year - 1
}

function weekNumbers(day: Day, weekStart: number): [number, number] {
  const year = weekYearOf(day, weekStart)
  const first = weekOne(year, weekStart)
  const weeks = (weekOne(year + 1, weekStart) - first) / 7
  const week = Math.floor((day.number - first) / 7) + 1
  return [week, week - weeks - 1]
}

function matchesByDay(rule: Rule, day: Day, byDay: ByDay): boolean {
  if (weekdays[day.weekday] !== byDay.weekday) return false
  if (byDay.ordinal === 0) return true
  const inMonth = rule.frequency === 'MONTHLY' || rule.byMonth !== null
  const position = inMonth ? day.date : day.yearDay
  const length = inMonth ? day.monthLength : day.yearLength
  const nth = byDay.ordinal > 0 ? Math.ceil(position / 7) : -Math.ceil((length - position + 1) / 7)
  return nth === byDay.ordinal
}

function matchesDay(rule: Rule, start: Day, day: Day): boolean {
  const weekStart = weekdays.indexOf(rule.weekStart)
  const has = (list: readonly number[] | null, ...values: number[]): boolean =>
    list === null || values.some((v) => list.includes(v))
  if (!has(rule.byMonth, day.month)) return false
  if (!has(rule.byMonthDay, day.date, day.date - day.monthLength - 1)) return false
  if (!has(rule.byYearDay, day.yearDay, day.yearDay - day.yearLength - 1)) return false
  if (rule.byWeekNo !== null && !has(rule.byWeekNo, ...weekNumbers(day, weekStart))) return false
  if (rule.byDay !== null) return rule.byDay.some((d) => matchesByDay(rule, day, d))
  if (rule.byMonthDay !== null || rule.byYearDay !== null) return true
  if (rule.frequency === 'WEEKLY' || rule.byWeekNo !== null) return day.weekday === start.weekday
  if (rule.frequency === 'MONTHLY') return day.date === start.date
  if (rule.frequency !== 'YEARLY') return true
  return day.date === start.date && (rule.byMonth !== null || day.month === start.month)
}

/** Number of the period, in units of the frequency, that a second belongs to. */
function periodOf(rule: Rule, day: Day, second: number): number {
  const weekStart = weekdays.indexOf(rule.weekStart)
  switch (rule.frequency) {
    case 'YEARLY':
      return rule.byWeekNo === null ? day.year : weekYearOf(day, weekStart)
    case 'MONTHLY':
      return day.year * 12 + day.month
    case 'WEEKLY':
      return Math.floor((day.number + 3 - weekStart) / 7)
    case 'DAILY':
      return day.number
    case 'HOURLY':
      return day.number * 24 + Math.floor(second / 3600)
    case 'MINUTELY':
      return day.number * 1440 + Math.floor(second / 60)
    case 'SECONDLY':
      return day.number * 86_400 + second
  }
}

function secondsOfDay(rule: Rule, startSecond: number): number[] {
  const rank = ['SECONDLY', 'MINUTELY', 'HOURLY'].indexOf(rule.frequency)
  const bySecond = rule.bySecond?.map((s) => Math.min(s, 59)) ?? (rank === 0 ? null : [startSecond % 60])
  const byMinute = rule.byMinute ?? (rank === 0 || rank === 1 ? null : [Math.floor(startSecond / 60) % 60])
  const byHour = rule.byHour ?? (rank >= 0 ? null : [Math.floor(startSecond / 3600)])
  const found: number[] = []
  for (let second = 0; second < 86_400; second++) {
    if (bySecond !== null && !bySecond.includes(second % 60)) continue
    if (byMinute !== null && !byMinute.includes(Math.floor(second / 60) % 60)) continue
    if (byHour !== null && !byHour.includes(Math.floor(second / 3600))) continue
    found.push(second)
  }
  return found
}

/** Days beyond either end that may belong to the first or last period. */
const marginDays = {
  YEARLY: 370,
  MONTHLY: 31,
  WEEKLY: 7,
  DAILY: 0,
  HOURLY: 0,
  MINUTELY: 0,
  SECONDLY: 0,
} as const

/** Nominal starts of the rule on the days up to `lastDay`, without UNTIL, at most COUNT; start must have no ms. */
export function naiveExpansion(rule: Rule, startWall: number, lastDay: number): number[] {
  const start = dayOf(Math.floor(startWall / dayMs))
  const startSecond = (startWall - start.number * dayMs) / 1000
  const origin = periodOf(rule, start, startSecond)
  const seconds = secondsOfDay(rule, startSecond)
  const periods = new Map<number, number[]>()
  const margin = marginDays[rule.frequency]
  for (let number = start.number - margin; number <= lastDay + margin; number++) {
    const day = dayOf(number)
    if (!matchesDay(rule, start, day)) continue
    for (const second of seconds) {
      const period = periodOf(rule, day, second)
      if (period < origin || (period - origin) % rule.interval !== 0) continue
      const list = periods.get(period)
      if (list === undefined) periods.set(period, [number * dayMs + second * 1000])
      else list.push(number * dayMs + second * 1000)
    }
  }
  const found: number[] = []
  for (const set of periods.values()) {
    const chosen = rule.bySetPos?.map((p) => set[p > 0 ? p - 1 : set.length + p]) ?? set
    for (const wall of new Set(chosen)) {
      if (wall !== undefined && wall >= startWall && wall < (lastDay + 1) * dayMs) found.push(wall)
    }
  }
  found.sort((a, b) => a - b)
  return rule.count === null ? found : found.slice(0, rule.count)
}
