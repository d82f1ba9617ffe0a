import { cycleDays, dayMax, dayMin, dayMs } from './civil.ts'
import { gcd, inverse, modulo } from './congruence.ts'
import type { DayFilter } from './day-filter.ts'
import { wallMax } from './wall.ts'
import { checkSteps, type Tally, type WallSeries, type WallSink } from './wall-series.ts'

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

/** Solving for the day beats visiting days when the solutions are few and far between. */
const classesMax = 64
const daysPerHitMin = 32
/** Trying a listed unit costs a division, as much as several steps of the progression. */
const listCost = 8

/**
 * HOURLY, MINUTELY and SECONDLY rules with limits. Units are numbered from the epoch, day * perDay + unit; a step is
 * a unit congruent to the start's modulo INTERVAL. On day d that asks for unit = r(d) (mod interval), an arithmetic
 * progression within the day, which is met with the allowed units: by walking whichever of the two is shorter.
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
  readonly #lookup: Uint8Array | null
  readonly #walksList: boolean
  readonly #dayClasses: Float64Array | null
  readonly #start: number
  readonly #startDay: number
  #inverse: number | null = null
  /** The units of the day looked at last. */
  #units: Int32Array | null = null

  constructor(parts: SubdailyParts) {
    this.parts = parts
    this.#start = parts.start
    this.#startDay = Math.floor(parts.start / dayMs)
    this.perDay = dayMs / parts.unitMs
    this.phase = modulo(Math.floor(parts.start / parts.unitMs), parts.interval)
    const common = gcd(this.perDay, parts.interval)
    this.dayCycle = parts.interval / common
    this.candidates = parts.units?.filter((unit) => (unit - this.phase) % common === 0) ?? null
    const stepsPerDay = Math.ceil(this.perDay / parts.interval)
    this.#walksList =
      this.candidates !== null && (parts.interval === 1 || this.candidates.length * listCost <= stepsPerDay)
    this.#lookup = null
    if (this.candidates !== null && !this.#walksList) {
      this.#lookup = new Uint8Array(this.perDay)
      for (const unit of this.candidates) this.#lookup[unit] = 1
    }
    const hits = this.candidates?.length ?? this.perDay / common
    const solves = hits > 0 && hits <= classesMax && this.dayCycle / hits >= daysPerHitMin
    this.#dayClasses = solves ? Float64Array.from(this.#hitUnits(), (unit) => this.#dayClassOf(unit)) : null
  }

  next(wall: number, wallLimit: number = wallMax): number {
    const from = Math.max(wall, this.#start)
    const limit = Math.min(wallLimit, wallMax)
    const lastDay = Math.floor(limit / dayMs)
    let day = Math.floor(from / dayMs)
    let fromUnit = Math.floor((from - day * dayMs) / this.parts.unitMs)
    for (let steps = 0; ; checkSteps(++steps)) {
      const candidate = this.#nextDay(day)
      if (candidate > lastDay) return Number.POSITIVE_INFINITY
      if (candidate > day) fromUnit = 0
      day = candidate
      for (let unit = this.#unitFrom(day, fromUnit); unit >= 0; unit = this.#unitFrom(day, unit + 1)) {
        const base = day * dayMs + unit * this.parts.unitMs
        for (const offset of this.parts.inner) {
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
    for (let steps = 0; ; checkSteps(++steps)) {
      const candidate = this.#previousDay(day)
      if (candidate < this.#startDay) return Number.NEGATIVE_INFINITY
      if (candidate < day) toUnit = this.perDay - 1
      day = candidate
      for (let unit = this.#unitTo(day, toUnit); unit >= 0; unit = this.#unitTo(day, unit - 1)) {
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
    let steps = 0
    let day = this.#nextDay(Math.floor(from / dayMs))
    for (; day <= lastDay && !sink.isFull; day = this.#nextDay(day + 1)) {
      checkSteps(++steps)
      this.#fillDay(day * dayMs, this.#unitsOf(day), from, to, sink)
    }
  }

  #fillDay(midnight: number, count: number, from: number, to: number, sink: WallSink): void {
    const { inner, unitMs } = this.parts
    const isWhole = midnight >= from && midnight + dayMs <= to
    for (let i = 0; i < count; i++) {
      const base = midnight + (this.#units?.[i] as number) * unitMs
      for (let j = 0; j < inner.length; j++) {
        const wall = base + (inner[j] as number)
        if (isWhole || (wall >= from && wall < to)) sink.push(wall)
      }
    }
  }

  tally(countEnd: number, wallEnd: number): Tally {
    const end = Math.min(wallEnd, wallMax)
    const lastDay = Math.floor(end / dayMs)
    let count = 0
    let last = Number.NEGATIVE_INFINITY
    let wholeDay = Number.NEGATIVE_INFINITY
    const perCycle = this.#hitCount() * this.parts.inner.length
    let steps = 0
    for (
      let day = this.#nextDay(this.#startDay);
      day <= lastDay && count < countEnd;
      day = this.#nextDay(day + 1)
    ) {
      const isInside = day > this.#startDay && day < lastDay
      if (
        isInside &&
        this.parts.days === null &&
        count + perCycle < countEnd &&
        day + this.dayCycle <= lastDay
      ) {
        const cycles = Math.min(
          Math.floor((countEnd - count - 1) / perCycle),
          Math.floor((lastDay - day) / this.dayCycle),
        )
        count += cycles * perCycle
        day += cycles * this.dayCycle - 1
        wholeDay = day
      } else if (isInside && this.dayCycle === 1 && count + perCycle < countEnd) {
        checkSteps(++steps)
        count += perCycle
        wholeDay = day
      } else {
        const part = this.#tallyDay(day, countEnd - count, end)
        steps += part.count + 1
        checkSteps(steps)
        count += part.count
        if (part.count > 0) last = part.last
      }
    }
    if (wholeDay * dayMs > last) last = this.previous((wholeDay + 1) * dayMs - 1)
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
    for (const unit of this.#hitUnits()) classes[this.#dayClassOf(unit) % common] = 1
    for (let day = first; day <= end; day = days.next(day + 1, end)) {
      if (classes[modulo(day, common)] === 1) return false
    }
    return true
  }

  /** Every unit that is an instance on some day of the cycle, each once. */
  *#hitUnits(): Iterable<number> {
    if (this.candidates !== null) yield* this.candidates
    else {
      const common = gcd(this.perDay, this.parts.interval)
      for (let unit = this.phase % common; unit < this.perDay; unit += common) yield unit
    }
  }

  #hitCount(): number {
    return this.candidates?.length ?? this.perDay / gcd(this.perDay, this.parts.interval)
  }

  /** The residue modulo `dayCycle` of the days on which `unit` is in phase. */
  #dayClassOf(unit: number): number {
    const { interval } = this.parts
    const common = interval / this.dayCycle
    const rest = modulo(this.phase - unit, interval) / common
    this.#inverse ??= inverse(this.perDay / common, this.dayCycle)
    return modulo(rest * this.#inverse, this.dayCycle)
  }

  #nextDay(day: number): number {
    const { days } = this.parts
    if (this.#dayClasses === null) return days === null ? day : days.next(day, dayMax)
    let from = day
    for (let steps = 0; from <= dayMax; checkSteps(++steps)) {
      let nearest = Number.POSITIVE_INFINITY
      for (const residue of this.#dayClasses) {
        nearest = Math.min(nearest, from + modulo(residue - from, this.dayCycle))
      }
      if (days === null || (nearest <= dayMax && days.has(nearest))) return nearest
      from = nearest + 1
    }
    return Number.POSITIVE_INFINITY
  }

  #previousDay(day: number): number {
    const { days } = this.parts
    if (this.#dayClasses === null) return days === null ? day : days.previous(day, dayMin)
    let to = day
    for (let steps = 0; to >= this.#startDay; checkSteps(++steps)) {
      let nearest = Number.NEGATIVE_INFINITY
      for (const residue of this.#dayClasses) {
        nearest = Math.max(nearest, to - modulo(to - residue, this.dayCycle))
      }
      if (days === null || (nearest >= dayMin && days.has(nearest))) return nearest
      to = nearest - 1
    }
    return Number.NEGATIVE_INFINITY
  }

  /** The first instance unit of `day` at or after `from`, -1 when there is none. */
  #unitFrom(day: number, from: number): number {
    const { interval } = this.parts
    const residue = modulo(this.phase - day * this.perDay, interval)
    if (this.#walksList) {
      const list = this.candidates as Int32Array
      for (let i = lowerBound(list, from); i < list.length; i++) {
        if (((list[i] as number) - residue) % interval === 0) return list[i] as number
      }
      return -1
    }
    for (let unit = from + modulo(residue - from, interval); unit < this.perDay; unit += interval) {
      if (this.#lookup === null || this.#lookup[unit] === 1) return unit
    }
    return -1
  }

  /** The last instance unit of `day` at or before `to`, -1 when there is none. */
  #unitTo(day: number, to: number): number {
    if (to < 0) return -1
    const { interval } = this.parts
    const residue = modulo(this.phase - day * this.perDay, interval)
    if (this.#walksList) {
      const list = this.candidates as Int32Array
      for (let i = lowerBound(list, to + 1) - 1; i >= 0; i--) {
        if (((list[i] as number) - residue) % interval === 0) return list[i] as number
      }
      return -1
    }
    for (let unit = to - modulo(to - residue, interval); unit >= 0; unit -= interval) {
      if (this.#lookup === null || this.#lookup[unit] === 1) return unit
    }
    return -1
  }

  /** Writes the instance units of `day` to `#units` and tells how many they are. */
  #unitsOf(day: number): number {
    const { interval } = this.parts
    const residue = modulo(this.phase - day * this.perDay, interval)
    const list = this.candidates
    let n = 0
    if (this.#walksList && list !== null) {
      this.#units ??= new Int32Array(list.length)
      for (let i = 0; i < list.length; i++) {
        const unit = list[i] as number
        if (interval === 1 || (unit - residue) % interval === 0) this.#units[n++] = unit
      }
      return n
    }
    this.#units ??= new Int32Array(Math.ceil(this.perDay / interval))
    for (let unit = residue; unit < this.perDay; unit += interval) {
      if (this.#lookup === null || this.#lookup[unit] === 1) this.#units[n++] = unit
    }
    return n
  }

  #tallyDay(day: number, countEnd: number, wallEnd: number): Tally {
    const { inner, unitMs } = this.parts
    const units = this.#unitsOf(day)
    const isWhole = day > this.#startDay && (day + 1) * dayMs <= wallEnd
    if (isWhole && units * inner.length <= countEnd) {
      if (units === 0) return { count: 0, last: Number.NEGATIVE_INFINITY }
      const unit = this.#units?.[units - 1] as number
      return { count: units * inner.length, last: day * dayMs + unit * unitMs + (inner.at(-1) as number) }
    }
    let count = 0
    let last = Number.NEGATIVE_INFINITY
    for (let i = 0; i < units; i++) {
      const base = day * dayMs + (this.#units?.[i] as number) * unitMs
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
}

function lowerBound(list: Int32Array, value: number): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((list[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
