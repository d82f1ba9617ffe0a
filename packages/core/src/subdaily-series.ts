import {
  civilOf,
  civilYear,
  cycleDays,
  dayMax,
  dayMin,
  dayMs,
  daysBeforeMonth,
  isLeapYear,
  weekdayOf,
  yearStart,
} from './civil.ts'
import { gcd, modulo } from './congruence.ts'
import { DayClasses } from './day-classes.ts'
import type { DayFilter } from './day-filter.ts'
import { wallMax } from './wall.ts'
import type { Tally, WallSeries, WallSink } from './wall-series.ts'
import { spendSteps } from './work-budget.ts'

export interface SubdailyParts {
  /** Length of the step unit: an hour, a minute or a second. */
  readonly unitMs: number
  /** Units from one step to the next. */
  readonly interval: number
  readonly start: number
  /** Instances of one unit, milliseconds from its beginning, ascending. */
  readonly inner: readonly number[]
  /** Units of the day the BYHOUR, BYMINUTE and BYSECOND limits allow, ascending; null allows all. */
  readonly units: Int32Array | null
  /** Days the day limits allow; null allows all. */
  readonly days: DayFilter | null
}

/** Counting a day, or finding it empty, takes a quarter of the time of a whole step. */
const quickStep = 0.25
/** With more classes than this, too few years are alike to count one of each kind. */
const yearClassesMax = 64

/**
 * HOURLY, MINUTELY and SECONDLY rules with limits: the days that the day limits allow, each with the units its class
 * has (day-classes.ts).
 */
export class SubdailySeries implements WallSeries {
  readonly parts: SubdailyParts
  readonly perDay: number
  /** Residue modulo `interval` of every step's unit number. */
  readonly phase: number
  /** Allowed units that some day can bring into phase; null when all units are allowed. */
  readonly candidates: Int32Array | null
  /** Days after which the units in phase repeat. */
  readonly dayCycle: number
  readonly #classes: DayClasses
  readonly #start: number
  readonly #startDay: number

  constructor(parts: SubdailyParts) {
    this.parts = parts
    this.#start = parts.start
    this.#startDay = Math.floor(parts.start / dayMs)
    this.perDay = dayMs / parts.unitMs
    this.phase = modulo(Math.floor(parts.start / parts.unitMs), parts.interval)
    const common = gcd(this.perDay, parts.interval)
    this.candidates = parts.units?.filter((unit) => (unit - this.phase) % common === 0) ?? null
    this.#classes = new DayClasses(this.perDay, parts.interval, this.phase, this.candidates)
    this.dayCycle = this.#classes.dayCycle
  }

  /** The units of a day that are steps, day limits and start apart. */
  unitsOn(day: number): Int32Array {
    this.#classes.load(day)
    return this.#classes.units.subarray(this.#classes.from, this.#classes.to)
  }

  next(wall: number, wallLimit: number = wallMax): number {
    const from = Math.max(wall, this.#start)
    const limit = Math.min(wallLimit, wallMax)
    const lastDay = Math.floor(limit / dayMs)
    const { inner, unitMs } = this.parts
    let day = Math.floor(from / dayMs)
    let fromUnit = Math.floor((from - day * dayMs) / unitMs)
    for (; ; spendSteps(1)) {
      const candidate = this.#nextDay(day, lastDay)
      if (candidate > lastDay) return Number.POSITIVE_INFINITY
      if (candidate > day) fromUnit = 0
      day = candidate
      let unit = this.#classes.firstFrom(day, fromUnit)
      for (; unit >= 0; unit = this.#classes.firstFrom(day, unit + 1)) {
        const base = day * dayMs + unit * unitMs
        for (const offset of inner) {
          if (base + offset >= from) return base + offset > limit ? Number.POSITIVE_INFINITY : base + offset
        }
      }
      day++
      fromUnit = 0
    }
  }

  previous(wall: number): number {
    const to = Math.min(wall, wallMax)
    if (to < this.#start) return Number.NEGATIVE_INFINITY
    const { inner, unitMs } = this.parts
    let day = Math.floor(to / dayMs)
    let toUnit = Math.floor((to - day * dayMs) / unitMs)
    for (; ; spendSteps(1)) {
      const candidate = this.#previousDay(day)
      if (candidate < this.#startDay) return Number.NEGATIVE_INFINITY
      if (candidate < day) toUnit = this.perDay - 1
      day = candidate
      for (let unit = this.#classes.lastTo(day, toUnit); unit >= 0; unit = this.#lastBefore(day, unit)) {
        const base = day * dayMs + unit * unitMs
        if (base + unitMs <= this.#start) return Number.NEGATIVE_INFINITY
        for (let i = inner.length - 1; i >= 0; i--) {
          const found = base + (inner[i] as number)
          if (found <= to) return found >= this.#start ? found : Number.NEGATIVE_INFINITY
        }
      }
      day--
      toUnit = this.perDay - 1
    }
  }

  fill(fromWall: number, toWall: number, sink: WallSink): void {
    const from = Math.max(fromWall, this.#start)
    const to = Math.min(toWall, wallMax + 1)
    if (from >= to) return
    const lastDay = Math.floor((to - 1) / dayMs)
    let day = this.#nextDay(Math.floor(from / dayMs), lastDay)
    for (; day <= lastDay && !sink.isFull; day = this.#nextDay(day + 1, lastDay)) {
      spendSteps(quickStep)
      const midnight = day * dayMs
      if (midnight >= from && midnight + dayMs <= to) {
        this.#classes.load(day)
        this.#fillWhole(midnight, sink)
      } else {
        const unitFrom = Math.max(0, Math.floor((from - midnight) / this.parts.unitMs))
        const unitTo = Math.min(this.perDay, Math.ceil((to - midnight) / this.parts.unitMs))
        this.#classes.load(day, unitFrom, unitTo)
        this.#fillPart(midnight, from, to, sink)
      }
    }
  }

  /** A day that lies in the window as a whole, up to the sink's stop. */
  #fillWhole(midnight: number, sink: WallSink): void {
    const { inner, unitMs } = this.parts
    const { units, from, to } = this.#classes
    const size = inner.length
    const data = sink.reserve((to - from) * size)
    let n = sink.length
    const last = Math.min(to, from + Math.ceil((data.length - n) / size))
    for (let i = from; i < last; i++) {
      const base = midnight + (units[i] as number) * unitMs
      for (let j = 0; j < size && n < data.length; j++) data[n++] = base + (inner[j] as number)
    }
    sink.length = n
  }

  #fillPart(midnight: number, from: number, to: number, sink: WallSink): void {
    const { inner, unitMs } = this.parts
    const { units } = this.#classes
    for (let i = this.#classes.from; i < this.#classes.to; i++) {
      const base = midnight + (units[i] as number) * unitMs
      for (let j = 0; j < inner.length; j++) {
        const wall = base + (inner[j] as number)
        if (wall >= from && wall < to) sink.push(wall)
      }
    }
  }

  tally(countEnd: number, wallEnd: number): Tally {
    const end = Math.min(wallEnd, wallMax)
    const lastDay = Math.floor(end / dayMs)
    const countYear = this.#yearCounter()
    let count = 0
    let day = this.#nextDay(this.#startDay, lastDay)
    while (day <= lastDay) {
      const stretch =
        day > this.#startDay ? this.#stretchFrom(day, lastDay, countEnd - count, countYear) : null
      if (stretch !== null) {
        count += stretch.count
        day = this.#nextDay(day + stretch.days, lastDay)
        continue
      }
      const part = this.#tallyDay(day, countEnd - count, end)
      count += part.count
      if (count >= countEnd) return { count, last: part.last }
      day = this.#nextDay(day + 1, lastDay)
    }
    return { count, last: count === 0 ? Number.NEGATIVE_INFINITY : this.previous(end) }
  }

  /** The longest stretch of whole days from `day` on that is counted at one blow and leaves COUNT unmet. */
  #stretchFrom(
    day: number,
    lastDay: number,
    countLeft: number,
    countYear: ((year: number) => number) | null,
  ): { readonly days: number; readonly count: number } | null {
    spendSteps(quickStep)
    const size = this.parts.inner.length
    if (this.parts.days === null && day + this.dayCycle <= lastDay) {
      const perCycle = this.#classes.hits * size
      const byDays = Math.floor((lastDay - day) / this.dayCycle)
      const cycles = Math.min(byDays, Math.floor((countLeft - 1) / perCycle))
      if (cycles > 0) return { days: cycles * this.dayCycle, count: cycles * perCycle }
    }
    if (countYear !== null) {
      const year = civilYear(civilOf(day))
      const days = yearStart(year + 1) - day
      const isFirst = this.#nextDay(yearStart(year), day) === day
      if (isFirst && day + days <= lastDay) {
        const count = countYear(year) * size
        if (count < countLeft) return { days, count }
      }
    }
    const count = this.#classes.countOn(day) * size
    return day < lastDay && count < countLeft ? { days: 1, count } : null
  }

  /** Counts the units of whole years: alike when the years are, and begin in the same class. Null when few are. */
  #yearCounter(): ((year: number) => number) | null {
    const { days } = this.parts
    if (days === null || this.dayCycle > yearClassesMax) return null
    const counts = new Map<number, number>()
    return (year) => {
      const first = yearStart(year)
      const leap = isLeapYear(year)
      const kind = (modulo(first, this.dayCycle) * 7 + weekdayOf(first)) * 2 + (leap ? 1 : 0)
      const known = counts.get(kind)
      if (known !== undefined) return known
      spendSteps(64)
      let count = 0
      for (const [month0, mask] of days.yearMasks(year).entries()) {
        const start = first + daysBeforeMonth(month0, leap)
        for (let bits = mask; bits !== 0; bits &= bits - 1) {
          count += this.#classes.countOn(start + 31 - Math.clz32(bits & -bits))
        }
      }
      counts.set(kind, count)
      return count
    }
  }

  #tallyDay(day: number, countEnd: number, wallEnd: number): Tally {
    const { inner, unitMs } = this.parts
    this.#classes.load(day)
    const { units, from, to } = this.#classes
    spendSteps((to - from) * quickStep)
    let count = 0
    let last = Number.NEGATIVE_INFINITY
    for (let i = from; i < to; i++) {
      const base = day * dayMs + (units[i] as number) * unitMs
      for (const offset of inner) {
        const wall = base + offset
        if (wall < this.#start) continue
        if (wall > wallEnd || count === countEnd) return { count, last }
        count++
        last = wall
      }
    }
    return { count, last }
  }

  isImpossible(): boolean {
    const { days, inner } = this.parts
    if (inner.length === 0 || this.candidates?.length === 0) return true
    if (days === null) return false
    const end = this.#startDay + cycleDays
    const common = gcd(this.dayCycle, cycleDays)
    const first = days.next(this.#startDay, end)
    if (common === 1 || first > end) return first > end
    const classes = new Uint8Array(common)
    for (const ofUnit of this.#classes.classesWithUnits()) classes[ofUnit % common] = 1
    for (let day = first; day <= end; day = days.next(day + 1, end)) {
      spendSteps(quickStep)
      if (classes[modulo(day, common)] === 1) return false
    }
    return true
  }

  #lastBefore(day: number, unit: number): number {
    return unit === 0 ? -1 : this.#classes.lastTo(day, unit - 1)
  }

  /** The first day from `day` on that the limits allow and that can have units; beyond `lastDay` when there is none. */
  #nextDay(day: number, lastDay: number): number {
    const { days } = this.parts
    let from = this.#classes.nextDay(day)
    if (days === null) return from
    for (; from <= Math.min(lastDay, dayMax); spendSteps(1)) {
      const allowed = days.next(from, lastDay)
      if (allowed > lastDay) break
      from = this.#classes.nextDay(allowed)
      if (from === allowed) return allowed
    }
    return Number.POSITIVE_INFINITY
  }

  #previousDay(day: number): number {
    const { days } = this.parts
    let to = this.#classes.previousDay(day)
    if (days === null) return to
    for (; to >= this.#startDay; spendSteps(1)) {
      const allowed = days.previous(to, dayMin)
      if (allowed < this.#startDay) break
      to = this.#classes.previousDay(allowed)
      if (to === allowed) return allowed
    }
    return Number.NEGATIVE_INFINITY
  }
}
