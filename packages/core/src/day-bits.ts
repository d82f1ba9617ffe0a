/**
 * The days a filter allows as one bit each, over the 400 years after which the calendar repeats: the nearest allowed
 * day is then a look at a few words, however sparse they are.
 */
import { cycleDays, cycleOrigin, cycleTables, daysBeforeMonth, isLeapYear } from './civil.ts'
import { moduloInt } from './congruence.ts'

const wordsPerCycle = Math.ceil(cycleDays / 32)

export class DayBits {
  readonly #words = new Int32Array(wordsPerCycle)

  /** @param yearMasks twelve month masks of a year, bit 0 the first day of the month */
  constructor(yearMasks: (year: number) => Int32Array) {
    const { yearStarts } = cycleTables()
    for (let year = 0; year < 400; year++) {
      const masks = yearMasks(year)
      const leap = isLeapYear(year)
      for (let month0 = 0; month0 < 12; month0++) {
        const mask = masks[month0] as number
        if (mask !== 0) this.#set((yearStarts[year] as number) + daysBeforeMonth(month0, leap), mask)
      }
    }
  }

  /** The first allowed day at or after `day`; Infinity when there is none up to `dayLimit`. */
  next(day: number, dayLimit: number): number {
    const ofCycle = moduloInt(day - cycleOrigin, cycleDays)
    let base = day - ofCycle
    let at = ofCycle >>> 5
    let bits = (this.#words[at] as number) & (-1 << (ofCycle & 31))
    while (bits === 0) {
      if (++at === wordsPerCycle) {
        at = 0
        base += cycleDays
      }
      if (base + at * 32 > dayLimit) return Number.POSITIVE_INFINITY
      bits = this.#words[at] as number
    }
    const found = base + at * 32 + 31 - Math.clz32(bits & -bits)
    return found > dayLimit ? Number.POSITIVE_INFINITY : found
  }

  /** The last allowed day at or before `day`; -Infinity when there is none down to `dayLimit`. */
  previous(day: number, dayLimit: number): number {
    const ofCycle = moduloInt(day - cycleOrigin, cycleDays)
    let base = day - ofCycle
    let at = ofCycle >>> 5
    let bits = (this.#words[at] as number) & (-1 >>> (31 - (ofCycle & 31)))
    while (bits === 0) {
      if (--at < 0) {
        at = wordsPerCycle - 1
        base -= cycleDays
      }
      if (base + at * 32 + 31 < dayLimit) return Number.NEGATIVE_INFINITY
      bits = this.#words[at] as number
    }
    const found = base + at * 32 + 31 - Math.clz32(bits)
    return found < dayLimit ? Number.NEGATIVE_INFINITY : found
  }

  /** Sets the bits of a month that begins on the day `ofCycle` of the cycle. */
  #set(ofCycle: number, mask: number): void {
    const at = ofCycle >>> 5
    const shift = ofCycle & 31
    const words = this.#words
    words[at] = (words[at] as number) | (mask << shift)
    if (shift > 0 && at + 1 < wordsPerCycle)
      words[at + 1] = (words[at + 1] as number) | (mask >>> (32 - shift))
  }
}
