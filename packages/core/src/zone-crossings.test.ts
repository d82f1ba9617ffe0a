import { describe, expect, it } from 'vitest'
import { zoneOf } from './zone.ts'
import { crossingsFrom } from './zone-crossings.ts'

const hourMs = 3_600_000

describe('zone crossings', () => {
  const hours = (a: string, b: string) =>
    crossingsFrom(zoneOf(a), zoneOf(b), 2026)
      .differences.map(({ shiftMs }) => shiftMs / hourMs)
      .sort((x, y) => x - y)

  it('list every difference of two zones that is ever in force', () => {
    expect(hours('America/New_York', 'Europe/London')).toEqual([-5, -4])
    expect(hours('America/New_York', 'UTC')).toEqual([-5, -4])
    expect(hours('Australia/Lord_Howe', 'America/New_York')).toEqual([14.5, 15, 16])
    expect(hours('UTC', 'UTC')).toEqual([0])
    expect(hours('Europe/Berlin', 'Europe/Berlin')).toEqual([0])
  })

  it('tell in which months a difference is ever in force, two days more at each end', () => {
    const months = (a: string, b: string) =>
      crossingsFrom(zoneOf(a), zoneOf(b), 2026).differences.map((difference) => [
        difference.shiftMs / hourMs,
        Array.from({ length: 12 }, (_, i) => i + 1).filter((month) => (difference.months >> (month - 1)) & 1),
      ])
    const all = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    expect(months('America/New_York', 'Europe/London')).toEqual([
      [-5, all],
      [-4, [3, 4, 10, 11]],
    ])
    expect(months('Europe/Berlin', 'UTC')).toEqual([
      [1, [1, 2, 3, 4, 10, 11, 12]],
      [2, [3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ])
    expect(months('UTC', 'UTC')).toEqual([[0, all]])
  })

  it('tell in which months somebody is within two weeks of a jump', () => {
    const { crossings } = crossingsFrom(zoneOf('Europe/Berlin'), zoneOf('UTC'), 2026)
    const inMonths = crossings.map(({ aAfter, months }) => [
      aAfter / hourMs,
      Array.from({ length: 12 }, (_, i) => i + 1).filter((month) => (months >> (month - 1)) & 1),
    ])
    expect(inMonths).toEqual([
      [2, [3, 4]],
      [1, [10, 11]],
    ])
  })

  it('reduce all transitions to the few points of the week on which they fall', () => {
    const zone = zoneOf('America/New_York')
    const { crossings } = crossingsFrom(zone, zone, 2026)
    const walls = crossings.map((c) => (c.utcWeekMs + c.aBefore) / hourMs - 3 * 24)
    expect(walls).toEqual([2, 2])
    expect(crossings.map((c) => (c.aAfter - c.aBefore) / hourMs).sort()).toEqual([-1, 1])
    expect(crossingsFrom(zoneOf('UTC'), zoneOf('UTC'), 2026).crossings).toEqual([])
  })
})
