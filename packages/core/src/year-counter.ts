/** Counts the units of a sub-daily rule over many years: a look at one number for each allowed day, or for each year. */
import { isLeapYear, weekdayOf, yearStart } from './civil.ts'
import { moduloInt } from './congruence.ts'
import type { DayClasses } from './day-classes.ts'
import type { DayFilter } from './day-filter.ts'
import { spendSteps } from './work-budget.ts'

/** Units of whole days, up to a day that is not counted any more. */
export interface WholeDays {
  readonly dayAfter: number
  readonly count: number
}

/** With more classes than this, too few years are alike to keep the numbers of each kind. */
const yearClassesMax = 64
/** Days looked at in the time of one step. */
const daysPerStep = 32

const everyDay = Int16Array.from({ length: 366 }, (_, day) => day)

export class YearCounter {
  readonly #days: DayFilter | null
  readonly #dayCycle: number
  readonly #counts: Int32Array
  /** Numbers of units of the years counted, by their kind; null when few years are alike. */
  readonly #known: Map<number, number> | null

  constructor(classes: DayClasses, days: DayFilter | null) {
    this.#days = days
    this.#dayCycle = classes.dayCycle
    this.#counts = classes.countsByClass()
    this.#known = classes.dayCycle > yearClassesMax ? null : new Map()
  }

  /** Units of all allowed days of a year. */
  whole(year: number): number {
    spendSteps(1)
    const first = yearStart(year)
    const ofFirst = moduloInt(first, this.#dayCycle)
    const kind = (ofFirst * 7 + weekdayOf(first)) * 2 + Number(isLeapYear(year))
    const known = this.#known?.get(kind)
    if (known !== undefined) return known
    const days = this.#daysOf(year)
    spendSteps(days.length / daysPerStep)
    const counts = this.#counts
    let count = 0
    for (let i = 0; i < days.length; i++) count += counts[ofFirst + (days[i] as number)] as number
    this.#known?.set(kind, count)
    return count
  }

  /** Units of the allowed days in [from, to) of a year, stopping before the day on which `countEnd` would be met. */
  part(year: number, from: number, to: number, countEnd: number): WholeDays {
    const first = yearStart(year)
    const ofFirst = moduloInt(first, this.#dayCycle)
    const days = this.#daysOf(year)
    spendSteps(1 + days.length / daysPerStep)
    let count = 0
    for (let i = 0; i < days.length; i++) {
      const day = days[i] as number
      if (first + day < from) continue
      const ofDay = this.#counts[ofFirst + day] as number
      if (first + day >= to || count + ofDay >= countEnd)
        return { dayAfter: Math.min(first + day, to), count }
      count += ofDay
    }
    return { dayAfter: Math.min(yearStart(year + 1), to), count }
  }

  #daysOf(year: number): Int16Array {
    if (this.#days !== null) return this.#days.yearDays(year)
    return isLeapYear(year) ? everyDay : everyDay.subarray(0, 365)
  }
}
