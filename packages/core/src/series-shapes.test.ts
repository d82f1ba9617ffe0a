import { describe, expect, it } from 'vitest'
import { type CalendarMask, calendarMaskOf } from './calendar-mask.ts'
import { dayMs } from './civil.ts'
import { asInstant, type Instant } from './instant.ts'
import { joinCycles, prepareSeries, regularStarts, type SeriesInput } from './prepared-series.ts'
import { residueFormOf, residuesMeet } from './residue-form.ts'
import { parseRule, readRule } from './rule-parse.ts'
import { isImpossible, isSurelyPossible } from './rule-proof.ts'
import { RuleSeries } from './rule-series.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const utc = (text: string) => asInstant(parseWall(text))

/** A Monday: day 5 of the year, 20,458 days after 1970. */
const monday = '2026-01-05T09:00'

const seriesOf = (rule: string, start: string = monday) =>
  new RuleSeries(parseRule(rule), parseWall(start), zoneOf('UTC'))

/** Modulus in days and residues as `day hh:mm:ss`, day 0 being a Thursday like 1970-01-01. */
function residuesOf(rule: string, start?: string): readonly [number, string[]] | null {
  const form = residueFormOf(seriesOf(rule, start))
  if (form === null) return null
  const told = Array.from(
    form.residues,
    (ms) => `${Math.floor(ms / dayMs)} ${new Date(ms % dayMs).toISOString().slice(11, 19)}`,
  )
  return [form.modulusMs / dayMs, told]
}

describe('the residues of a rule', () => {
  it.each<readonly [rule: string, days: number, residues: readonly string[]]>([
    ['FREQ=DAILY', 1, ['0 09:00:00']],
    ['FREQ=DAILY;INTERVAL=3', 3, ['1 09:00:00']],
    ['FREQ=DAILY;BYHOUR=9,10', 1, ['0 09:00:00', '0 10:00:00']],
    ['FREQ=DAILY;INTERVAL=3;BYHOUR=9,10', 3, ['1 09:00:00', '1 10:00:00']],
    ['FREQ=DAILY;BYDAY=MO,TU', 7, ['4 09:00:00', '5 09:00:00']],
    ['FREQ=DAILY;INTERVAL=2;BYDAY=MO', 14, ['4 09:00:00']],
    ['FREQ=DAILY;INTERVAL=7;BYDAY=MO', 7, ['4 09:00:00']],
    ['FREQ=DAILY;BYMONTH=2', 1, ['0 09:00:00']],
    ['FREQ=WEEKLY', 7, ['4 09:00:00']],
    ['FREQ=WEEKLY;BYMONTH=2', 7, ['4 09:00:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYMONTH=2', 14, ['4 09:00:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;BYMONTH=2', 14, ['4 09:00:00', '7 09:00:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 14, ['4 09:00:00', '7 09:00:00']],
    ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH,SU;WKST=SU', 14, ['3 09:00:00', '4 09:00:00', '7 09:00:00']],
    ['FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=9,10;BYSETPOS=2,3', 7, ['4 10:00:00', '5 09:00:00']],
    ['FREQ=MONTHLY;BYMONTHDAY=13', 1, ['0 09:00:00']],
    ['FREQ=MONTHLY;BYDAY=1TU,-1FR', 7, ['1 09:00:00', '5 09:00:00']],
    ['FREQ=YEARLY;BYWEEKNO=20', 7, ['4 09:00:00']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=14,15', 1, ['0 09:00:00']],
    ['FREQ=YEARLY;BYWEEKNO=20;BYDAY=SU', 7, ['3 09:00:00']],
    ['FREQ=HOURLY;INTERVAL=5', 5 / 24, ['0 01:00:00']],
    ['FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,30', 5 / 24, ['0 01:00:00', '0 01:30:00']],
    ['FREQ=HOURLY;INTERVAL=5;BYMONTH=2', 5 / 24, ['0 01:00:00']],
    ['FREQ=HOURLY;INTERVAL=36;BYHOUR=9,21', 3, ['1 09:00:00', '2 21:00:00']],
    ['FREQ=HOURLY;INTERVAL=36;BYHOUR=9,21;BYDAY=MO', 21, ['4 09:00:00', '11 21:00:00']],
    ['FREQ=HOURLY;INTERVAL=48;BYDAY=MO,TU', 14, ['4 09:00:00', '12 09:00:00']],
  ])('%s are, every %d days, at %j', (rule, days, residues) => {
    expect(residuesOf(rule)).toEqual([days, residues])
  })

  it('before 1970 are the same', () => {
    expect(residuesOf('FREQ=DAILY;INTERVAL=3', '1969-12-31T23:00')).toEqual([3, ['2 23:00:00']])
    expect(residuesOf('FREQ=HOURLY;INTERVAL=36;BYHOUR=9,21', '1969-12-31T21:00')).toEqual([
      3,
      ['1 09:00:00', '2 21:00:00'],
    ])
  })

  it('are given up where they would be too many', () => {
    const all = Array.from({ length: 60 }, (_, i) => i).join()
    const some = all.slice(0, all.indexOf(',39'))
    expect(residuesOf(`FREQ=MONTHLY;BYMINUTE=${all};BYSECOND=${some}`)?.[1]).toHaveLength(2340)
    expect(residuesOf(`FREQ=MONTHLY;BYMINUTE=${all};BYSECOND=${some},39`)).toBe(null)
    expect(residuesOf(`FREQ=WEEKLY;BYHOUR=0,1,2,3,4;BYMINUTE=${all};BYSECOND=${all}`)).toBe(null)
    expect(residuesOf(`FREQ=WEEKLY;BYHOUR=0,1,2,3;BYMINUTE=${all};BYSECOND=${all}`)?.[1]).toHaveLength(14_400)
    expect(residuesOf(`FREQ=WEEKLY;BYMONTH=1;BYMINUTE=${all};BYSECOND=${all}`)).toBe(null)
    expect(residuesOf(`FREQ=MONTHLY;BYDAY=MO;BYMINUTE=${all};BYSECOND=${all}`)).toBe(null)
  })

  it('meet by a millisecond, and touch without meeting', () => {
    const at = (...residues: number[]) => ({ modulusMs: 100, residues: Float64Array.from(residues) })
    const meet = (a: number, aMs: number, b: number, bMs: number, shift = 0) =>
      residuesMeet(at(a), aMs, at(b), bMs, shift)
    expect([meet(0, 10, 10, 10), meet(0, 11, 10, 10), meet(10, 10, 0, 10), meet(10, 10, 0, 11)]).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect([meet(95, 5, 0, 5), meet(95, 6, 0, 5), meet(0, 5, 95, 5), meet(0, 5, 95, 6)]).toEqual([
      false,
      true,
      false,
      true,
    ])
    expect([meet(0, 50, 50, 50), meet(0, 51, 50, 50), meet(0, 50, 50, 51)]).toEqual([false, true, true])
    expect([
      meet(0, 10, 0, 10, 10),
      meet(0, 10, 0, 10, 9),
      meet(0, 10, 0, 10, -10),
      meet(0, 10, 0, 10, -9),
    ]).toEqual([false, true, false, true])
    expect(residuesMeet(at(0), 200, at(), 10, 0)).toBe(false)
    expect(residuesMeet(at(), 200, at(0), 10, 0)).toBe(false)
    expect(residuesMeet(at(10), 5, { modulusMs: 60, residues: Float64Array.of(35) }, 5, 0)).toBe(false)
    expect(residuesMeet(at(10), 5, { modulusMs: 60, residues: Float64Array.of(34) }, 5, 0)).toBe(true)
  })

  it('that are many meet across the end of the circle', () => {
    const many = (first: number, last: number) => ({
      modulusMs: 1000,
      residues: Float64Array.of(first, ...Array.from({ length: 18 }, (_, i) => 300 + 20 * i), last),
    })
    const apart = { modulusMs: 1000, residues: Float64Array.from({ length: 20 }, (_, i) => 310 + 20 * i) }
    expect(residuesMeet(many(100, 990), 10, apart, 10, 0)).toBe(false)
    const early = { modulusMs: 1000, residues: Float64Array.of(5, ...apart.residues.subarray(0, 19)) }
    expect(
      [14, 15, 16].map((ms) => residuesMeet({ ...many(100, 990), modulusMs: 1000 }, 10, early, ms - 10, 0)),
    ).toEqual([false, false, false])
    expect(residuesMeet(many(100, 996), 10, early, 1, 0)).toBe(true)
    expect(residuesMeet(many(100, 995), 10, early, 1, 0)).toBe(false)
    expect(residuesMeet(early, 1, many(100, 996), 10, 0)).toBe(true)
    expect(residuesMeet(early, 1, many(100, 995), 10, 0)).toBe(false)
  })
})

describe('the calendar of a rule', () => {
  const bits = (mask: number) =>
    Array.from({ length: 31 }, (_, i) => i + 1).filter((n) => (mask >>> (n - 1)) & 1)
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)
  const maskOf = (rule: string, start?: string) => calendarMaskOf(seriesOf(rule, start)) as CalendarMask

  it.each<readonly [rule: string, months: readonly number[], monthDays: readonly number[]]>([
    ['FREQ=DAILY;BYMONTH=1,12', [1, 12], range(1, 31)],
    ['FREQ=DAILY;BYMONTHDAY=1,31', range(1, 12), [1, 31]],
    ['FREQ=MONTHLY;BYHOUR=9', range(1, 12), [5]],
    ['FREQ=MONTHLY;INTERVAL=4', [1, 5, 9], [5]],
    ['FREQ=MONTHLY;INTERVAL=5', range(1, 12), [5]],
    ['FREQ=MONTHLY;INTERVAL=6;BYDAY=2TU', [1, 7], range(8, 14)],
    ['FREQ=MONTHLY;INTERVAL=6;BYMONTH=2,7', [2, 7], [5]],
    ['FREQ=MONTHLY;BYDAY=-1TU', range(1, 12), range(22, 31)],
    ['FREQ=MONTHLY;BYDAY=-2TU', range(1, 12), range(15, 24)],
    ['FREQ=MONTHLY;BYDAY=5TU', range(1, 12), range(29, 31)],
    ['FREQ=MONTHLY;BYDAY=1TU,3WE', range(1, 12), [...range(1, 7), ...range(15, 21)]],
    ['FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=1,2', range(1, 12), [1, 2]],
    ['FREQ=MONTHLY;BYDAY=1TU;BYMONTHDAY=5,6,8', range(1, 12), [5, 6]],
    ['FREQ=MONTHLY;BYMONTHDAY=-1', range(1, 12), range(28, 31)],
    ['FREQ=MONTHLY;BYMONTHDAY=-31,-30', range(1, 12), [1, 2]],
    ['FREQ=YEARLY', [1], [5]],
    ['FREQ=YEARLY;BYMONTH=3', [3], [5]],
    ['FREQ=YEARLY;BYMONTHDAY=7', range(1, 12), [7]],
    ['FREQ=YEARLY;BYYEARDAY=100', range(1, 12), range(1, 31)],
    ['FREQ=YEARLY;BYWEEKNO=20', range(1, 12), range(1, 31)],
    ['FREQ=YEARLY;BYDAY=20MO', range(1, 12), range(1, 31)],
    ['FREQ=YEARLY;BYMONTH=5;BYDAY=2MO', [5], range(8, 14)],
    ['FREQ=WEEKLY;BYDAY=MO,TU', range(1, 12), range(1, 31)],
  ])('%s has the months %j and the days %j', (rule, months, monthDays) => {
    const mask = maskOf(rule)
    expect([bits(mask.months), bits(mask.monthDays)]).toEqual([months, monthDays])
  })

  it('has its first and last time of day, and its steps of months and years', () => {
    expect(maskOf('FREQ=MONTHLY;INTERVAL=5;BYHOUR=7,12;BYMINUTE=0,30')).toMatchObject({
      unit: 'month',
      interval: 5,
      origin: 2026 * 12,
      timeMinMs: 7 * hourMs,
      timeMaxMs: 12.5 * hourMs,
    })
    expect(maskOf('FREQ=YEARLY;INTERVAL=3')).toMatchObject({ unit: 'year', interval: 3, origin: 2026 })
    expect(maskOf('FREQ=DAILY;BYMONTH=3').unit).toBe('other')
    expect(maskOf('FREQ=WEEKLY;BYDAY=MO,TU').unit).toBe('other')
    expect(maskOf('FREQ=YEARLY;BYWEEKNO=3').unit).toBe('other')
  })
})

describe('the proof that a rule can occur', () => {
  it.each([
    ['FREQ=MONTHLY;BYMONTH=2,3;BYMONTHDAY=31', true],
    ['FREQ=MONTHLY;BYMONTH=2,4;BYMONTHDAY=30', true],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=29', true],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=-29,-30', true],
    ['FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30,1', true],
    ['FREQ=MONTHLY;BYDAY=6MO,1MO', true],
    ['FREQ=YEARLY;BYMONTH=1;BYDAY=6MO,-5MO', true],
    ['FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=2', true],
    ['FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=-2,5', true],
    ['FREQ=DAILY;BYSECOND=59,60;BYSETPOS=1', true],
    ['FREQ=DAILY;BYSECOND=0,59,60;BYSETPOS=2', true],
    ['FREQ=MINUTELY;BYSECOND=0,30;BYSETPOS=-2', true],
    ['FREQ=HOURLY;BYMINUTE=0,30;BYSECOND=0,30;BYSETPOS=4', true],
    ['FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,30;BYSECOND=0,30;BYSETPOS=8', true],
    // What a glance does not see, a proof does.
    ['FREQ=DAILY;BYHOUR=1,2;BYMINUTE=0,30;BYSECOND=0,30;BYSETPOS=9', false],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5', null],
    ['FREQ=MONTHLY;BYDAY=MO;BYSETPOS=6', false],
    ['FREQ=YEARLY;BYDAY=MO;BYSETPOS=53', null],
    ['FREQ=YEARLY;BYDAY=MO;BYSETPOS=54', false],
    ['FREQ=MONTHLY;BYMONTHDAY=8;BYDAY=2MO', null],
    ['FREQ=MONTHLY;BYMONTHDAY=8;BYDAY=1MO', false],
    ['FREQ=YEARLY;BYWEEKNO=1;BYMONTH=12', null],
    ['FREQ=YEARLY;BYWEEKNO=1;BYMONTH=11', false],
    ['FREQ=YEARLY;BYWEEKNO=53;BYYEARDAY=1', null],
    ['FREQ=YEARLY;BYWEEKNO=52;BYYEARDAY=8', false],
    ['FREQ=YEARLY;BYYEARDAY=366;BYMONTH=12', null],
    ['FREQ=YEARLY;BYYEARDAY=366;BYMONTH=11', false],
    ['FREQ=HOURLY;BYHOUR=9;BYMINUTE=0,30;BYSETPOS=2', true],
    ['FREQ=SECONDLY;BYMINUTE=9;BYSETPOS=1', true],
    ['FREQ=SECONDLY;BYMINUTE=9,10;BYSETPOS=2', false],
    ['FREQ=MINUTELY;BYHOUR=9,10;BYMINUTE=0,30;BYSETPOS=2', false],
  ])('%s: %j', (text, verdict) => {
    const rule = readRule(text)
    expect(isSurelyPossible(rule)).toBe(verdict === true)
    expect(isImpossible(rule)).toBe(verdict === false)
  })
})

describe('a prepared series', () => {
  const prepared = (rules: string, more: Partial<SeriesInput> = {}, zoneId = 'UTC') =>
    prepareSeries({
      start: parseWall(monday),
      zone: zoneOf(zoneId),
      durationMs: hourMs,
      rules: rules === '' ? [] : rules.split('|').map(parseRule),
      ...more,
    })

  it('knows where it begins and ends, to two days where clocks change', () => {
    const daily = prepared('FREQ=DAILY;COUNT=3')
    expect([daily.firstStart, daily.lastStart]).toEqual([utc(monday), utc('2026-01-07T09:00')])
    const there = prepared('FREQ=DAILY;COUNT=3', {}, 'America/New_York')
    expect([there.firstStart, there.lastStart]).toEqual([utc('2026-01-03T14:00'), utc('2026-01-09T14:00')])
    const two = prepared('FREQ=WEEKLY;COUNT=2|FREQ=DAILY;COUNT=20')
    expect([two.firstStart, two.lastStart]).toEqual([utc(monday), utc('2026-01-24T09:00')])
  })

  it('of length zero, or ended before it began, has no regular part', () => {
    for (const none of [
      prepared('FREQ=DAILY', { durationMs: 0 }),
      prepared('FREQ=DAILY;UNTIL=20250101'),
      prepared(''),
    ]) {
      expect([none.rules, none.shapes, none.firstStart, none.lastStart]).toEqual([
        [],
        [],
        Infinity,
        -Infinity,
      ])
      expect([...regularStarts(none, -1e15, 1e15)]).toEqual([])
    }
    expect(prepared('').extras.map((o) => o.start)).toEqual([utc(monday)])
    expect(prepared('', { durationMs: 0 }).extras).toEqual([])
  })

  it('repeats after so many times 400 years', () => {
    const cycles = (rules: string) => prepared(rules).cycles
    expect([cycles('FREQ=DAILY'), cycles('FREQ=DAILY;INTERVAL=2'), cycles('FREQ=DAILY;INTERVAL=3')]).toEqual([
      1, 2, 1,
    ])
    expect([
      cycles('FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=1'),
      cycles('FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=1'),
    ]).toEqual([7, 1])
    expect([cycles('FREQ=YEARLY;INTERVAL=3'), cycles('FREQ=YEARLY;INTERVAL=40')]).toEqual([3, 1])
    expect([cycles('FREQ=HOURLY;INTERVAL=5;BYDAY=MO'), cycles('FREQ=HOURLY;INTERVAL=16;BYDAY=MO')]).toEqual([
      5, 2,
    ])
    expect(cycles('FREQ=DAILY;INTERVAL=2|FREQ=YEARLY;INTERVAL=3')).toBe(6)
    expect([joinCycles(4, 6), joinCycles(5, 7), joinCycles(32, 32), joinCycles(1, 1)]).toEqual([
      12, 32, 32, 1,
    ])
  })

  it('costs nothing between the steps of a stride, and something where days are tried', () => {
    const cost = (rules: string) => prepared(rules).stepsPerDay
    expect(cost('FREQ=DAILY')).toBe(0)
    expect(cost('FREQ=HOURLY;INTERVAL=5;BYDAY=MO')).toBe(20)
    expect(cost('FREQ=YEARLY;INTERVAL=2')).toBeCloseTo(1600 / (2 * 146_097), 12)
    expect(cost('FREQ=HOURLY;INTERVAL=5;BYDAY=MO|FREQ=HOURLY;INTERVAL=7;BYDAY=MO')).toBe(40)
  })

  it('has what deviates apart: what is removed, and the rest by its start', () => {
    const key = (day: string) => parseWall(`2026-01-${day}T09:00`)
    const series = prepared('FREQ=DAILY;COUNT=10', {
      exdates: [key('06'), { start: utc('2026-01-07T09:00') }],
      rdates: [key('20'), key('08')],
      exceptions: [
        { kind: 'cancelled', wallStart: key('09') },
        { kind: 'modified', wallStart: key('10'), start: utc('2026-01-10T12:00') },
        { kind: 'modified', wallStart: key('11'), end: utc('2026-01-11T12:00') },
        { kind: 'modified', wallStart: key('30') },
        { kind: 'added', start: utc('2026-01-02T09:00'), end: utc('2026-01-02T10:00') },
        { kind: 'added', start: utc('2026-01-03T09:00'), end: utc('2026-01-03T09:00') },
      ] as NonNullable<SeriesInput['exceptions']>,
    })
    const told = series.extras.map(({ wallStart, start, end }) =>
      [wallStart, start, end].map((ms) => new Date(ms).toISOString().slice(8, 13)).join(' '),
    )
    expect(told).toEqual(['02T09 02T09 02T10', '10T09 10T12 10T13', '11T09 11T09 11T12', '20T09 20T09 20T10'])
    expect([...series.removed].map((ms) => new Date(ms).getUTCDate())).toEqual([6, 7, 9, 10, 11])
    const starts = regularStarts(series, utc('2026-01-05T09:00'), utc('2026-01-14T09:00'))
    expect([...starts].map((ms) => new Date(ms).getUTCDate())).toEqual([5, 8, 12, 13])
    expect(series.lastIrregular).toBe(utc('2026-01-20T10:00'))
    expect(prepared('FREQ=DAILY').lastIrregular).toBe(-Infinity)
    expect(prepared('FREQ=DAILY', { exdates: [key('06')] }).lastIrregular).toBe(utc('2026-01-06T09:00'))
  })

  it('tells regular starts of several rules once, in order, through a gap', () => {
    const rules = 'FREQ=DAILY;BYHOUR=2;BYMINUTE=30|FREQ=DAILY;BYHOUR=3;BYMINUTE=0,30'
    const series = prepared(rules, { start: parseWall('2026-03-07T00:00') }, 'America/New_York')
    const from = utc('2026-03-08T00:00')
    expect(
      [...regularStarts(series, from, from + 24 * hourMs)].map((ms) =>
        new Date(ms).toISOString().slice(11, 16),
      ),
    ).toEqual(['07:00', '07:30'])
    expect([...regularStarts(series, from + 7 * hourMs + 1, from + 7.5 * hourMs + 1)]).toHaveLength(1)
    expect([...regularStarts(series, from + 7 * hourMs, from + 7.5 * hourMs)]).toHaveLength(1)
  })

  it('refuses two exceptions of one occurrence, and one that ends before it starts', () => {
    const wallStart = parseWall(monday)
    const exceptions = [
      { kind: 'cancelled', wallStart },
      { kind: 'cancelled', wallStart },
    ] as const
    expect(() => prepared('FREQ=DAILY', { exceptions })).toThrowError(
      expect.objectContaining({
        message: 'The occurrence of 2026-01-05T09:00:00 has two exceptions.',
        details: { wallStart: '2026-01-05T09:00:00' },
      }),
    )
    const [start, end] = [utc('2026-01-05T12:00'), utc('2026-01-05T11:00')] as const
    expect(() =>
      prepared('FREQ=DAILY', {
        exceptions: [{ kind: 'modified', wallStart: wallStart as Wall, start, end: end as Instant }],
      }),
    ).toThrowError(
      expect.objectContaining({
        message: `An exception ends at ${end}, before it starts at ${start}.`,
        details: { start, end },
      }),
    )
  })
})
