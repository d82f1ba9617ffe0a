import { expect, it } from 'vitest'
import { prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { firstSeriesClash } from './series-conflict.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

type Side = readonly [rule: string, start: string, durationMs: number, zoneId?: string]

const series = ([rule, start, durationMs, zoneId = 'UTC']: Side) =>
  prepareSeries({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs,
    rules: rule.split('|').map((text) => parseRule(text)),
  })

function reason(a: Side, b: Side): string | null {
  const verdict = firstSeriesClash(series(a), series(b))
  return verdict.disjointForever ? verdict.reason : null
}

const hour = 3_600_000
const minute = 60_000

it.each<readonly [Side, Side, string]>([
  [
    ['FREQ=HOURLY;INTERVAL=5', '2026-01-05T00:00', hour],
    ['FREQ=HOURLY;INTERVAL=10', '2026-01-05T02:00', hour],
    'their steps of 5 hours and steps of 10 hours never coincide',
  ],
  [
    ['FREQ=MINUTELY;INTERVAL=11', '2026-01-05T00:00', minute],
    ['FREQ=MINUTELY;INTERVAL=22', '2026-01-05T00:03', minute],
    'their steps of 11 minutes and steps of 22 minutes never coincide',
  ],
  [
    ['FREQ=SECONDLY;INTERVAL=77', '2026-01-05T00:00:00', 1000],
    ['FREQ=SECONDLY;INTERVAL=11', '2026-01-05T00:00:05', 1000],
    'their steps of 77 seconds and steps of 11 seconds never coincide',
  ],
  [
    ['FREQ=WEEKLY;INTERVAL=3', '2026-01-05T09:00', hour],
    ['FREQ=WEEKLY;INTERVAL=6', '2026-01-12T09:00', hour],
    'their steps of 3 weeks and steps of 6 weeks never coincide',
  ],
  [
    ['FREQ=WEEKLY;INTERVAL=2', '2026-01-05T09:00', hour],
    ['FREQ=WEEKLY;INTERVAL=4', '2026-01-12T09:00', hour],
    'their steps of 2 weeks and steps of 4 weeks never coincide',
  ],
  [
    ['FREQ=MONTHLY;INTERVAL=2', '2026-01-05T09:00', hour],
    ['FREQ=MONTHLY;INTERVAL=4', '2026-02-05T09:00', hour],
    'their months never meet',
  ],
  [
    ['FREQ=YEARLY;INTERVAL=2', '2026-01-05T09:00', hour],
    ['FREQ=YEARLY;INTERVAL=2', '2027-01-05T09:00', hour],
    'their years never meet',
  ],
  [
    ['FREQ=DAILY', '2026-01-05T09:00', hour],
    ['FREQ=DAILY', '2026-01-05T15:00', hour, 'Europe/Berlin'],
    'their times never meet in any offset their zones are ever at',
  ],
  [
    ['FREQ=DAILY;UNTIL=20260110T235959Z', '2026-01-05T09:00', hour],
    ['FREQ=DAILY', '2026-01-11T09:00', hour],
    'one ends before the other begins',
  ],
])('%j and %j: %s, in either order', (a, b, told) => {
  expect(reason(a, b)).toBe(told)
  const swapped = told.replace(/their (steps of .+) and (steps of .+) never/, 'their $2 and $1 never')
  expect(reason(b, a)).toBe(swapped)
})
