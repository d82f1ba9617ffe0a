import { expect, it } from 'vitest'
import { percent } from './judge-targets.ts'

it.each([
  [0, '0.0%'],
  [1, '100.0%'],
  [0.978, '97.8%'],
  [0.0001, '0.01%'],
  [0.99999, '99.999%'],
  [0.9995, '99.95%'],
])('%d is spelled %s', (share, text) => {
  expect(percent(share)).toBe(text)
})
