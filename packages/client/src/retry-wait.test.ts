import { expect, test } from 'vitest'
import { retryWaitMs } from './retry-wait.ts'

const bounds = { retries: 3, totalMs: 60_000, waitMsFirst: 250, waitMsMax: 8_000 }
const failure = { repeat: 0, elapsedMs: 0, retryAfterMs: null }
const least = () => 0
const most = () => 0.999_999

test('the wait is drawn from nothing to a bound that doubles up to the longest', () => {
  for (const [repeat, boundMs] of [
    [0, 250],
    [1, 500],
    [5, 8_000],
    [2_000, 8_000],
  ] as const) {
    const wide = { ...bounds, retries: 10_000 }
    expect(retryWaitMs({ ...failure, repeat }, wide, least)).toBe(0)
    expect(retryWaitMs({ ...failure, repeat }, wide, most)).toBe(boundMs)
  }
})

test('what the server asks for is waited for in full, also when it is longer than the longest', () => {
  expect(retryWaitMs({ ...failure, retryAfterMs: 20_000 }, bounds, least)).toBe(20_000)
  expect(retryWaitMs({ ...failure, retryAfterMs: 20_000 }, bounds, most)).toBe(20_250)
})

test('no attempt after the last repeat, and none at or after the end of the time', () => {
  expect(retryWaitMs({ ...failure, repeat: 2 }, bounds, least)).toBe(0)
  expect(retryWaitMs({ ...failure, repeat: 3 }, bounds, least)).toBeNull()
  expect(retryWaitMs({ ...failure, elapsedMs: 59_999 }, bounds, least)).toBe(0)
  expect(retryWaitMs({ ...failure, elapsedMs: 60_000 }, bounds, least)).toBeNull()
  expect(retryWaitMs({ ...failure, elapsedMs: 59_750 }, bounds, most)).toBeNull()
})
