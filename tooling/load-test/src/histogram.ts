/** Neighbouring bounds differ by this factor, so that a percentile is at most a hundredth too large. */
const GROWTH = 1.01
const LOG_GROWTH = Math.log(GROWTH)
/** Below it everything counts as one. */
const MS_MIN = 0.05

/** Durations in ms, kept as counts on a logarithmic scale: as many as wanted in a few kilobytes. */
export class Histogram {
  readonly #counts = new Map<number, number>()
  #count = 0
  #sum = 0
  #max = 0

  get count(): number {
    return this.#count
  }

  /** 0 when empty. */
  get mean(): number {
    return this.#count === 0 ? 0 : this.#sum / this.#count
  }

  get max(): number {
    return this.#max
  }

  add(ms: number): void {
    const bucket = ms <= MS_MIN ? 0 : Math.ceil(Math.log(ms / MS_MIN) / LOG_GROWTH)
    this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + 1)
    this.#count++
    this.#sum += ms
    if (ms > this.#max) this.#max = ms
  }

  merge(other: Histogram): void {
    for (const [bucket, count] of other.#counts)
      this.#counts.set(bucket, (this.#counts.get(bucket) ?? 0) + count)
    this.#count += other.#count
    this.#sum += other.#sum
    this.#max = Math.max(this.#max, other.#max)
  }

  /**
   * The duration that a share of all did not exceed.
   * @param share more than 0, at most 1
   * @returns ms; 0 when empty
   */
  percentile(share: number): number {
    const rank = Math.ceil(this.#count * share)
    let seen = 0
    for (const bucket of [...this.#counts.keys()].sort((a, b) => a - b)) {
      seen += this.#counts.get(bucket) ?? 0
      if (seen >= rank) return Math.min(this.#max, MS_MIN * GROWTH ** bucket)
    }
    return 0
  }
}
