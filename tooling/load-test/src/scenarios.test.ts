import { expect, it } from 'vitest'
import { roll } from './roll.ts'
import { scenarioAt, scenarios } from './scenarios.ts'

it('the seven scenarios have their weights', () => {
  expect(scenarios.map(({ name, weight }) => [name, weight])).toEqual([
    ['Health Check', 5],
    ['Availability Check', 35],
    ['Create Single Booking', 25],
    ['Create Recurring Booking', 10],
    ['Get Booking Details', 15],
    ['Check Conflicts', 8],
    ['Bulk Availability', 2],
  ])
})

it('iterations are spread over the scenarios as the weights say', () => {
  const counts = new Map<string, number>()
  const iterations = 100_000
  for (let i = 0; i < iterations; i++) {
    const id = scenarioAt(roll(i, 0))
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  for (const { id, weight } of scenarios)
    expect(((counts.get(id) ?? 0) / iterations) * 100, id).toBeCloseTo(weight, 0)
})

it('the first and the last position belong to the first and the last scenario', () => {
  expect(scenarioAt(0)).toBe('health')
  expect(scenarioAt(0.999999)).toBe('bulk')
})
