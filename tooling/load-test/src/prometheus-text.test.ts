import { expect, it } from 'vitest'
import { readGauge } from './prometheus-text.ts'

const text =
  '# HELP pool work\n# TYPE pool gauge\npool{state="running"} 7\npool_max 10\nlag 0.0123 1700000000\nodd Nan\n'

it('a gauge is read by its name and labels', () => {
  expect(readGauge(text, 'pool{state="running"}')).toBe(7)
  expect(readGauge(text, 'lag')).toBe(0.0123)
})

it('what is not there, and what is no number, is undefined', () => {
  expect([readGauge(text, 'pool'), readGauge(text, 'odd')]).toEqual([undefined, undefined])
})
