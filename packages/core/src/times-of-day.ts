/** The times of day of a rule, ascending, as milliseconds since local midnight. */
export interface TimesOfDay {
  readonly size: number
  at(index: number): number
  /** Index of the first time at or after `ms`; `size` when there is none. */
  lowerBound(ms: number): number
  /** All times written out. */
  readonly values: readonly number[]
}

/** Times known one by one. */
export class ListedTimes implements TimesOfDay {
  readonly size: number
  readonly values: readonly number[]

  constructor(values: readonly number[]) {
    this.size = values.length
    this.values = values
  }

  at(index: number): number {
    return this.values[index] as number
  }

  lowerBound(ms: number): number {
    return lowerBound(this, ms)
  }
}

/**
 * The cross product of hours, minutes and seconds (each ascending), read by index. Its up to 86,400 values are
 * written out only when a bulk walk asks for them.
 */
export class ProductTimes implements TimesOfDay {
  readonly size: number
  readonly #hours: readonly number[]
  readonly #minutes: readonly number[]
  readonly #seconds: readonly number[]
  readonly #ms: number
  #values: readonly number[] | null = null

  constructor(hours: readonly number[], minutes: readonly number[], seconds: readonly number[], ms: number) {
    this.#hours = hours
    this.#minutes = minutes
    this.#seconds = seconds
    this.#ms = ms
    this.size = hours.length * minutes.length * seconds.length
  }

  at(index: number): number {
    const perMinute = this.#seconds.length
    const perHour = this.#minutes.length * perMinute
    const hour = (index / perHour) | 0
    const rest = index - hour * perHour
    const minute = (rest / perMinute) | 0
    return (
      (this.#hours[hour] as number) * 3_600_000 +
      (this.#minutes[minute] as number) * 60_000 +
      (this.#seconds[rest - minute * perMinute] as number) * 1000 +
      this.#ms
    )
  }

  lowerBound(ms: number): number {
    return lowerBound(this, ms)
  }

  get values(): readonly number[] {
    if (this.#values !== null) return this.#values
    const values: number[] = []
    for (const hour of this.#hours) {
      for (const minute of this.#minutes) {
        const base = hour * 3_600_000 + minute * 60_000 + this.#ms
        for (const second of this.#seconds) values.push(base + second * 1000)
      }
    }
    this.#values = values
    return values
  }
}

function lowerBound(times: TimesOfDay, ms: number): number {
  let low = 0
  let high = times.size
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times.at(middle) < ms) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * BYSETPOS over a set of `size` instances: the chosen indices, ascending and unique. Positions past the set choose
 * nothing (RFC 5545 section 3.3.10).
 */
export function chosenIndices(positions: readonly number[], size: number): number[] {
  const chosen: number[] = []
  let isAscending = true
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i] as number
    const index = position > 0 ? position - 1 : size + position
    if (index < 0 || index >= size) continue
    isAscending &&= chosen.length === 0 || index > (chosen[chosen.length - 1] as number)
    chosen.push(index)
  }
  if (isAscending) return chosen
  chosen.sort((a, b) => a - b)
  return chosen.filter((v, i) => i === 0 || v !== chosen[i - 1])
}
