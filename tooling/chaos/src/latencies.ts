/** Times of many requests, in milliseconds. */
export class Latencies {
  readonly #ms: number[] = []
  #isSorted = true

  add(ms: number): void {
    this.#ms.push(ms)
    this.#isSorted = false
  }

  get count(): number {
    return this.#ms.length
  }

  /** The time that `percent` of them did not exceed, in milliseconds; NaN when there are none. */
  percentile(percent: number): number {
    if (!this.#isSorted) {
      this.#ms.sort((a, b) => a - b)
      this.#isSorted = true
    }
    const rank = Math.ceil((percent / 100) * this.#ms.length)
    return this.#ms[Math.max(0, rank - 1)] ?? Number.NaN
  }

  get worst(): number {
    return this.percentile(100)
  }
}

/** Milliseconds as the tables show them: three digits. */
export const rounded = (ms: number): number => Number(ms.toPrecision(3))
