import type { RequestLine } from './request-line.ts'
import { type ScenarioId, scenarios } from './scenarios.ts'
import { sumOf, Tally } from './tally.ts'

/** A stretch of a run. */
export interface Window {
  /** Seconds since the start. */
  readonly from: number
  readonly to: number
  readonly byScenario: ReadonlyMap<ScenarioId, Tally>
}

/** The requests of a run, second by second. */
export class Timeline {
  readonly #startMs: number
  readonly #seconds: Map<ScenarioId, Tally>[] = []
  /** Everything so far. */
  readonly total = new Tally()

  /** @param startMs milliseconds since the epoch */
  constructor(startMs: number) {
    this.#startMs = startMs
  }

  /** Whole seconds from the start to the last request, the second in which it was answered included. */
  get seconds(): number {
    return this.#seconds.length
  }

  add(request: RequestLine): void {
    const at = Math.max(0, Math.floor((request.timeMs - this.#startMs) / 1000))
    while (this.#seconds.length <= at) this.#seconds.push(new Map())
    const second = this.#seconds[at]!
    const tally = second.get(request.scenario) ?? new Tally()
    second.set(request.scenario, tally)
    tally.add(request)
    this.total.add(request)
  }

  /** Everything from second `from` to before second `to`. */
  between(from: number, to: number): Window {
    const seconds = this.#seconds.slice(Math.max(0, from), Math.max(0, to))
    const byScenario = new Map(
      scenarios.map(({ id }) => {
        const tallies = seconds.flatMap((second) => second.get(id) ?? [])
        return [id, sumOf(tallies)] as const
      }),
    )
    return { from, to, byScenario }
  }

  whole(): Window {
    return this.between(0, this.seconds)
  }

  /** The run in windows of equal length, at most `count` of them. */
  windows(count: number): Window[] {
    const length = Math.max(1, Math.ceil(this.seconds / count))
    const starts = Array.from({ length: Math.ceil(this.seconds / length) }, (_, i) => i * length)
    return starts.map((from) => this.between(from, Math.min(from + length, this.seconds)))
  }
}
