/**
 * Which units of a day are steps of a sub-daily rule. Units are numbered day * perDay + unit, and the steps are those
 * congruent to `phase` modulo `interval`; so the units of a day depend only on the day modulo `dayCycle`, its class.
 */
import { gcd, inverse, modulo, moduloInt } from './congruence.ts'
import { ClassBits, SortedClasses } from './sorted-classes.ts'
import { spendSteps } from './work-budget.ts'

/** Up to this many classes keep their units as lists; beyond it a day has at most a few dozen steps to try. */
const listedClassesMax = 4096
/** Up to this many classes that have units are kept as a sorted list, more as one bit for each class. */
const sortedUnitsMax = 4096
/** Going from one day that has units straight to the next pays when most days have none. */
const sparseRatio = 8
/** Days that `countsByClass` repeats: a leap year. */
const daysAhead = 366

export class DayClasses {
  /** Days after which the units repeat. */
  readonly dayCycle: number
  /** Units in all classes together. */
  readonly hits: number
  /** Units of the day last given to `load`: `units[from]` to `units[to - 1]`, ascending. */
  units: Int32Array = noUnits
  from = 0
  to = 0
  readonly #perDay: number
  readonly #interval: number
  readonly #phase: number
  readonly #allowed: Int32Array | null
  /** Units of all classes are numbered within 32 bits. */
  readonly #isSmall: boolean
  /** Most days have no units. */
  readonly #isSparse: boolean
  /** Units by class: those of class c from `#starts[c]` on. */
  readonly #listed: Int32Array | null = null
  readonly #starts: Int32Array = noUnits
  readonly #lookup: Uint8Array | null = null
  /** The classes that have units, ascending, where days are sparse; laid out when first asked for. */
  #sorted: SortedClasses | ClassBits | null = null
  #scratch: Int32Array | null = null

  /** `allowed` holds the units that some day can bring into phase, ascending; null when no unit is excluded. */
  constructor(perDay: number, interval: number, phase: number, allowed: Int32Array | null) {
    this.#perDay = perDay
    this.#interval = interval
    this.#phase = phase
    this.#allowed = allowed
    const common = gcd(perDay, interval)
    this.dayCycle = interval / common
    this.hits = allowed?.length ?? perDay / common
    this.#isSmall = this.dayCycle * perDay < 2 ** 31
    this.#isSparse = this.hits > 0 && (interval >= 2 * perDay || this.hits * sparseRatio <= this.dayCycle)
    if (allowed !== null && this.dayCycle <= listedClassesMax) {
      this.#starts = new Int32Array(this.dayCycle + 1)
      this.#listed = this.#listByClass(allowed)
    } else if (allowed !== null) {
      this.#lookup = new Uint8Array(perDay)
      for (const unit of allowed) this.#lookup[unit] = 1
    }
    spendSteps(1 + (this.hits >> 3))
  }

  /** The class of every unit, in the order of the units. */
  classesWithUnits(): Int32Array {
    const common = this.#interval / this.dayCycle
    const solve = inverse(this.#perDay / common, this.dayCycle)
    const first = this.#allowed?.[0] ?? this.#phase % common
    const classes = new Int32Array(this.hits)
    let unit = first
    let ofUnit = modulo(((this.#phase - first) / common) * solve, this.dayCycle)
    for (let i = 0; i < this.hits; i++) {
      const next = this.#allowed === null ? first + i * common : (this.#allowed[i] as number)
      const steps = (next - unit) / common
      ofUnit = steps === 1 ? ofUnit - solve : modulo(ofUnit - steps * solve, this.dayCycle)
      if (ofUnit < 0) ofUnit += this.dayCycle
      unit = next
      classes[i] = ofUnit
    }
    return classes
  }

  /** Number of units in every class, the first of them repeated until the longest year fits in at the end. */
  countsByClass(): Int32Array {
    spendSteps((this.dayCycle >> 6) + (this.hits >> 2))
    const counts = new Int32Array(this.dayCycle + daysAhead)
    for (const ofUnit of this.classesWithUnits()) counts[ofUnit] = (counts[ofUnit] as number) + 1
    for (let i = 0; i < daysAhead; i++) counts[this.dayCycle + i] = counts[i] as number
    return counts
  }

  /** The first day from `day` on that can have units: exact where days are sparse, else `day` itself. */
  nextDay(day: number): number {
    if (!this.#isSparse) return day
    const ofDay = moduloInt(day, this.dayCycle)
    return day - ofDay + this.#inOrder().next(ofDay)
  }

  /** The last day up to `day` that can have units. */
  previousDay(day: number): number {
    if (!this.#isSparse) return day
    const ofDay = moduloInt(day, this.dayCycle)
    return day - ofDay + this.#inOrder().previous(ofDay)
  }

  #inOrder(): SortedClasses | ClassBits {
    if (this.#sorted === null) {
      const classes = this.classesWithUnits()
      const isShort = classes.length <= sortedUnitsMax
      spendSteps(isShort ? classes.length : (classes.length + this.dayCycle / 8) / 8)
      this.#sorted = isShort
        ? new SortedClasses(classes, this.dayCycle)
        : new ClassBits(classes, this.dayCycle)
    }
    return this.#sorted
  }

  /** Number of units on a day. */
  countOn(day: number): number {
    if (this.#listed !== null) {
      const ofDay = moduloInt(day, this.dayCycle)
      return (this.#starts[ofDay + 1] as number) - (this.#starts[ofDay] as number)
    }
    const residue = this.#residueOn(day)
    if (this.#lookup === null) return Math.max(0, Math.ceil((this.#perDay - residue) / this.#interval))
    let count = 0
    for (let unit = residue; unit < this.#perDay; unit += this.#interval)
      count += this.#lookup[unit] as number
    return count
  }

  /** Makes `units`, `from` and `to` those of a day, as far as they lie in [unitFrom, unitTo). */
  load(day: number, unitFrom = 0, unitTo: number = this.#perDay): void {
    if (this.#listed !== null) {
      const ofDay = moduloInt(day, this.dayCycle)
      this.units = this.#listed
      this.from = this.#starts[ofDay] as number
      this.to = this.#starts[ofDay + 1] as number
      if (unitFrom > 0) this.from = lowerBoundWithin(this.#listed, unitFrom, this.from, this.to)
      if (unitTo < this.#perDay) this.to = lowerBoundWithin(this.#listed, unitTo, this.from, this.to)
      return
    }
    this.#scratch ??= new Int32Array(Math.ceil(this.#perDay / this.#interval))
    const lookup = this.#lookup
    let n = 0
    const first = unitFrom + moduloInt(this.#residueOn(day) - unitFrom, this.#interval)
    for (let unit = first; unit < unitTo; unit += this.#interval) {
      if (lookup === null || lookup[unit] === 1) this.#scratch[n++] = unit
    }
    this.units = this.#scratch
    this.from = 0
    this.to = n
  }

  /** The first unit of `day` at or after `unit`; -1 when there is none. */
  firstFrom(day: number, unit: number): number {
    if (this.#listed !== null) {
      this.load(day)
      const i = lowerBoundWithin(this.units, unit, this.from, this.to)
      return i < this.to ? (this.units[i] as number) : -1
    }
    const residue = this.#residueOn(day)
    const first = unit + moduloInt(residue - unit, this.#interval)
    for (let at = first; at < this.#perDay; at += this.#interval) {
      if (this.#lookup === null || this.#lookup[at] === 1) return at
    }
    return -1
  }

  /** The last unit of `day` at or before `unit`; -1 when there is none. */
  lastTo(day: number, unit: number): number {
    if (this.#listed !== null) {
      this.load(day)
      const i = lowerBoundWithin(this.units, unit + 1, this.from, this.to) - 1
      return i >= this.from ? (this.units[i] as number) : -1
    }
    const residue = this.#residueOn(day)
    for (let at = unit - moduloInt(unit - residue, this.#interval); at >= 0; at -= this.#interval) {
      if (this.#lookup === null || this.#lookup[at] === 1) return at
    }
    return -1
  }

  #residueOn(day: number): number {
    const before = moduloInt(day, this.dayCycle) * this.#perDay
    if (this.#isSmall) return moduloInt(this.#phase - before, this.#interval)
    return modulo(this.#phase - before, this.#interval)
  }

  /** A counting sort of the allowed units by class; fills `#starts`. */
  #listByClass(allowed: Int32Array): Int32Array {
    const starts = this.#starts
    const classes = this.classesWithUnits()
    for (const ofUnit of classes) starts[ofUnit + 1] = (starts[ofUnit + 1] as number) + 1
    for (let i = 0; i < this.dayCycle; i++) starts[i + 1] = (starts[i + 1] as number) + (starts[i] as number)
    const listed = new Int32Array(allowed.length)
    const next = starts.slice()
    for (let i = 0; i < allowed.length; i++) {
      const ofUnit = classes[i] as number
      const at = next[ofUnit] as number
      listed[at] = allowed[i] as number
      next[ofUnit] = at + 1
    }
    return listed
  }
}

const noUnits = new Int32Array(0)

/** First position in [from, to) whose value is at least `value`, or `to`. */
function lowerBoundWithin(sorted: Int32Array, value: number, from: number, to: number): number {
  let low = from
  let high = to
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] as number) < value) low = middle + 1
    else high = middle
  }
  return low
}
