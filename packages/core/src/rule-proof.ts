/**
 * Rules that no date satisfies, whatever the start and INTERVAL: 30 February, the sixth Monday of a month, the second
 * of a set of one. What depends on the start is proved when there is one (rule-series.ts).
 */
import { DayFilter } from './day-filter.ts'
import type { Rule } from './rule.ts'
import { compileSeries } from './rule-compile.ts'
import type { Wall } from './wall.ts'

/** Monday, 1 January 2001, midnight: a start whose month, day and weekday every year and month has. */
const anyStart = 978_307_200_000 as Wall

/** A year of each kind: 28 years without a century hold all 14. */
const yearFrom = 2001
const yearTo = 2028

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
  if (!isSuspect(rule) || !isImpossible(rule)) return null
  const guilty = partKeys.filter((key) => rule[key] !== null && !isImpossible({ ...rule, [key]: null }))
  const named = guilty.length > 0 ? guilty : partKeys.filter((key) => rule[key] !== null)
  return named.map((key) => partNames[key])
}

/** Whether the parts of a rule are of a kind that can exclude each other: most rules are not worth a proof. */
function isSuspect({ bySetPos, byWeekNo, byYearDay, byMonthDay, byMonth, byDay }: Rule): boolean {
  if (bySetPos !== null || byWeekNo !== null) return true
  const hasOrdinal = byDay !== null && byDay[byDay.length - 1]?.ordinal !== 0
  if (hasOrdinal) return true
  const isLimited = byMonth !== null || byDay !== null
  if (byYearDay !== null) return isLimited || byMonthDay !== null
  return byMonthDay !== null && isLimited && (byDay !== null || !hasEveryMonth(byMonthDay))
}

/** Whether some of the days is one that every month has. */
function hasEveryMonth(byMonthDay: readonly number[]): boolean {
  return byMonthDay.some((day) => Math.abs(day) <= 28)
}

function isImpossible(rule: Rule): boolean {
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
