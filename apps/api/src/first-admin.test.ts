import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ensureFirstAdmin } from './first-admin.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('is tried again until the database is there, and then no more', async () => {
  const told: string[] = []
  const answers = [new Error('connection refused'), new Error('no table'), null]
  const make = vi.fn(async () => {
    const answer = answers.shift()
    if (answer !== null) throw answer
  })
  await ensureFirstAdmin(make, ({ message }) => told.push(message))
  expect(told).toEqual(['connection refused'])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toEqual(['connection refused', 'no table'])
  expect(make).toHaveBeenCalledTimes(3)
})
