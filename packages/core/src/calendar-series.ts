import { cycleDays, dayMin, dayMs } from './civil.ts'
import { gcd } from './congruence.ts'
import type { Pattern, Periods } from './periods.ts'
import type { TimesOfDay } from './times-of-day.ts'
import { wallMax } from './wall.ts'
import type { Tally, WallSeries, WallSink } from './wall-series.ts'
import { spendSteps } from './work-budget.ts'

/**
 * The share of the 400 years that holds a period of every kind: of 56 years 28 in a row have no century without a
 * leap day among them, and so every weekday, length and neighbour a period can have.
 */
const everyKind = 56 / 400

/** Counting a period, or finding it empty, takes a quarter of the time of a whole step. */
const quickStep = 0.25

/** Steps of so many periods are counted at once. */
const spentTogether = 64

/** Instances on the days of every `interval`-th period, each day with its times: DAILY to YEARLY. */
export class CalendarSeries implements WallSeries {
  readonly periods: Periods
  readonly interval: number
  /** The period that holds the start; the others are a multiple of `interval` away. */
  readonly origin: number
  readonly times: TimesOfDay
  readonly #start: number

  constructor(periods: Periods, interval: number, times: TimesOfDay, start: number) {
    this.periods = periods
    this.interval = interval
    this.times = times
    this.#start = start
    this.origin = periods.indexOf(Math.floor(start / dayMs))
  }

  next(wall: number, wallLimit: number = wallMax): number {
    const from = Math.max(wall, this.#start)
    const { periods, interval } = this
    const limit = Math.min(wallLimit, wallMax)
    // Hours that no step of INTERVAL meets, or positions past the set: no day has to be looked at.
    if (this.times.size === 0) return Number.POSITIVE_INFINITY
    const day = Math.floor(from / dayMs)
    const lastDay = Math.floor(limit / dayMs)
    const lastIndex = periods.indexOf(lastDay)
    let index = this.#aligned(periods.indexOf(day))
    for (; index <= lastIndex; spendSteps(1)) {
      if (periods.filter !== null) {
        const nearest = periods.filter.next(index, lastDay)
        if (nearest > index) {
          index = this.#aligned(nearest)
          continue
        }
      }
      const pattern = periods.at(index)
      if (pattern.size > 0) {
        const found = this.#firstFrom(pattern, periods.base, day, from)
        if (found < Number.POSITIVE_INFINITY) return found > limit ? Number.POSITIVE_INFINITY : found
      }
      index += interval
    }
    return Number.POSITIVE_INFINITY
  }

  previous(wall: number): number {
    const to = Math.min(wall, wallMax)
    if (to < this.#start) return Number.NEGATIVE_INFINITY
    const { periods, interval } = this
    const day = Math.floor(to / dayMs)
    let index = this.#alignedBack(periods.indexOf(day))
    for (; index >= this.origin; spendSteps(1)) {
      if (periods.filter !== null) {
        const nearest = periods.filter.previous(index, dayMin)
        if (nearest < index) {
          index = this.#alignedBack(nearest)
          continue
        }
      }
      const pattern = periods.at(index)
      if (pattern.size > 0) {
        const found = this.#lastTo(pattern, periods.base, day, to)
        if (found >= this.#start) return found
        if (found > Number.NEGATIVE_INFINITY) break
      }
      index -= interval
    }
    return Number.NEGATIVE_INFINITY
  }

  fill(fromWall: number, toWall: number, sink: WallSink): void {
    const from = Math.max(fromWall, this.#start)
    const to = Math.min(toWall, wallMax + 1)
    if (from >= to) return
    const { periods, interval } = this
    const lastDay = Math.floor((to - 1) / dayMs)
    const lastIndex = periods.indexOf(lastDay)
    const firstIndex = periods.indexOf(Math.floor(from / dayMs))
    const isPlain = this.times.size === 1 && periods.filter === null
    let index = this.#aligned(firstIndex)
    for (; index <= lastIndex && !sink.isFull; spendSteps(1)) {
      if (periods.filter !== null) {
        const nearest = periods.filter.next(index, lastDay)
        if (nearest > index) {
          index = this.#aligned(nearest)
          continue
        }
      }
      if (isPlain && index > firstIndex && index < lastIndex) {
        index = this.#fillWhole(index, lastIndex, sink)
        continue
      }
      const pattern = periods.at(index)
      if (pattern.size > 0) this.#fillPeriod(pattern, periods.base, from, to, sink)
      index += interval
    }
  }

  /** Periods from `index` up to `indexEnd` that lie in the window as a whole, one time a day; tells the next one. */
  #fillWhole(index: number, indexEnd: number, sink: WallSink): number {
    const { periods, interval } = this
    const time = this.times.at(0)
    let { data, capacity, length: n } = sink
    let at = index
    let unspent = 0
    for (; at < indexEnd; at += interval) {
      const { days } = periods.at(at)
      if (n + days.length > capacity) {
        sink.length = n
        if (sink.isFull) break
        data = sink.reserve(days.length)
        capacity = sink.capacity
      }
      const { base } = periods
      for (let i = 0; i < days.length; i++) data[n++] = (base + (days[i] as number)) * dayMs + time
      if (++unspent === spentTogether) {
        spendSteps(unspent)
        unspent = 0
      }
    }
    sink.length = n
    spendSteps(unspent)
    return at
  }

  tally(countEnd: number, wallEnd: number): Tally {
    const end = Math.min(wallEnd, wallMax)
    const { periods, interval } = this
    const lastDay = Math.floor(end / dayMs)
    const lastIndex = periods.indexOf(lastDay)
    const cycle = this.#cycleLength()
    let cycleEnd = this.origin + interval + cycle
    let count = 0
    let countBefore = -1
    let last = Number.NEGATIVE_INFINITY
    let lastWhole: Pattern | null = null
    let lastBase = 0
    let index = this.origin
    for (; index <= lastIndex && count < countEnd; spendSteps(quickStep)) {
      if (periods.filter !== null) {
        const nearest = periods.filter.next(index, lastDay)
        if (nearest > index) {
          index = this.#aligned(nearest)
          continue
        }
      }
      if (countBefore < 0 && index > this.origin) countBefore = count
      if (index >= cycleEnd) {
        const skipped = cyclesToSkip(count - countBefore, countEnd - count, (lastIndex - 1 - index) / cycle)
        cycleEnd = Number.POSITIVE_INFINITY
        count += skipped * (count - countBefore)
        index += skipped * cycle
        lastBase += ((skipped * cycle) / periods.perCycle) * cycleDays
        if (skipped > 0) continue
      }
      const pattern = periods.at(index)
      const base = periods.base
      const isWhole = index > this.origin && index < lastIndex
      if (isWhole && count + pattern.size < countEnd) {
        count += pattern.size
        if (pattern.size > 0) {
          lastWhole = pattern
          lastBase = base
        }
      } else if (pattern.size > 0) {
        const part = this.#tallyPeriod(pattern, base, countEnd - count, end)
        count += part.count
        if (part.count > 0) {
          last = part.last
          lastWhole = null
        }
      }
      index += interval
    }
    if (lastWhole !== null) last = this.#wallAt(lastWhole, lastBase, lastWhole.days.length - 1, -1)
    return { count, last }
  }

  isImpossible(): boolean {
    if (this.times.size === 0) return true
    const { periods } = this
    const step = gcd(this.interval, periods.perCycle)
    const end = this.origin + (step === 1 ? Math.ceil(periods.perCycle * everyKind) : periods.perCycle)
    if (periods.filter !== null && step === 1) return periods.filter.next(this.origin, end) > end
    for (let index = this.origin; index < end; index += step) {
      spendSteps(quickStep)
      if (periods.at(index).size > 0) return false
    }
    return true
  }

  /** Periods after which both the calendar and the steps of INTERVAL are where they were. */
  #cycleLength(): number {
    const { perCycle } = this.periods
    return this.interval * (perCycle / gcd(this.interval, perCycle))
  }

  /** The first period in phase at or after `index`. */
  #aligned(index: number): number {
    if (index <= this.origin) return this.origin
    return this.origin + Math.ceil((index - this.origin) / this.interval) * this.interval
  }

  #alignedBack(index: number): number {
    return this.origin + Math.floor((index - this.origin) / this.interval) * this.interval
  }

  /** Wall of the time `timeIndex` (from the end when negative) of the pattern's `dayIndex`-th day. */
  #wallAt(pattern: Pattern, base: number, dayIndex: number, timeIndex: number): number {
    const times = pattern.times === null ? this.times : (pattern.times[dayIndex] as TimesOfDay)
    const at = timeIndex < 0 ? times.size + timeIndex : timeIndex
    return (base + (pattern.days[dayIndex] as number)) * dayMs + times.at(at)
  }

  #firstFrom(pattern: Pattern, base: number, day: number, from: number): number {
    const { days } = pattern
    for (let i = dayIndexFrom(days, day - base); i < days.length; i++) {
      const wall = (base + (days[i] as number)) * dayMs
      if (wall > from) return this.#wallAt(pattern, base, i, 0)
      const times = pattern.times === null ? this.times : (pattern.times[i] as TimesOfDay)
      const j = times.lowerBound(from - wall)
      if (j < times.size) return wall + times.at(j)
    }
    return Number.POSITIVE_INFINITY
  }

  #lastTo(pattern: Pattern, base: number, day: number, to: number): number {
    const { days } = pattern
    for (let i = dayIndexFrom(days, day - base + 1) - 1; i >= 0; i--) {
      const wall = (base + (days[i] as number)) * dayMs
      const times = pattern.times === null ? this.times : (pattern.times[i] as TimesOfDay)
      const j = times.lowerBound(to - wall + 1) - 1
      if (j >= 0) return wall + times.at(j)
    }
    return Number.NEGATIVE_INFINITY
  }

  #fillPeriod(pattern: Pattern, base: number, from: number, to: number, sink: WallSink): void {
    const { days } = pattern
    const start = base * dayMs >= from ? 0 : dayIndexFrom(days, Math.floor(from / dayMs) - base)
    for (let i = start; i < days.length; i++) {
      const midnight = (base + (days[i] as number)) * dayMs
      if (midnight >= to) return
      const times = pattern.times === null ? this.times : (pattern.times[i] as TimesOfDay)
      const { values } = times
      const first = midnight >= from ? 0 : times.lowerBound(from - midnight)
      const end = midnight + dayMs <= to ? values.length : times.lowerBound(to - midnight)
      if (first >= end) continue
      const data = sink.reserve(end - first)
      let n = sink.length
      const last = Math.min(end, first + data.length - n)
      for (let j = first; j < last; j++) data[n++] = midnight + (values[j] as number)
      sink.length = n
    }
  }

  #tallyPeriod(pattern: Pattern, base: number, countEnd: number, wallEnd: number): Tally {
    let count = 0
    let last = Number.NEGATIVE_INFINITY
    for (let i = 0; i < pattern.days.length && count < countEnd; i++) {
      const midnight = (base + (pattern.days[i] as number)) * dayMs
      if (midnight > wallEnd) break
      const times = pattern.times === null ? this.times : (pattern.times[i] as TimesOfDay)
      const first = times.lowerBound(this.#start - midnight)
      const end = Math.min(times.lowerBound(wallEnd - midnight + 1), first + countEnd - count)
      if (end <= first) continue
      count += end - first
      last = midnight + times.at(end - 1)
    }
    return { count, last }
  }
}

/** Whole cycles of `perCycle` instances that fit before `room` cycles are over and `countLeft` instances are found. */
function cyclesToSkip(perCycle: number, countLeft: number, room: number): number {
  const byCount = perCycle === 0 ? Number.POSITIVE_INFINITY : Math.floor((countLeft - 1) / perCycle)
  return Math.max(0, Math.min(byCount, Math.floor(room)))
}

/** Index of the first day offset at or after `offset`. */
function dayIndexFrom(days: readonly number[], offset: number): number {
  if (offset <= (days[0] as number)) return 0
  let low = 1
  let high = days.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((days[middle] as number) < offset) low = middle + 1
    else high = middle
  }
  return low
}
