import { expect, test } from 'vitest'
import { Latencies } from './latencies.ts'

test('percentiles are those of the nearest rank', () => {
  const times = new Latencies()
  for (let ms = 100; ms >= 1; ms--) times.add(ms)
  expect([50, 99, 100].map((percent) => times.percentile(percent))).toEqual([50, 99, 100])
  times.add(1_000)
  expect(times.worst).toBe(1_000)
  expect(new Latencies().percentile(50)).toBeNaN()
})
