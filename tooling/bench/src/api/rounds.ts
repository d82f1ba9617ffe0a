import { median } from '../cpu-time.ts'
import type { FloorFigure } from './floor.ts'
import type { Figure } from './measure.ts'
import type { MedianFigure } from './result.ts'

/** The figures of each round under the names of what was measured. */
export class Rounds<T> {
  readonly #figures = new Map<string, T[]>()

  add(name: string, figure: T): void {
    const known = this.#figures.get(name)
    if (known === undefined) this.#figures.set(name, [figure])
    else known.push(figure)
  }

  /** @throws RangeError when nothing of that name was measured */
  of(name: string): readonly T[] {
    const figures = this.#figures.get(name)
    if (figures === undefined) throw new RangeError(`${name} was not measured`)
    return figures
  }
}

const middleOf = <T>(figures: readonly T[], read: (figure: T) => number): number =>
  rounded(median(figures.map(read)))

/** Two decimals are more than a shared machine has to say. */
export const rounded = (value: number): number => Math.round(value * 100) / 100

export function medianFigure(figures: readonly Figure[]): MedianFigure {
  const cpu = figures.map(({ serverUs, databaseUs }) => serverUs + databaseUs)
  return {
    perSecond: middleOf(figures, ({ perSecond }) => perSecond),
    serverUs: middleOf(figures, ({ serverUs }) => serverUs),
    databaseUs: middleOf(figures, ({ databaseUs }) => databaseUs),
    p50: middleOf(figures, ({ p50 }) => p50),
    p95: middleOf(figures, ({ p95 }) => p95),
    p99: middleOf(figures, ({ p99 }) => p99),
    max: rounded(Math.max(...figures.map(({ max }) => max))),
    spread: rounded((Math.max(...cpu) - Math.min(...cpu)) / median(cpu)),
  }
}

export const medianFloor = (figures: readonly FloorFigure[]): FloorFigure => ({
  perSecond: middleOf(figures, ({ perSecond }) => perSecond),
  databaseUs: middleOf(figures, ({ databaseUs }) => databaseUs),
})

/** Every number of a result, rounded. */
export function roundedDeep<T>(value: T): T {
  if (typeof value === 'number') return rounded(value) as T
  if (Array.isArray(value)) return value.map(roundedDeep) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, roundedDeep(part)])) as T
}
