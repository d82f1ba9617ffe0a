import { civilOf, civilYear, cycleDays, dayMax, dayMin, dayMs, yearStart } from './civil.ts'
import { gcd, modulo } from './congruence.ts'
import { DayClasses } from './day-classes.ts'
import type { DayFilter } from './day-filter.ts'
import { wallMax } from './wall.ts'
import type { Tally, WallSeries, WallSink } from './wall-series.ts'
import { spendSteps } from './work-budget.ts'
import { type WholeDays, YearCounter } from './year-counter.ts'

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

/** Looking at one of many days or units in a row takes a quarter of the time of a whole step. */
const quickStep = 0.25
/** What laying out the units of a day costs besides finding it, in steps. */
const dayStep = 3
/** What going once from an allowed day to one that has units costs. */
const passStep = 2

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
        const found = base + (inner[firstAtLeast(inner, from - base)] ?? Number.NaN)
        if (found >= from) return found > limit ? Number.POSITIVE_INFINITY : found
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
        const found = base + (inner[firstAtLeast(inner, to - base + 1) - 1] ?? Number.NaN)
        if (found <= to) return found >= this.#start ? found : Number.NEGATIVE_INFINITY
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
      spendSteps(dayStep)
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
    if (end < this.#start || countEnd < 1) return { count: 0, last: Number.NEGATIVE_INFINITY }
    const lastDay = Math.floor(end / dayMs)
    const first = this.#tallyDay(this.#startDay, countEnd, end)
    if (first.count >= countEnd || this.#startDay === lastDay) return first
    const whole = this.#wholeDays(this.#startDay + 1, lastDay, countEnd - first.count)
    const rest = this.#tallyDay(whole.dayAfter, countEnd - first.count - whole.count, end)
    const count = first.count + whole.count + rest.count
    if (count === 0 || rest.count > 0) return { count, last: rest.last }
    return { count, last: this.previous(end) }
  }

  /** Counts whole days from `day` up to `lastDay`, or to the one on which `countLeft` is met; neither is counted. */
  #wholeDays(day: number, lastDay: number, countLeft: number): WholeDays {
    const size = this.parts.inner.length
    const perCycle = this.#classes.hits * size
    if (this.parts.days !== null || perCycle === 0) return this.#wholeYears(day, lastDay, countLeft)
    const byDays = Math.floor((lastDay - day) / this.dayCycle)
    const cycles = Math.max(0, Math.min(byDays, Math.floor((countLeft - 1) / perCycle)))
    const counted = cycles * perCycle
    const rest = this.#wholeYears(day + cycles * this.dayCycle, lastDay, countLeft - counted)
    return { dayAfter: rest.dayAfter, count: counted + rest.count }
  }

  /** The same year by year. */
  #wholeYears(from: number, lastDay: number, countLeft: number): WholeDays {
    if (from >= lastDay) return { dayAfter: lastDay, count: 0 }
    const countYear = new YearCounter(this.#classes, this.parts.days)
    const size = this.parts.inner.length
    let count = 0
    for (let year = civilYear(civilOf(from)); ; year++) {
      const first = yearStart(year)
      const isWhole = first >= from && yearStart(year + 1) <= lastDay
      if (isWhole) {
        const ofYear = countYear.whole(year) * size
        if (count + ofYear < countLeft) {
          count += ofYear
          continue
        }
      }
      const part = countYear.part(year, Math.max(from, first), lastDay, Math.ceil((countLeft - count) / size))
      count += part.count * size
      if (part.dayAfter < yearStart(year + 1)) return { dayAfter: part.dayAfter, count }
    }
  }

  #tallyDay(day: number, countEnd: number, wallEnd: number): Tally {
    const { inner, unitMs, days } = this.parts
    if (days !== null && !days.has(day)) return { count: 0, last: Number.NEGATIVE_INFINITY }
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
    spendSteps(this.#classes.hits * quickStep)
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
    for (; from <= Math.min(lastDay, dayMax); spendSteps(passStep)) {
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
    for (; to >= this.#startDay; spendSteps(passStep)) {
      const allowed = days.previous(to, dayMin)
      if (allowed < this.#startDay) break
      to = this.#classes.previousDay(allowed)
      if (to === allowed) return allowed
    }
    return Number.NEGATIVE_INFINITY
  }
}

/** Position of the first value that is not less than `value`; the length when there is none. */
function firstAtLeast(ascending: readonly number[], value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
