/**
 * The periods INTERVAL counts (years, week-years, months, weeks, days) as consecutive integers, and for each the
 * pattern of its instances. Patterns depend only on the kind of a period, so each kind is worked out once.
 */
import {
  civilMonth,
  civilOf,
  civilYear,
  cycleDays,
  cycleOrigin,
  cycleTables,
  daysBeforeMonth,
  isLeapYear,
  monthStart,
  weekdayOf,
  yearStart,
} from './civil.ts'
import type { DayFilter } from './day-filter.ts'
import { chosenIndices, ListedTimes, type TimesOfDay } from './times-of-day.ts'

/** The instances of one period: day offsets from the period's base day, each with times of day. */
export interface Pattern {
  readonly days: readonly number[]
  /** Times of each day; null when every day has the rule's own times. */
  readonly times: readonly TimesOfDay[] | null
  /** Number of instances, days times their times. */
  readonly size: number
}

export type PeriodUnit = 'year' | 'week-year' | 'month' | 'week' | 'day'

export interface Periods {
  readonly unit: PeriodUnit
  /** Periods in 400 years, after which the patterns repeat. */
  readonly perCycle: number
  /** Base day of the period `at` was last asked for. */
  readonly base: number
  indexOf(day: number): number
  at(index: number): Pattern
  /** Knows where the next period lies that can have an instance; null when periods have to be tried one by one. */
  readonly filter: DayFilter | null
}

/** Turns the days of a period into its pattern, choosing by BYSETPOS where the rule has it. */
export class PatternMaker {
  readonly #times: TimesOfDay
  readonly #positions: readonly number[] | null

  constructor(times: TimesOfDay, positions: readonly number[] | null) {
    this.#times = times
    this.#positions = positions
  }

  /** Days given as bits, for periods of up to 31: BYSETPOS among days of one time picks bits. */
  ofBits(bits: number): Pattern {
    if (this.#positions === null || this.#times.size !== 1) return this.of(daysOf(bits))
    const days = daysOf(chosenBits(this.#positions, bits))
    return { days, times: null, size: days.length }
  }

  of(days: readonly number[]): Pattern {
    if (this.#positions === null) {
      return { days, times: null, size: days.length * this.#times.size }
    }
    const perDay = this.#times.size
    const chosen = chosenIndices(this.#positions, days.length * perDay)
    if (perDay === 1) {
      return { days: chosen.map((index) => days[index] as number), times: null, size: chosen.length }
    }
    const chosenDays: number[] = []
    const chosenTimes: number[][] = []
    for (const index of chosen) {
      const day = days[Math.floor(index / perDay)] as number
      if (chosenDays[chosenDays.length - 1] !== day) {
        chosenDays.push(day)
        chosenTimes.push([])
      }
      chosenTimes[chosenTimes.length - 1]?.push(this.#times.at(index % perDay))
    }
    const times = chosenTimes.map((list) => new ListedTimes(list))
    return { days: chosenDays, times, size: chosen.length }
  }
}

const emptyPattern: Pattern = { days: [], times: null, size: 0 }

/** Days set in a month mask, each plus `offset`. */
function pushBits(out: number[], bits: number, offset: number): void {
  for (let rest = bits; rest !== 0; rest &= rest - 1) out.push(offset + 31 - Math.clz32(rest & -rest))
}

function daysOf(bits: number): number[] {
  const days: number[] = []
  pushBits(days, bits, 0)
  return days
}

/** BYSETPOS over the days of a mask: positive positions count from its lowest bit, negative ones from its highest. */
function chosenBits(positions: readonly number[], bits: number): number {
  let chosen = 0
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] as number
    let rest = bits
    if (position > 0) {
      for (let passed = 1; passed < position && rest !== 0; passed++) rest &= rest - 1
      chosen |= rest & -rest
    } else {
      for (let passed = -1; passed > position && rest !== 0; passed--) rest &= ~highestBit(rest)
      chosen |= highestBit(rest)
    }
  }
  return chosen
}

function highestBit(bits: number): number {
  return bits === 0 ? 0 : 1 << (31 - Math.clz32(bits))
}

/** Calendar years. Also serves DAILY rules with day filters, for which a year is just a convenient batch of days. */
export class YearPeriods implements Periods {
  readonly unit = 'year'
  readonly perCycle = 400
  readonly filter = null
  base = 0
  readonly #filter: DayFilter
  readonly #maker: PatternMaker
  readonly #tables = cycleTables()
  readonly #kinds: (Pattern | undefined)[] = []

  constructor(filter: DayFilter, maker: PatternMaker) {
    this.#filter = filter
    this.#maker = maker
  }

  indexOf(day: number): number {
    return civilYear(civilOf(day))
  }

  at(year: number): Pattern {
    const cycle = (year / 400) | 0
    const inCycle = year - cycle * 400
    this.base = (this.#tables.yearStarts[inCycle] as number) + cycle * cycleDays + cycleOrigin
    const ofYear = this.#tables.yearKinds[inCycle] as number
    const leap = ofYear >= 7
    const kind = this.#filter.hasWeekdays ? ofYear : Number(leap)
    return this.#kinds[kind] ?? this.#build(year, leap, kind)
  }

  #build(year: number, leap: boolean, kind: number): Pattern {
    const days: number[] = []
    const masks = this.#filter.yearMasks(year)
    for (let m = 0; m < 12; m++) {
      const bits = masks[m] as number
      if (bits !== 0) pushBits(days, bits, daysBeforeMonth(m, leap))
    }
    const pattern = this.#maker.of(days)
    this.#kinds[kind] = pattern
    return pattern
  }
}

/**
 * Years made of whole weeks, for BYWEEKNO: week 1 is the first with at least four days in the calendar year
 * (RFC 5545 section 3.3.10, ISO 8601 with WKST). INTERVAL counts them too, so that a week that begins in December
 * belongs to the year it is numbered in.
 */
export class WeekYearPeriods implements Periods {
  readonly unit = 'week-year'
  readonly perCycle = 400
  readonly filter = null
  base = 0
  readonly #filter: DayFilter
  readonly #maker: PatternMaker
  readonly #weekNumbers: readonly number[]
  readonly #weekStart: number
  readonly #kinds: (Pattern | undefined)[] = []

  constructor(filter: DayFilter, maker: PatternMaker, weekNumbers: readonly number[], weekStart: number) {
    this.#filter = filter
    this.#maker = maker
    this.#weekNumbers = weekNumbers
    this.#weekStart = weekStart
  }

  indexOf(day: number): number {
    const year = civilYear(civilOf(day))
    if (day >= this.#firstDay(year + 1)) return year + 1
    return day < this.#firstDay(year) ? year - 1 : year
  }

  /** Weekdays alone lie alike in all years of as many weeks; months and dates have 56 ways to lie in them. */
  at(year: number): Pattern {
    const start = yearStart(year)
    const intoWeek = this.#intoWeek(start)
    this.base = start - intoWeek + (intoWeek > 3 ? 7 : 0)
    const weeks = intoWeek === 3 || (intoWeek === 2 && isLeapYear(year)) ? 53 : 52
    const kind = this.#filter.isOfWeekdays ? weeks - 52 : leapsAround(year) * 7 + intoWeek
    return this.#kinds[kind] ?? this.#build(weeks, kind)
  }

  /** Days from the beginning of its week to a day. */
  #intoWeek(day: number): number {
    return (weekdayOf(day) - this.#weekStart + 7) % 7
  }

  /** First day of week 1: the week that holds 4 January. */
  #firstDay(year: number): number {
    const fourth = yearStart(year) + 3
    return fourth - this.#intoWeek(fourth)
  }

  #build(weeks: number, kind: number): Pattern {
    const days: number[] = []
    for (const week of chosenIndices(this.#weekNumbers, weeks)) pushBits(days, this.#daysIn(week), week * 7)
    const pattern = this.#maker.of(days)
    this.#kinds[kind] = pattern
    return pattern
  }

  /** Seven bits, one for each day of a week of the year at `base`. */
  #daysIn(week: number): number {
    const { isOfWeekdays, weekdayMask } = this.#filter
    if (isOfWeekdays) return daysFrom(this.#weekStart, weekdayMask)
    let bits = 0
    for (let i = 0; i < 7; i++) if (this.#filter.has(this.base + week * 7 + i)) bits |= 1 << i
    return bits
  }
}

/** Which of a year and its neighbours are leap years, as bits. */
function leapsAround(year: number): number {
  return (isLeapYear(year) ? 1 : 0) + (isLeapYear(year - 1) ? 2 : 0) + (isLeapYear(year + 1) ? 4 : 0)
}

/** Calendar months, counted as year * 12 + month - 1. */
export class MonthPeriods implements Periods {
  readonly unit = 'month'
  readonly perCycle = 4800
  readonly filter = null
  base = 0
  readonly #filter: DayFilter
  readonly #maker: PatternMaker
  readonly #tables = cycleTables()
  readonly #kinds: (Pattern | undefined)[] = []

  constructor(filter: DayFilter, maker: PatternMaker) {
    this.#filter = filter
    this.#maker = maker
  }

  indexOf(day: number): number {
    const civil = civilOf(day)
    return civilYear(civil) * 12 + civilMonth(civil) - 1
  }

  at(index: number): Pattern {
    const { monthMask } = this.#filter
    if (monthMask !== 0xfff && ((monthMask >> (index % 12)) & 1) === 0) return emptyPattern
    const cycle = (index / 4800) | 0
    const inCycle = index - cycle * 4800
    this.base = (this.#tables.monthStarts[inCycle] as number) + cycle * cycleDays + cycleOrigin
    const ofMonth = this.#tables.monthKinds[inCycle] as number
    const length = 28 + ((ofMonth / 7) | 0)
    const kind = this.#filter.hasWeekdays ? ofMonth : length - 28
    return this.#kinds[kind] ?? this.#build(length, ofMonth % 7, kind)
  }

  #build(length: number, firstWeekday: number, kind: number): Pattern {
    const pattern = this.#maker.ofBits(this.#filter.monthBits(length, firstWeekday))
    this.#kinds[kind] = pattern
    return pattern
  }
}

/** Seven bits, one for each day of a week that begins on `weekStart`, from bits that begin on Monday. */
function daysFrom(weekStart: number, weekdayMask: number): number {
  return ((weekdayMask >> weekStart) | (weekdayMask << (7 - weekStart))) & 127
}

/** Weeks from `weekStart` on; a week that straddles months keeps only the days BYMONTH allows. */
export class WeekPeriods implements Periods {
  readonly unit = 'week'
  readonly perCycle = 20_871
  readonly filter = null
  base = 0
  readonly #monthMask: number
  readonly #weekdayMask: number
  readonly #maker: PatternMaker
  readonly #weekStart: number
  #whole: Pattern | null = null
  /** Patterns of weeks that straddle months, by the days they keep. */
  readonly #parts: (Pattern | undefined)[] = []

  /** `weekdayMask` and `monthMask` have bit 0 for Monday and January. */
  constructor(weekdayMask: number, monthMask: number, maker: PatternMaker, weekStart: number) {
    this.#weekdayMask = weekdayMask
    this.#monthMask = monthMask
    this.#maker = maker
    this.#weekStart = weekStart
  }

  indexOf(day: number): number {
    return Math.floor((day + 3 - this.#weekStart) / 7)
  }

  at(index: number): Pattern {
    this.base = index * 7 - 3 + this.#weekStart
    const days = this.#monthMask === 0xfff ? 127 : this.#daysInMonths(this.base)
    if (days === 127) {
      this.#whole ??= this.#build(days)
      return this.#whole
    }
    return days === 0 ? emptyPattern : (this.#parts[days] ?? this.#buildPart(days))
  }

  /** Seven bits, one for each day of the week whose month is allowed. */
  #daysInMonths(base: number): number {
    const civil = civilOf(base)
    const monthIndex = civilYear(civil) * 12 + civilMonth(civil) - 1
    const left = monthStart(monthIndex + 1) - base
    const before = (this.#monthMask >> (monthIndex % 12)) & 1 ? 127 : 0
    if (left >= 7) return before
    const after = (this.#monthMask >> ((monthIndex + 1) % 12)) & 1 ? 127 : 0
    const mask = (1 << left) - 1
    return (before & mask) | (after & ~mask & 127)
  }

  #build(allowed: number): Pattern {
    return this.#maker.ofBits(allowed & daysFrom(this.#weekStart, this.#weekdayMask))
  }

  #buildPart(allowed: number): Pattern {
    const pattern = this.#build(allowed)
    this.#parts[allowed] = pattern
    return pattern
  }
}

/** Single days, for DAILY; a filter lets the walk jump over the days it excludes. */
export class DayPeriods implements Periods {
  readonly unit = 'day'
  readonly perCycle = 146_097
  base = 0
  readonly filter: DayFilter | null
  readonly #one: Pattern

  constructor(filter: DayFilter | null, maker: PatternMaker) {
    this.filter = filter
    this.#one = maker.of([0])
  }

  indexOf(day: number): number {
    return day
  }

  at(day: number): Pattern {
    this.base = day
    return this.filter === null || this.filter.has(day) ? this.#one : emptyPattern
  }
}
