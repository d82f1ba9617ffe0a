/**
 * Rules that no date satisfies, whatever the start and INTERVAL: 30 February, the sixth Monday of a month, the second
 * of a set of one. What depends on the start is proved when there is one (rule-series.ts).
 */
import { daysInMonth } from './civil.ts'
import { DayFilter } from './day-filter.ts'
import type { Rule } from './rule.ts'
import { compileSeries } from './rule-compile.ts'
import type { Wall } from './wall.ts'

/** Monday, 1 January 2001, midnight: a start whose month, day and weekday every year and month has. */
const anyStart = 978_307_200_000 as Wall

/** A year of each kind: 28 years without a century hold all 14. */
const yearFrom = 2001
const yearTo = 2028
const leapYear = 2028

const partNames = {
  byMonth: 'BYMONTH',
  byWeekNo: 'BYWEEKNO',
  byYearDay: 'BYYEARDAY',
  byMonthDay: 'BYMONTHDAY',
  byDay: 'BYDAY',
  bySetPos: 'BYSETPOS',
} as const

type PartKey = keyof typeof partNames
const partKeys = Object.keys(partNames) as PartKey[]

/** The parts of a rule that exclude each other, in the order of the normal form; null when they do not. */
export function clashingParts(rule: Rule): readonly string[] | null {
  if (isSurelyPossible(rule) || !isImpossible(rule)) return null
  const guilty = partKeys.filter((key) => rule[key] !== null && !isImpossible({ ...rule, [key]: null }))
  const named = guilty.length > 0 ? guilty : partKeys.filter((key) => rule[key] !== null)
  return named.map((key) => partNames[key])
}

/**
 * Whether a glance shows that some date satisfies the rule: it does for all but odd ones. Only "yes" is certain; it
 * rests on every date, 29 February included, falling on every weekday, and on years of 53 weeks and of 366 days.
 */
export function isSurelyPossible(rule: Rule): boolean {
  return hasSurelyDays(rule) && (rule.bySetPos === null || reachesPosition(rule, rule.bySetPos))
}

function hasSurelyDays({ frequency, byMonth, byWeekNo, byYearDay, byMonthDay, byDay }: Rule): boolean {
  const hasOrdinals = byDay !== null && byDay[byDay.length - 1]?.ordinal !== 0
  if (byMonthDay !== null) {
    if (hasOrdinals || byYearDay !== null || byWeekNo !== null) return false
    return nearestToZero(byMonthDay) <= longestMonth(byMonth)
  }
  if (byYearDay !== null) return !hasOrdinals && byMonth === null && byWeekNo === null
  if (byWeekNo !== null) return byMonth === null
  if (!hasOrdinals) return true
  const ordinalMax = frequency === 'MONTHLY' || byMonth !== null ? 5 : 53
  return byDay.some(({ ordinal }) => Math.abs(ordinal) <= ordinalMax)
}

/** The least distance from zero: of a list of both signs, the number that is the easiest to reach. */
function nearestToZero(numbers: readonly number[]): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < numbers.length; i++) least = Math.min(least, Math.abs(numbers[i] as number))
  return least
}

/** Days of the longest of the months, in a leap year. */
function longestMonth(byMonth: readonly number[] | null): number {
  if (byMonth === null) return 31
  let longest = 0
  for (let i = 0; i < byMonth.length; i++) {
    longest = Math.max(longest, daysInMonth(leapYear, byMonth[i] as number))
  }
  return longest
}

/** Whether the set of a period that has days is large enough for a position of BYSETPOS. */
function reachesPosition(rule: Rule, bySetPos: readonly number[]): boolean {
  return nearestToZero(bySetPos) <= daysMin(rule) * timesMin(rule)
}

/** Days that the fullest period has at least, if it has any. */
function daysMin({ frequency, byMonthDay, byYearDay, byDay }: Rule): number {
  if (byDay === null || byMonthDay !== null || byYearDay !== null) return 1
  if (byDay[byDay.length - 1]?.ordinal !== 0) return 1
  if (frequency === 'WEEKLY') return byDay.length
  return frequency === 'MONTHLY' ? 4 * byDay.length : 1
}

/** Times a day, or a unit of a sub-daily rule, has at least: those of the parts below the frequency. */
function timesMin({ frequency, byHour, byMinute, bySecond }: Rule): number {
  if (frequency === 'SECONDLY') return 1
  // BYSECOND=60 is read as 59, which may be there already.
  const seconds = bySecond === null ? 1 : Math.max(1, bySecond.length - Number(bySecond.at(-1) === 60))
  if (frequency === 'MINUTELY') return seconds
  const inHour = (byMinute?.length ?? 1) * seconds
  return frequency === 'HOURLY' ? inHour : (byHour?.length ?? 1) * inHour
}

/** Whether no date satisfies the rule: a proof by all kinds of years, or by the whole calendar. */
export function isImpossible(rule: Rule): boolean {
  if (rule.bySetPos === null && rule.byWeekNo === null) return hasNoDay(rule)
  return compileSeries(sparest(rule), anyStart).isImpossible()
}

/** Days alone: nothing else can be impossible in a rule without BYSETPOS and BYWEEKNO. */
function hasNoDay({ frequency, byMonth, byMonthDay, byYearDay, byDay }: Rule): boolean {
  const inMonth = frequency === 'MONTHLY' || byMonth !== null
  const filter = new DayFilter({
    byMonth,
    byMonthDay,
    byYearDay,
    byDay,
    ordinalScope: inMonth ? 'month' : 'year',
  })
  for (let year = yearFrom; year <= yearTo; year++) {
    if (filter.yearMasks(year).some((mask) => mask !== 0)) return false
  }
  return true
}

/**
 * The rule with every period in phase, so that an instance anywhere is found; hours and smaller parts that only limit
 * a sub-daily rule are left out, and with BYWEEKNO a weekday that the start would give may be any.
 */
function sparest(rule: Rule): Rule {
  const { frequency, byWeekNo, byDay, byMonthDay, byYearDay } = rule
  const takesWeekday = byWeekNo !== null && byDay === null && byMonthDay === null && byYearDay === null
  const isSubdaily = frequency === 'HOURLY' || frequency === 'MINUTELY' || frequency === 'SECONDLY'
  return {
    ...rule,
    interval: 1,
    byDay: takesWeekday ? everyWeekday : byDay,
    byHour: isSubdaily ? null : rule.byHour,
    byMinute: frequency === 'MINUTELY' || frequency === 'SECONDLY' ? null : rule.byMinute,
    bySecond: frequency === 'SECONDLY' ? null : rule.bySecond,
  }
}

const everyWeekday = (['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const).map((weekday) => ({
  weekday,
  ordinal: 0,
}))
