import { Histogram } from './histogram.ts'
import { isError, type Outcome, outcomes } from './outcome.ts'
import type { RequestLine } from './request-line.ts'

/** Latencies in ms. */
export interface Latency {
  readonly mean: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** What became of a number of requests, and how long they took. */
export class Tally {
  readonly latencies = new Histogram()
  readonly #counts: Record<Outcome, number> = { right: 0, refused: 0, limited: 0, wrong: 0, failed: 0 }

  get requests(): number {
    return this.latencies.count
  }

  get errors(): number {
    return outcomes.filter(isError).reduce((sum, outcome) => sum + this.#counts[outcome], 0)
  }

  get counts(): Readonly<Record<Outcome, number>> {
    return this.#counts
  }

  add({ ms, outcome }: Pick<RequestLine, 'ms' | 'outcome'>): void {
    this.latencies.add(ms)
    this.#counts[outcome]++
  }

  merge(other: Tally): void {
    this.latencies.merge(other.latencies)
    for (const outcome of outcomes) this.#counts[outcome] += other.#counts[outcome]
  }

  /** Of all requests, 0 to 1; 0 when there were none. */
  share(outcome: Outcome): number {
    return this.requests === 0 ? 0 : this.#counts[outcome] / this.requests
  }

  latency(): Latency {
    const { latencies } = this
    const rounded = (ms: number) => Math.round(ms * 100) / 100
    return {
      mean: rounded(latencies.mean),
      p50: rounded(latencies.percentile(0.5)),
      p95: rounded(latencies.percentile(0.95)),
      p99: rounded(latencies.percentile(0.99)),
      max: rounded(latencies.max),
    }
  }
}

/** All of them together. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  const sum = new Tally()
  for (const tally of tallies) sum.merge(tally)
  return sum
}
