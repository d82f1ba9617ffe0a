import { describe, expect, it } from 'vitest'
import { dayMs, yearStart } from './civil.ts'
import { zoneOf } from './zone.ts'
import { offsetAt, transitionsOfYear } from './zone-regimes.ts'
import { regularYear } from './zone-table.ts'

const hourMs = 3_600_000
const at = (year: number) => yearStart(year) * dayMs

describe('zone regimes', () => {
  it('name the transitions of a year with the offsets on both sides', () => {
    expect(
      transitionsOfYear(zoneOf('America/New_York'), 2026).map((t) => [
        new Date(t.instant).toISOString(),
        t.offsetBefore / hourMs,
        t.offsetAfter / hourMs,
      ]),
    ).toEqual([
      ['2026-03-08T07:00:00.000Z', -5, -4],
      ['2026-11-01T06:00:00.000Z', -4, -5],
    ])
    expect(transitionsOfYear(zoneOf('UTC'), 2026)).toEqual([])
  })

  it('of far years, taken from templates, are the offsets the zone itself gives', () => {
    for (const id of ['America/New_York', 'Europe/London', 'Australia/Lord_Howe', 'Africa/Casablanca']) {
      const zone = zoneOf(id)
      for (const year of [2100, 2101, 2104, 2150, 2196, 2200, 2228, 2229, 2300, 2400, 3999, 4000, 9998]) {
        const found = transitionsOfYear(zone, year)
        const wrong: string[] = []
        for (let t = at(year); t < at(year + 1); t += 24 * hourMs) {
          const passed = found.filter((x) => x.instant <= t).at(-1)
          const offset = passed?.offsetAfter ?? found[0]?.offsetBefore ?? offsetAt(zone, at(year))
          if (offsetAt(zone, t) !== offset) wrong.push(`${id} ${new Date(t).toISOString()}`)
        }
        expect(wrong).toEqual([])
        for (const t of found) {
          expect(offsetAt(zone, t.instant - 1)).toBe(t.offsetBefore)
          expect(offsetAt(zone, t.instant)).toBe(t.offsetAfter)
        }
      }
    }
  })

  it('see the short regimes of Ramadan', () => {
    const zone = zoneOf('Africa/Casablanca')
    // Years whose law is settled: later ones differ from one release of the zone data to the next.
    const found = [...transitionsOfYear(zone, 2023), ...transitionsOfYear(zone, 2024)]
    expect(found).toHaveLength(4)
    expect(regularYear).toBeGreaterThan(2087)
  })
})
