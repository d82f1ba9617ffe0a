import { expect, it } from 'vitest'
import { dealtBefore, dealtTo, type ScenarioId, scenarios } from './scenarios.ts'

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

it('each hundred iterations do everything as often as the weights say, ranked without a gap', () => {
  const ranks = new Map<ScenarioId, number[]>()
  for (let i = 0; i < 5_000; i++) {
    const { id, rank } = dealtTo(i)
    ranks.set(id, [...(ranks.get(id) ?? []), rank])
    if (i % 100 < 99) continue
    for (const { id, weight } of scenarios) {
      const found = ranks.get(id) ?? []
      expect(found, id).toHaveLength((weight * (i + 1)) / 100)
      expect(dealtBefore(id, i + 1)).toBe(found.length)
    }
  }
  for (const found of ranks.values())
    expect(found.toSorted((a, b) => a - b)).toEqual(Array.from(found.keys()))
})

it('no hundred is like the one before, and no scenario comes in a row', () => {
  const deal = (first: number) => Array.from({ length: 100 }, (_, i) => dealtTo(first + i).id).join()
  expect(new Set([deal(0), deal(100), deal(200), deal(300)]).size).toBe(4)
  expect(deal(0)).not.toContain('create_series,create_series,create_series')
})
