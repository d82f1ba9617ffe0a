import { expect, it } from 'vitest'
import { Histogram } from './histogram.ts'

const filled = (values: readonly number[]): Histogram => {
  const histogram = new Histogram()
  for (const value of values) histogram.add(value)
  return histogram
}

it('a percentile is at most a hundredth above the value that a sorted list has', () => {
  const values = Array.from({ length: 1_000 }, (_, i) => ((i * 7919) % 1_000) + 1)
  const histogram = filled(values)
  for (const [share, exact] of [
    [0.5, 500],
    [0.95, 950],
    [0.99, 990],
    [1, 1_000],
  ] as const) {
    expect(histogram.percentile(share)).toBeGreaterThanOrEqual(exact)
    expect(histogram.percentile(share)).toBeLessThanOrEqual(exact * 1.01)
  }
  expect(histogram.mean).toBe(500.5)
  expect(histogram.max).toBe(1_000)
})

it('merged histograms say what one of all values says', () => {
  const merged = filled([1, 2, 3])
  merged.merge(filled([4, 500]))
  const all = filled([1, 2, 3, 4, 500])
  for (const share of [0.2, 0.5, 0.8, 0.99]) expect(merged.percentile(share)).toBe(all.percentile(share))
  expect([merged.count, merged.mean, merged.max]).toEqual([5, 102, 500])
})

it('an empty one answers 0', () => {
  expect([new Histogram().percentile(0.99), new Histogram().mean]).toEqual([0, 0])
})
