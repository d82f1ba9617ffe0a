import { describe, expect, it } from 'vitest'
import { dayMs, dayOf } from './civil.ts'
import { prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash } from './series-conflict.ts'
import { parseWall, type Wall } from './wall.ts'
import { countSteps } from './work-budget.ts'
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

/** At 09:00 Berlin is at 07:00 UTC in summer and at 08:00 in winter, and on the last Sunday of October it changes. */
describe('mornings of some months in Berlin against every day at 08:30 in UTC', () => {
  const against = (months: string) =>
    firstSeriesClash(
      prepareSeries({
        start: parseWall('2026-01-05T09:00'),
        zone: zoneOf('Europe/Berlin'),
        durationMs: hourMs,
        rules: [parseRule(`FREQ=DAILY;BYMONTH=${months}`)],
      }),
      prepareSeries({
        start: parseWall('2026-01-05T08:30'),
        zone: zoneOf('UTC'),
        durationMs: hourMs,
        rules: [parseRule('FREQ=HOURLY;BYHOUR=8,9,13')],
      }),
    )

  it('never meet in the months of summer time, which takes no walk to tell', () => {
    expect(against('5,6,7,8')).toEqual({
      disjointForever: true,
      reason: 'their times never meet in any offset their zones are ever at',
      assumption: 'the zone rules of the tz data in use',
    })
    expect(countSteps(() => void against('5,6,7,8'))).toBeLessThan(1000)
  })

  it.each([
    ['4,10', '2026-10-25T09:00'],
    ['3,4', '2026-03-01T09:00'],
    ['6,12', '2026-12-01T09:00'],
  ])('meet in the months %s, first on %s', (months, first) => {
    const verdict = against(months)
    expect(verdict.disjointForever ? null : verdict.clash.a.wallStart).toBe(parseWall(first))
  })
})
