/** Which classes of days (day-classes.ts) have units, in order: the nearest of them, going around the cycle. */

/** A list, for few of them. */
export class SortedClasses {
  readonly #classes: Int32Array
  readonly #cycle: number
  /** Where the last answer was: the next question is most often about what follows. */
  #at = 0

  /** @param classes one or more, in any order; sorted in place and kept */
  constructor(classes: Int32Array, cycle: number) {
    this.#classes = classes.sort()
    this.#cycle = cycle
  }

  /** The first class at or after `from`, or that of the next cycle plus its length. */
  next(from: number): number {
    const classes = this.#classes
    const at = this.#position(from)
    return at < classes.length ? (classes[at] as number) : (classes[0] as number) + this.#cycle
  }

  /** The last class at or before `from`, or that of the cycle before less its length. */
  previous(from: number): number {
    const classes = this.#classes
    const at = this.#position(from + 1) - 1
    return at >= 0 ? (classes[at] as number) : (classes[classes.length - 1] as number) - this.#cycle
  }

  /** Position of the first class that is not below `value`. */
  #position(value: number): number {
    const classes = this.#classes
    let low = 0
    let high = classes.length
    const at = this.#at
    if (at < high && (classes[at] as number) < value) {
      low = at + 1
      if (low < high && (classes[low] as number) >= value) high = low
    } else {
      high = at
      if (at > 0 && (classes[at - 1] as number) < value) low = at
    }
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((classes[middle] as number) < value) low = middle + 1
      else high = middle
    }
    this.#at = low
    return low
  }
}

/** One bit for each class, for many of them. */
export class ClassBits {
  readonly #words: Int32Array
  readonly #cycle: number

  /** @param classes one or more, in any order */
  constructor(classes: Int32Array, cycle: number) {
    this.#words = new Int32Array((cycle >>> 5) + 1)
    this.#cycle = cycle
    for (const at of classes) this.#words[at >>> 5] = (this.#words[at >>> 5] as number) | (1 << (at & 31))
  }

  /** The first class at or after `from`, or that of the next cycle plus its length. */
  next(from: number): number {
    let base = 0
    let at = from >>> 5
    let bits = (this.#words[at] as number) & (-1 << (from & 31))
    while (bits === 0) {
      if (++at === this.#words.length) {
        at = 0
        base = this.#cycle
      }
      bits = this.#words[at] as number
    }
    return base + at * 32 + 31 - Math.clz32(bits & -bits)
  }

  /** The last class at or before `from`, or that of the cycle before less its length. */
  previous(from: number): number {
    let base = 0
    let at = from >>> 5
    let bits = (this.#words[at] as number) & (-1 >>> (31 - (from & 31)))
    while (bits === 0) {
      if (--at < 0) {
        at = this.#words.length - 1
        base = -this.#cycle
      }
      bits = this.#words[at] as number
    }
    return base + at * 32 + 31 - Math.clz32(bits)
  }
}
