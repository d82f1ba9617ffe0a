import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMax, dayMs } from './civil.ts'
import { DayFilter, type DayParts } from './day-filter.ts'
import { type SubdailyParts, SubdailySeries } from './subdaily-series.ts'
import { WallSink } from './wall-series.ts'
import { withSteps } from './work-budget.ts'

const anyDay: DayParts = {
  byMonth: null,
  byMonthDay: null,
  byYearDay: null,
  byDay: null,
  ordinalScope: 'month',
}
const dayLimits: readonly (DayFilter | null)[] = [
  null,
  new DayFilter({ ...anyDay, byMonth: [2, 11] }),
  new DayFilter({ ...anyDay, byMonthDay: [1, 29, -1] }),
  new DayFilter({ ...anyDay, byDay: [{ weekday: 'SU', ordinal: 0 }] }),
  new DayFilter({ ...anyDay, byMonth: [2], byMonthDay: [29] }),
  new DayFilter({ ...anyDay, byYearDay: [1, 200, -1] }),
]

/** Hours and minutes; short and long intervals, those that leave most days empty and those that meet the week. */
const subdailyParts: fc.Arbitrary<SubdailyParts> = fc.constantFrom(24, 1440).chain((perDay) =>
  fc.record({
    unitMs: fc.constant(dayMs / perDay),
    interval: fc.oneof(
      fc.integer({ min: 5, max: 100 }),
      fc.constantFrom(perDay, 7 * perDay, 1 + perDay / 24, 49, 30 * perDay + 1, 4097, 9973, 99_991),
    ),
    start: fc
      .integer({ min: 20_000 * perDay, max: 20_400 * perDay })
      .map((unit) => (unit * dayMs) / perDay + 5),
    inner: fc.constantFrom([5], [0, 5, 9], [9]),
    units: fc.option(
      fc
        .uniqueArray(fc.nat(perDay - 1), { minLength: 1, maxLength: 60, size: 'max' })
        .map((list) => Int32Array.from(list).sort()),
    ),
    days: fc.constantFrom(...dayLimits),
  }),
)

/** The instances up to `end` by looking at every step. */
function instancesByTrying(parts: SubdailyParts, end: number): number[] {
  const { unitMs, interval, start, inner, units, days } = parts
  const perDay = dayMs / unitMs
  const found: number[] = []
  for (let unit = Math.floor(start / unitMs); unit * unitMs <= end; unit += interval) {
    if (units !== null && !units.includes(unit % perDay)) continue
    if (days !== null && !days.has(Math.floor(unit / perDay))) continue
    for (const ms of inner)
      if (unit * unitMs + ms >= start && unit * unitMs + ms <= end) found.push(unit * unitMs + ms)
  }
  return found
}

describe('a sub-daily series', () => {
  const yearsMs = 500 * dayMs

  it('counts, finds and lists what looking at every step gives', () => {
    fc.assert(
      fc.property(subdailyParts, fc.nat(yearsMs), fc.nat(), (parts, lengthMs, some) => {
        const series = new SubdailySeries(parts)
        const end = parts.start + lengthMs
        const expected = instancesByTrying(parts, end)
        const last = expected.at(-1) ?? Number.NEGATIVE_INFINITY
        expect(series.tally(Number.POSITIVE_INFINITY, end)).toEqual({ count: expected.length, last })
        expect(series.previous(end)).toBe(last)
        expect(series.next(parts.start, end)).toBe(expected[0] ?? Number.POSITIVE_INFINITY)
        const sink = new WallSink(16, 3_000_000)
        series.fill(parts.start, end + 1, sink)
        expect([...sink.take(0, sink.length)]).toEqual(expected)
        if (expected.length === 0) return
        const index = some % expected.length
        const at = expected[index] as number
        expect(series.tally(index + 1, end)).toEqual({ count: index + 1, last: at })
        expect(series.next(at + 1, end)).toBe(expected[index + 1] ?? Number.POSITIVE_INFINITY)
        expect(series.previous(at - 1)).toBe(expected[index - 1] ?? Number.NEGATIVE_INFINITY)
      }),
      { numRuns: 150 },
    )
  })

  it('counts to the last day there is within a part of the default budget, whatever its steps and days', () => {
    const everySecond = { unitMs: 1000, start: 20_458 * dayMs, inner: [0], units: null }
    for (const interval of [7, 773, 20_871, 86_399, 99_991, 999_983]) {
      for (const days of dayLimits) {
        const series = new SubdailySeries({ ...everySecond, interval, days })
        const { last } = withSteps(150_000, () => series.tally(1_000_000_000_000, (dayMax + 1) * dayMs))
        expect(withSteps(50_000, () => series.next(last + 1))).toBe(Number.POSITIVE_INFINITY)
      }
    }
  })
})
