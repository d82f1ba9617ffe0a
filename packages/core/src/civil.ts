/**
 * Civil (proleptic Gregorian) calendar on integers. A day is a day number: days since 1970-01-01.
 * Algorithms after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
 */
import { yearMax, yearMin } from './limits.ts'

export const dayMs = 86_400_000

/** Days after which the Gregorian calendar, weekdays included, repeats: 400 years. */
export const cycleDays = 146_097

const daysBeforeMonthCommon = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365] as const
const daysBeforeMonthLeap = [0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366] as const

/** A set of months has bit 0 for January. */
export const allMonths = 0xfff

/** Days of the year before `month0` (0..12), for a common or a leap year. */
export function daysBeforeMonth(month0: number, leap: boolean): number {
  return (leap ? daysBeforeMonthLeap : daysBeforeMonthCommon)[month0] as number
}

export function isLeapYear(year: number): boolean {
  return (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0)
}

export function daysInMonth(year: number, month: number): number {
  const leap = isLeapYear(year)
  return daysBeforeMonth(month, leap) - daysBeforeMonth(month - 1, leap)
}

/** Day number of 1 January of `year`. */
export function yearStart(year: number): number {
  const y = year + 399
  return 365 * y + (y >> 2) - ((y / 100) | 0) + ((y / 400) | 0) - 865_259
}

/** Day number of the first day of a month counted as year * 12 + (month - 1). */
export function monthStart(monthIndex: number): number {
  const year = Math.floor(monthIndex / 12)
  return yearStart(year) + daysBeforeMonth(monthIndex - year * 12, isLeapYear(year))
}

/** Day number of year-month-day; the caller guarantees that the date exists. */
export function dayOf(year: number, month: number, date: number): number {
  return yearStart(year) + daysBeforeMonth(month - 1, isLeapYear(year)) + date - 1
}

/** Year, month (1..12) and date (1..31) packed into one integer: read with `civilYear`, `civilMonth`, `civilDate`. */
export function civilOf(day: number): number {
  const shifted = day + 719_468
  const era = Math.floor(shifted / cycleDays)
  const dayOfEra = shifted - era * cycleDays
  const yearOfEra =
    ((dayOfEra - ((dayOfEra / 1460) | 0) + ((dayOfEra / 36_524) | 0) - ((dayOfEra / 146_096) | 0)) / 365) | 0
  const dayOfYear = dayOfEra - (365 * yearOfEra + (yearOfEra >> 2) - ((yearOfEra / 100) | 0))
  const marchMonth = ((5 * dayOfYear + 2) / 153) | 0
  const date = dayOfYear - (((153 * marchMonth + 2) / 5) | 0) + 1
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return ((yearOfEra + era * 400 + (month <= 2 ? 1 : 0)) << 9) | (month << 5) | date
}

export function civilYear(civil: number): number {
  return civil >> 9
}

export function civilMonth(civil: number): number {
  return (civil >> 5) & 15
}

export function civilDate(civil: number): number {
  return civil & 31
}

/** Weekday of a day number, Monday 0 to Sunday 6. */
export function weekdayOf(day: number): number {
  const w = (day + 3) % 7
  return w < 0 ? w + 7 : w
}

/** Months and years of the 400-year cycle that begins with the year 0: first days, and kinds numbered from 0. */
export interface CycleTables {
  /** Day of the cycle on which each month begins; one entry more than there are months. */
  readonly monthStarts: Int32Array
  /** (length - 28) * 7 + weekday of the first, for each month. */
  readonly monthKinds: Uint8Array
  readonly yearStarts: Int32Array
  /** (leap ? 7 : 0) + weekday of 1 January, for each year. */
  readonly yearKinds: Uint8Array
}

/** Day number of 1 January of the year 0. */
export const cycleOrigin = yearStart(0)

let tables: CycleTables | null = null

/** Built once, when the first monthly or yearly rule asks: by additions alone, since then nothing may be compiled yet. */
export function cycleTables(): CycleTables {
  if (tables !== null) return tables
  const yearStarts = new Int32Array(401)
  const yearKinds = new Uint8Array(400)
  const monthStarts = new Int32Array(4801)
  const monthKinds = new Uint8Array(4800)
  let day = 0
  let weekday = weekdayOf(cycleOrigin)
  let month = 0
  for (let year = 0; year < 400; year++) {
    const leap = isLeapYear(year)
    yearStarts[year] = day
    yearKinds[year] = (leap ? 7 : 0) + weekday
    for (let month0 = 0; month0 < 12; month0++) {
      const length = daysBeforeMonth(month0 + 1, leap) - daysBeforeMonth(month0, leap)
      monthStarts[month] = day
      monthKinds[month] = (length - 28) * 7 + weekday
      month++
      day += length
      weekday = (weekday + length) % 7
    }
  }
  yearStarts[400] = day
  monthStarts[4800] = day
  tables = { monthStarts, monthKinds, yearStarts, yearKinds }
  return tables
}

/** The supported range of day numbers, both inclusive. */
export const dayMin = yearStart(yearMin)
export const dayMax = yearStart(yearMax + 1) - 1
