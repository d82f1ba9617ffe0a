import { expect, test } from 'vitest'
import { formatUptime, healthQuery } from './health.ts'

test.each([
  [8_130, '2h 15m 30s'],
  [0, '0h 0m 0s'],
  [59.9, '0h 0m 59s'],
  [90_061, '25h 1m 1s'],
  [-5, '0h 0m 0s'],
])('an uptime of %s seconds reads %s', (seconds, text) => {
  expect(formatUptime(seconds)).toBe(text)
})

test('health takes any parameter, because health checkers add their own', () => {
  expect(healthQuery.safeParse({ nocache: '1' }).success).toBe(true)
})
