/**
 * Which days a rule's BYMONTH, BYMONTHDAY, BYYEARDAY and BYDAY allow, as bit masks: one 31-bit integer a month,
 * twelve a year. There are 14 kinds of year (leap or not, weekday of 1 January), each worked out once when met.
 *
 * The lists of a rule are frozen, and the engine has no fast `for...of` for those: they are read by index, here and
 * wherever a rule is compiled.
 */
import {
  civilDate,
  civilMonth,
  civilOf,
  civilYear,
  daysBeforeMonth,
  isLeapYear,
  weekdayOf,
  yearStart,
} from './civil.ts'
import { DayBits } from './day-bits.ts'
import type { ByDay } from './rule.ts'
import { weekdays } from './rule.ts'

export interface DayParts {
  readonly byMonth: readonly number[] | null
  readonly byMonthDay: readonly number[] | null
  readonly byYearDay: readonly number[] | null
  readonly byDay: readonly ByDay[] | null
  /** What an ordinal of BYDAY counts in: RFC 5545 section 3.3.10, note 2 of the table. */
  readonly ordinalScope: 'month' | 'year'
}

interface Nth {
  readonly weekday: number
  readonly ordinal: number
}

const none: readonly never[] = []

/** Laying out all days of the calendar costs as much as so many searches that go year by year. */
const searchesMax = 256

/** Days 0, 7, 14, 21, 28 of a month. */
const everySeventh = 0x10204081

export class DayFilter {
  readonly monthMask: number
  readonly weekdayMask: number
  /** Whether weekdays matter: without them all months and years of one length are alike. */
  readonly hasWeekdays: boolean
  /** Whether plain weekdays, those of `weekdayMask`, are all that matters. */
  readonly isOfWeekdays: boolean
  readonly #monthDayMask: number
  readonly #monthDaysFromEnd: readonly number[]
  readonly #hasMonthDays: boolean
  readonly #yearDays: readonly number[] | null
  readonly #monthNths: readonly Nth[]
  readonly #yearNths: readonly Nth[]
  readonly #years: (Int32Array | undefined)[] = []
  readonly #yearDayLists: (Int16Array | undefined)[] = []
  #searches = 0
  #bits: DayBits | null = null

  constructor(parts: DayParts) {
    const { byMonth, byMonthDay, byYearDay, byDay } = parts
    this.monthMask = byMonth === null ? 0xfff : monthBitsOf(byMonth)
    this.hasWeekdays = byDay !== null
    this.#hasMonthDays = byMonthDay !== null
    this.#yearDays = byYearDay
    this.#monthDayMask = byMonthDay === null ? 0 : dateBitsOf(byMonthDay)
    this.#monthDaysFromEnd = byMonthDay === null ? none : fromEndOf(byMonthDay)
    let weekdayMask = 0
    let nths: Nth[] | null = null
    const days = byDay ?? none
    for (let i = 0; i < days.length; i++) {
      const { weekday, ordinal } = days[i] as ByDay
      const index = weekdays.indexOf(weekday)
      if (ordinal === 0) {
        weekdayMask |= 1 << index
      } else {
        nths ??= []
        nths.push({ weekday: index, ordinal })
      }
    }
    this.weekdayMask = weekdayMask
    this.#monthNths = nths !== null && parts.ordinalScope === 'month' ? nths : none
    this.#yearNths = nths !== null && parts.ordinalScope === 'year' ? nths : none
    const hasOthers = byMonth !== null || byMonthDay !== null || byYearDay !== null
    this.isOfWeekdays = byDay !== null && nths === null && !hasOthers
  }

  /** Allowed days of a month of `length` days whose first day falls on `firstWeekday`; BYMONTH is not looked at. */
  monthBits(length: number, firstWeekday: number): number {
    let bits = 0x7fffffff >>> (31 - length)
    if (this.#hasMonthDays) bits &= this.#monthDayBits(length)
    if (this.hasWeekdays) bits &= this.#weekdayBits(length, firstWeekday)
    return bits
  }

  /** Twelve month masks, bit 0 the first day of the month. */
  yearMasks(year: number): Int32Array {
    const kind = this.#kindOf(year)
    let masks = this.#years[kind]
    if (masks === undefined) {
      masks = this.#buildYear(isLeapYear(year), weekdayOf(yearStart(year)))
      this.#years[kind] = masks
    }
    return masks
  }

  /** The allowed days of a year as days after 1 January, ascending. */
  yearDays(year: number): Int16Array {
    const kind = this.#kindOf(year)
    let list = this.#yearDayLists[kind]
    if (list === undefined) {
      const leap = isLeapYear(year)
      const days: number[] = []
      for (const [month0, mask] of this.yearMasks(year).entries()) {
        const before = daysBeforeMonth(month0, leap)
        for (let bits = mask; bits !== 0; bits &= bits - 1) days.push(before + 31 - Math.clz32(bits & -bits))
      }
      list = Int16Array.from(days)
      this.#yearDayLists[kind] = list
    }
    return list
  }

  #kindOf(year: number): number {
    return (isLeapYear(year) ? 7 : 0) + (this.hasWeekdays ? weekdayOf(yearStart(year)) : 0)
  }

  has(day: number): boolean {
    if (this.#bits !== null) return this.#bits.next(day, day) === day
    const civil = civilOf(day)
    const bits = this.yearMasks(civilYear(civil))[civilMonth(civil) - 1] as number
    return ((bits >>> (civilDate(civil) - 1)) & 1) === 1
  }

  /** The first allowed day at or after `day`; Infinity when there is none up to `dayLimit`. */
  next(day: number, dayLimit: number): number {
    return this.#laidOut()?.next(day, dayLimit) ?? this.#nextByYear(day, dayLimit)
  }

  /** The last allowed day at or before `day`; -Infinity when there is none down to `dayLimit`. */
  previous(day: number, dayLimit: number): number {
    return this.#laidOut()?.previous(day, dayLimit) ?? this.#previousByYear(day, dayLimit)
  }

  /** All days of the calendar, once so many searches show that it pays. */
  #laidOut(): DayBits | null {
    if (this.#bits === null && ++this.#searches > searchesMax) {
      this.#bits = new DayBits((year) => this.yearMasks(year))
    }
    return this.#bits
  }

  #nextByYear(day: number, dayLimit: number): number {
    const civil = civilOf(day)
    let year = civilYear(civil)
    let month0 = civilMonth(civil) - 1
    let bits = (this.yearMasks(year)[month0] as number) & (-1 << (civilDate(civil) - 1))
    for (;;) {
      const masks = this.yearMasks(year)
      while (bits === 0 && month0 < 11) bits = masks[++month0] as number
      if (bits !== 0) break
      year++
      if (yearStart(year) > dayLimit) return Number.POSITIVE_INFINITY
      month0 = 0
      bits = this.yearMasks(year)[0] as number
    }
    const lowest = 31 - Math.clz32(bits & -bits)
    const found = yearStart(year) + daysBeforeMonth(month0, isLeapYear(year)) + lowest
    return found > dayLimit ? Number.POSITIVE_INFINITY : found
  }

  #previousByYear(day: number, dayLimit: number): number {
    const civil = civilOf(day)
    let year = civilYear(civil)
    let month0 = civilMonth(civil) - 1
    let bits = (this.yearMasks(year)[month0] as number) & (0x7fffffff >>> (31 - civilDate(civil)))
    for (;;) {
      const masks = this.yearMasks(year)
      while (bits === 0 && month0 > 0) bits = masks[--month0] as number
      if (bits !== 0) break
      if (yearStart(year) <= dayLimit) return Number.NEGATIVE_INFINITY
      year--
      month0 = 11
      bits = this.yearMasks(year)[11] as number
    }
    const found = yearStart(year) + daysBeforeMonth(month0, isLeapYear(year)) + 31 - Math.clz32(bits)
    return found < dayLimit ? Number.NEGATIVE_INFINITY : found
  }

  #monthDayBits(length: number): number {
    let bits = this.#monthDayMask
    for (const fromEnd of this.#monthDaysFromEnd) if (fromEnd <= length) bits |= 1 << (length - fromEnd)
    return bits
  }

  #weekdayBits(length: number, firstWeekday: number): number {
    let bits = 0
    for (let weekday = 0; weekday < 7; weekday++) {
      if ((this.weekdayMask >> weekday) & 1) bits |= everySeventh << ((weekday - firstWeekday + 7) % 7)
    }
    for (const { weekday, ordinal } of this.#monthNths) {
      const day = nthDay(weekday, ordinal, firstWeekday, length)
      if (day >= 0) bits |= 1 << day
    }
    return this.#yearNths.length > 0 ? 0x7fffffff : bits
  }

  #buildYear(leap: boolean, firstWeekday: number): Int32Array {
    const masks = new Int32Array(12)
    const length = leap ? 366 : 365
    for (let month0 = 0; month0 < 12; month0++) {
      if (((this.monthMask >> month0) & 1) === 0) continue
      const before = daysBeforeMonth(month0, leap)
      masks[month0] = this.monthBits(daysBeforeMonth(month0 + 1, leap) - before, (firstWeekday + before) % 7)
    }
    if (this.#yearNths.length > 0) {
      const days = this.#yearNths.map((n) => nthDay(n.weekday, n.ordinal, firstWeekday, length))
      for (let day = 0; day < length; day++) {
        if ((this.weekdayMask >> ((firstWeekday + day) % 7)) & 1) days.push(day)
      }
      restrict(masks, days, leap)
    }
    if (this.#yearDays !== null) {
      restrict(
        masks,
        this.#yearDays.map((d) => (d > 0 ? d - 1 : length + d)),
        leap,
      )
    }
    return masks
  }
}

/** Keeps of `masks` only the given days of the year; days outside the year are dropped. */
function restrict(masks: Int32Array, daysOfYear: readonly number[], leap: boolean): void {
  const wanted = new Int32Array(12)
  for (const day of daysOfYear) {
    if (day < 0 || day >= (leap ? 366 : 365)) continue
    let month0 = Math.min(11, Math.floor(day / 29))
    while (daysBeforeMonth(month0, leap) > day) month0--
    wanted[month0] = (wanted[month0] as number) | (1 << (day - daysBeforeMonth(month0, leap)))
  }
  for (let i = 0; i < 12; i++) masks[i] = (masks[i] as number) & (wanted[i] as number)
}

/** The nth given weekday of a span, as a day offset in it; -1 when the span has no such day. */
function nthDay(weekday: number, ordinal: number, firstWeekday: number, length: number): number {
  const first = (weekday - firstWeekday + 7) % 7
  if (ordinal > 0) {
    const day = first + 7 * (ordinal - 1)
    return day < length ? day : -1
  }
  const last = first + 7 * Math.floor((length - 1 - first) / 7)
  const day = last + 7 * (ordinal + 1)
  return day >= 0 ? day : -1
}

/** Twelve bits, January the lowest. */
export function monthBitsOf(months: readonly number[]): number {
  let bits = 0
  for (let i = 0; i < months.length; i++) bits |= 1 << ((months[i] as number) - 1)
  return bits
}

/** Dates counted from the first of the month. */
function dateBitsOf(dates: readonly number[]): number {
  let bits = 0
  for (let i = 0; i < dates.length; i++) {
    const date = dates[i] as number
    if (date > 0) bits |= 1 << (date - 1)
  }
  return bits
}

/** Dates counted from the end of the month, the last day 1. */
function fromEndOf(dates: readonly number[]): readonly number[] {
  let fromEnd: number[] | null = null
  for (let i = 0; i < dates.length; i++) {
    const date = dates[i] as number
    if (date > 0) continue
    fromEnd ??= []
    fromEnd.push(-date)
  }
  return fromEnd ?? none
}
