import { describe, expect, it } from 'vitest'
import { freeSlots, type NearestAlternativesQuery, nearestAlternatives } from './availability.ts'
import { CoreError } from './errors.ts'
import { formatICalendar } from './ical-format.ts'
import { parseICalendar } from './ical-parse.ts'
import { asInstant, type Instant } from './instant.ts'
import { type Interval, interval, mergeIntervals, subtractIntervals } from './interval.ts'
import { IntervalIndex } from './interval-index.ts'
import { alternativesMax, datesMax, durationMsMax, openDaysMax, rulesMax } from './limits.ts'
import { compileBusinessHours, isWithinOpenHours, openIntervalsOf } from './open-hours.ts'
import { createRecurrence, type RecurrenceInput } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { asWall, formatWall, parseWall, type Wall, wallDate } from './wall.ts'
import { zoneOf } from './zone.ts'
import { transitionsOfYear } from './zone-regimes.ts'

const hourMs = 3_600_000
const utc = zoneOf('UTC')
const start = parseWall('2026-01-05T09:00')
const day = asInstant(Date.UTC(2026, 0, 5))
const later = asInstant(Date.UTC(2026, 0, 6))
const office = compileBusinessHours({ start: '09:00', end: '17:00' }, utc)
const none = { starts: new Float64Array(0), ends: new Float64Array(0) }
const two = new IntervalIndex(Float64Array.of(1, 9), Float64Array.of(5, 12))
const daily = parseRule('FREQ=DAILY')

const recur = (more: Partial<RecurrenceInput>) =>
  createRecurrence({ start, zone: utc, durationMs: hourMs, rules: [daily], ...more })
const always = compileBusinessHours(null, utc)
const search = { open: office, busy: none, durationMs: hourMs, stepMs: hourMs }
const slots = (durationMs: number, stepMs: number) =>
  freeSlots({ ...search, from: day, to: later, durationMs, stepMs })
const nearest = (count: number, more: Partial<NearestAlternativesQuery> = {}) =>
  nearestAlternatives({
    open: office,
    busy: none,
    around: day,
    durationMs: hourMs,
    stepMs: hourMs,
    count,
    searchFrom: day,
    searchTo: later,
    ...more,
  })
const series = parseICalendar('DTSTART;TZID=Europe/Berlin:20260105T090000')
const fiftyYears = asInstant(Date.UTC(2076, 0, 5))

type Refusal = readonly [work: () => unknown, code: string, told: RegExp, details?: object]

const refusals: readonly Refusal[] = [
  [() => slots(0, hourMs), 'invalid_interval', /^durationMs .+positive integer, got 0\.$/],
  [() => slots(1.5, hourMs), 'invalid_interval', /^durationMs .+got 1\.5\.$/],
  [() => slots(hourMs, 0), 'invalid_interval', /^stepMs must be 1 to 86400000, got 0\.$/],
  [() => slots(hourMs, 86_400_001), 'invalid_interval', /^stepMs .+got 86400001\.$/],
  [() => slots(hourMs, 0.5), 'invalid_interval', /^stepMs .+got 0\.5\.$/],
  [() => nearest(-1), 'invalid_interval', /^count must be 0 to 100, got -1\.$/],
  [() => nearest(alternativesMax + 1), 'invalid_interval', /^count must be 0 to 100, got 101\.$/],
  [() => nearest(0.5), 'invalid_interval', /^count .+got 0\.5\.$/],
  [
    () => freeSlots({ ...search, open: always, from: -Infinity as Instant, to: later }),
    'invalid_instant',
    /^-Infinity is not a whole number/,
    { value: '-Infinity' },
  ],
  [() => freeSlots({ ...search, from: day, to: Number.NaN as Instant }), 'invalid_instant', /^NaN is not/],
  [() => nearest(1, { around: Number.NaN as Instant }), 'invalid_instant', /^NaN is not/],
  [() => nearest(1, { searchFrom: -Infinity as Instant }), 'invalid_instant', /^-Infinity is not/],
  [() => nearest(1, { searchTo: 1e300 as Instant }), 'invalid_instant', /^1e\+300 is not/],
  [() => nearest(1, { notBefore: 0.5 as Instant }), 'invalid_instant', /^0\.5 is not/],
  [() => openIntervalsOf(office, -Infinity as Instant, later), 'invalid_interval', /is not an interval/],
  [() => isWithinOpenHours(always, day, Infinity as Instant), 'invalid_interval', /is not an interval/],
  [() => interval(later, day), 'invalid_interval', /start must be before end/],
  [() => isWithinOpenHours(office, later, day), 'invalid_interval', /is not an interval/],
  [() => openIntervalsOf(office, later, day), 'invalid_interval', /is not an interval/],
  [() => openIntervalsOf(office, day, fiftyYears), 'budget_exceeded', new RegExp(`${openDaysMax} days`)],
  [
    () => new IntervalIndex(Float64Array.of(1), new Float64Array(0)),
    'invalid_interval',
    /^1 starts but 0 ends/,
  ],
  [
    () => new IntervalIndex(Float64Array.of(1, 9), Float64Array.of(2, 8)),
    'invalid_interval',
    /^interval 1 is \[9, 8\)/,
  ],
  ...[
    [Number.NaN, 1],
    [1, Number.NaN],
    [2, 1],
  ].flatMap(([from = 0, to = 0]): Refusal[] => [
    [() => two.overlapsAny(from, to), 'invalid_interval', /is not a window/],
    [() => two.firstOverlap(from, to), 'invalid_interval', /is not a window/],
    [() => two.eachOverlap(from, to, () => true), 'invalid_interval', /is not a window/],
    [() => two.overlapsInto(from, to, new Int32Array(1)), 'invalid_interval', /is not a window/],
    [() => mergeIntervals([{ start: from, end: to } as Interval]), 'invalid_interval', /is not an interval/],
    [
      () => subtractIntervals([], [{ start: from, end: to } as Interval]),
      'invalid_interval',
      /is not an interval/,
    ],
  ]),
  ...[
    [Number.NaN, 9, 1],
    [0, Number.NaN, 1],
    [0, 9, Number.NaN],
    [0, 9, 0],
    [0, 9, -1],
  ].flatMap(([from = 0, to = 0, ms = 0]): Refusal[] => [
    [() => two.firstFree(from, to, ms), 'invalid_interval', /can be looked for/],
    [() => two.lastFree(from, to, ms), 'invalid_interval', /can be looked for/],
  ]),
  [() => asInstant(0.5), 'invalid_instant', /^0\.5 is not .+ years 1 to 9999\.$/, { value: '0.5' }],
  [() => asWall(0.5), 'invalid_wall', /^0\.5 is not .+ years 1 to 9999\.$/, { value: '0.5' }],
  [() => zoneOf('Mars/Olympus'), 'unknown_zone', /^"Mars\/Olympus" is not an IANA time zone/],
  [
    () => recur({ durationMs: durationMsMax + 1 }),
    'invalid_series',
    /^A duration is 0 to 31622400000 whole milliseconds, not 31622400001\.$/,
    { part: 'durationMs', value: '31622400001' },
  ],
  [() => recur({ durationMs: -1 }), 'invalid_series', /not -1\.$/, { part: 'durationMs', value: '-1' }],
  [() => recur({ durationMs: 0.5 }), 'invalid_series', /not 0\.5\.$/, { part: 'durationMs', value: '0.5' }],
  [
    () => recur({ rules: new Array(rulesMax + 1).fill(daily) }),
    'invalid_series',
    /at most 64 rules, not 65\.$/,
    { part: 'rules', value: 65 },
  ],
  [
    () => recur({ rdates: new Array<Wall>(datesMax + 1).fill(start) }),
    'invalid_series',
    /at most 100000 RDATE or EXDATE values\.$/,
    { part: 'dates', value: 100_001 },
  ],
  [
    () => recur({ exdates: new Array<Wall>(datesMax + 1).fill(start) }),
    'invalid_series',
    /at most 100000 RDATE or EXDATE values\.$/,
    { part: 'dates', value: 100_001 },
  ],
  [() => recur({ rdates: [Number.NaN as Wall] }), 'invalid_wall', /^NaN is not/, { value: 'NaN' }],
  [() => recur({ rdates: [{ wallStart: 1e18 as Wall }] }), 'invalid_wall', /^1000000000000000000 is not/],
  [() => recur({ rdates: [{ start: Infinity as Instant }] }), 'invalid_instant', /^Infinity is not/],
  [
    () => recur({ rdates: [{ wallStart: start, durationMs: -1 }] }),
    'invalid_series',
    /^A duration is .+ not -1\.$/,
  ],
  [() => recur({ exdates: [0.5 as Wall] }), 'invalid_wall', /^0\.5 is not/],
  [() => recur({ exdates: [{ start: Number.NaN as Instant }] }), 'invalid_instant', /^NaN is not/],
  [() => formatWall(Number.NaN as Wall), 'invalid_wall', /^NaN is not/, { value: 'NaN' }],
  [() => wallDate(Infinity as Wall), 'invalid_wall', /^Infinity is not/],
  [() => transitionsOfYear(utc, Number.NaN), 'invalid_instant', /^NaN is not a year\.$/, { value: 'NaN' }],
  [() => transitionsOfYear(zoneOf('Europe/Berlin'), 1e300), 'invalid_instant', /^1e\+300 is not a year\.$/],
  [() => zoneOf('Europe/Berlin').transitionsOf(0.5), 'invalid_instant', /^0\.5 is not a year\.$/],
  [() => recur({}).next(Number.NaN as Instant), 'invalid_instant', /is not a number\.$/, { value: 'NaN' }],
  [
    () => recur({}).between(day, fiftyYears, { budget: 10 }),
    'budget_exceeded',
    /^More than 10 occurrences lie in the window/,
    { budget: 10 },
  ],
  [
    () => recur({ rules: [parseRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30')] }),
    'never_occurs',
    /BYMONTH=2;BYMONTHDAY=30/,
  ],
  [
    () => recur({ startKind: 'date', rules: [parseRule('FREQ=HOURLY')] }),
    'invalid_rule',
    /^FREQ=HOURLY: not allowed when the start is a date\.$/,
    { part: 'FREQ', value: 'HOURLY', position: 0 },
  ],
  [
    () => recur({ startKind: 'zoned', rules: [parseRule('FREQ=DAILY;UNTIL=20270101')] }),
    'invalid_rule',
    /^UNTIL=20270101: expected a UTC time ending in Z because the start is zoned\.$/,
    { part: 'UNTIL', value: '20270101', position: 0 },
  ],
  [
    () => formatICalendar({ ...series, start: asWall(1) }),
    'invalid_ical',
    /^iCalendar has no milliseconds, and 1 ms has some\.$/,
    { value: 1 },
  ],
  [
    () => formatICalendar({ ...series, durationMs: 1500 }),
    'invalid_ical',
    /^iCalendar has no milliseconds, and 1500 ms has some\.$/,
    { value: 1500 },
  ],
  [() => formatICalendar({ ...series, zone: null }), 'invalid_ical', /^A zoned start needs its zone\.$/],
]

describe('a refusal is a CoreError that says in words what was wrong', () => {
  for (const [i, [work, code, told, details]] of refusals.entries()) {
    it(`${i}: ${told} as ${code}`, () => {
      let caught: unknown
      try {
        work()
      } catch (error) {
        caught = error
      }
      expect(caught).toBeInstanceOf(CoreError)
      expect(caught).toMatchObject({ name: 'CoreError', code, message: expect.stringMatching(told) })
      if (details !== undefined) expect((caught as CoreError).details).toEqual(details)
    })
  }

  it('what lies on a bound is accepted', () => {
    expect(slots(86_400_000, 86_400_000)).toEqual([])
    expect(slots(8 * hourMs, 1)).toHaveLength(1)
    expect(slots(1, 86_400_000)).toEqual([])
    expect(nearest(0)).toEqual([])
    expect(nearest(alternativesMax)).not.toEqual([])
    expect(recur({ durationMs: durationMsMax }).first()?.end).toBe(start + durationMsMax)
    expect(recur({ rules: new Array(rulesMax).fill(daily) }).first()?.wallStart).toBe(start)
    const dates = new Array<Wall>(datesMax).fill(start)
    expect(recur({ rdates: dates, exdates: [] }).first()?.wallStart).toBe(start)
  })
})
