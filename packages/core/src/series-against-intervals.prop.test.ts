import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, yearStart } from './civil.ts'
import { applyExceptions, type Exception } from './exceptions.ts'
import type { Instant } from './instant.ts'
import { IntervalIndex } from './interval-index.ts'
import { prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { clashesWithIntervals } from './series-against-intervals.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const origin = yearStart(2026) * dayMs

const rules = fc.constantFrom(
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=WEEKLY;INTERVAL=3;COUNT=20',
  'FREQ=MONTHLY;BYMONTHDAY=31',
  'FREQ=HOURLY;INTERVAL=5',
  'FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
)
const inputs = fc.record({
  rule: rules,
  startHour: fc.integer({ min: 0, max: 500 }),
  zoneId: fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe'),
  durationMs: fc.constantFrom(hourMs, 5 * hourMs, 30 * hourMs),
  cancelled: fc.integer({ min: 0, max: 9 }),
  moved: fc.integer({ min: 0, max: 9 }),
  busy: fc.array(
    fc.tuple(
      fc.integer({ min: -500, max: 12_000 }),
      fc.oneof(fc.integer({ min: 1, max: 30 }), fc.constant(3000)),
    ),
    { maxLength: 25 },
  ),
  fromHour: fc.integer({ min: -1000, max: 9000 }),
})

describe('series against intervals', () => {
  it('reports exactly the pairs a comparison of all actual occurrences with all intervals finds', () => {
    fc.assert(
      fc.property(inputs, ({ rule, startHour, zoneId, durationMs, cancelled, moved, busy, fromHour }) => {
        const base = {
          start: (origin + startHour * hourMs) as Wall,
          zone: zoneOf(zoneId),
          durationMs,
          rules: [parseRule(rule)],
        }
        const plain = prepareSeries(base).recurrence
        const first = plain.between(origin as Instant, (origin + 900 * dayMs) as Instant)
        const exceptions: Exception[] = []
        const gone = first[cancelled]
        const other = first[moved]
        if (gone !== undefined) exceptions.push({ kind: 'cancelled', wallStart: gone.wallStart })
        if (other !== undefined && moved !== cancelled) {
          const start = (other.start + 7 * hourMs) as Instant
          exceptions.push({ kind: 'modified', wallStart: other.wallStart, start })
        }
        const series = prepareSeries({ ...base, exceptions })
        const starts = Float64Array.from(busy, ([hour]) => origin + hour * hourMs)
        const ends = Float64Array.from(busy, ([hour, length]) => origin + (hour + length) * hourMs)
        const from = origin + fromHour * hourMs
        const actual = applyExceptions(
          plain,
          exceptions,
          (origin - 600 * dayMs) as Instant,
          (origin + 900 * dayMs) as Instant,
        ).filter((o) => o.status !== 'cancelled' && o.end > from)
        const expected = actual.flatMap((o) =>
          busy.flatMap((_, i) =>
            o.start < ends[i]! && starts[i]! < o.end && ends[i]! > from ? [`${o.start}:${o.end}:${i}`] : [],
          ),
        )
        const found = clashesWithIntervals(series, new IntervalIndex(starts, ends), { from: from as Instant })
        const keys = found.map(({ occurrence: o, interval }) => `${o.start}:${o.end}:${interval}`)
        expect([...keys].sort()).toEqual(expected.sort())
        expect(found.map((f) => f.occurrence.start)).toEqual(
          found.map((f) => f.occurrence.start).sort((a, b) => a - b),
        )
        const one = clashesWithIntervals(series, new IntervalIndex(starts, ends), {
          from: from as Instant,
          clashesMax: 1,
        })
        expect(one.map((f) => f.occurrence.start)).toEqual(found.slice(0, 1).map((f) => f.occurrence.start))
      }),
      { numRuns: 120 },
    )
  })

  it('an endless series is settled by the time the intervals cover: a booking 5,000 years ahead', () => {
    const series = prepareSeries({
      start: parseWall('2026-01-05T09:00'),
      zone: zoneOf('Europe/Berlin'),
      durationMs: hourMs,
      rules: [parseRule('FREQ=DAILY')],
    })
    const start = Date.parse('7031-07-01T07:30:00Z')
    const index = new IntervalIndex(Float64Array.of(start), Float64Array.of(start + hourMs))
    const found = clashesWithIntervals(series, index, { budget: 10 })
    expect(found.map((f) => new Date(f.occurrence.start).toISOString())).toEqual(['7031-07-01T07:00:00.000Z'])
  })
})
