import { expect, it } from 'vitest'
import { dayMs, dayOf } from './civil.ts'
import { prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash } from './series-conflict.ts'
import type { Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const zone = zoneOf('America/New_York')

function series(rule: string, start: number) {
  return prepareSeries({ start: start as Wall, zone, durationMs: hourMs, rules: [parseRule(rule)] })
}

/** In the gap 02:00 is 03:00: there alone the two follow each other too closely. */
it.each([2, 5, 7, 13, 28, 50].flatMap((interval) => [8, 9, 12, 14].map((date) => [interval, date] as const)))(
  'every %i years on %i March, of all years the first one in which the clock jumps that day is found',
  (interval, date) => {
    const at = (year: number) => dayOf(year, 3, date) * dayMs + 2 * hourMs
    let expected: number | null = null
    for (let year = 2026; year <= 9999 && expected === null; year += interval) {
      const jumps = zone.transitionsOf(year).some((t) => t.instant + t.offsetBefore === at(year))
      if (jumps) expected = at(year)
    }
    const verdict = firstSeriesClash(
      series(`FREQ=YEARLY;INTERVAL=${interval}`, at(2026)),
      series('FREQ=DAILY', at(2026) - 30 * dayMs + hourMs),
    )
    expect(verdict.disjointForever ? null : verdict.clash.a.wallStart).toBe(expected)
  },
)
