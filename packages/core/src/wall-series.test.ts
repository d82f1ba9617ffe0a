import { describe, expect, it } from 'vitest'
import { CalendarSeries } from './calendar-series.ts'
import { cycleDays, dayMs } from './civil.ts'
import { compileSeries } from './rule-compile.ts'
import { parseRule } from './rule-parse.ts'
import { StrideSeries } from './stride-series.ts'
import { SubdailySeries } from './subdaily-series.ts'
import { formatWall, parseWall, type Wall, wallMax, wallMin } from './wall.ts'
import { type WallSeries, WallSink } from './wall-series.ts'

const compile = (rule: string, start: string): WallSeries => compileSeries(parseRule(rule), parseWall(start))

/** The instances of a series one after the other, the first `most` of them. */
function listOf(series: WallSeries, most: number): number[] {
  const list: number[] = []
  for (let wall = series.next(wallMin); wall < Infinity && list.length < most; wall = series.next(wall + 1)) {
    list.push(wall)
  }
  return list
}

function filled(series: WallSeries, from: number, to: number, stop = Infinity): number[] {
  const sink = new WallSink(1, 100_000)
  sink.stop = stop
  series.fill(from, to, sink)
  return [...sink.data.subarray(0, Math.min(sink.length, stop))]
}

/** Instances with the times right beside them, midnights, and times far from all of them. */
function probesOf(list: readonly number[]): number[] {
  const first = list[0] as number
  const chosen = [0, 1, 2, 19].flatMap((i) => list[i] ?? [])
  const midnights = chosen.map((wall) => wall - (wall % dayMs) + dayMs)
  const near = [...chosen, ...midnights].flatMap((wall) => [wall - 1, wall, wall + 1])
  return [first - 40 * dayMs, ...near.filter((wall) => wall < (list.at(-1) as number))]
}

/** Rules of every shape there is: stepping, days with times, units of days; filters, positions, many and few times. */
const shapes: readonly (readonly [rule: string, start: string])[] = [
  ['FREQ=WEEKLY;INTERVAL=3', '2026-01-05T09:00'],
  ['FREQ=MINUTELY;INTERVAL=7', '2026-01-05T09:00:30'],
  ['FREQ=DAILY;INTERVAL=3;BYHOUR=1,9,23', '2026-01-05T09:00'],
  ['FREQ=DAILY;BYMONTH=2;BYHOUR=9,10', '2026-01-05T09:30'],
  ['FREQ=DAILY;INTERVAL=4;BYDAY=MO,TH', '2026-01-05T09:00'],
  ['FREQ=DAILY;BYDAY=MO;BYHOUR=8,9;BYSETPOS=-1', '2026-01-05T09:00'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SU;WKST=SU', '2026-01-07T09:00'],
  ['FREQ=WEEKLY;BYDAY=TU,SA;BYMONTH=1,12;BYHOUR=0,12', '2026-01-05T09:00'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE;BYHOUR=9,10;BYSETPOS=2,-2', '2026-01-06T09:30'],
  ['FREQ=MONTHLY;BYMONTHDAY=31', '2026-01-31T23:59:59.999'],
  ['FREQ=MONTHLY;INTERVAL=5;BYMONTHDAY=-1,1', '2026-01-15T00:00'],
  ['FREQ=MONTHLY;BYDAY=2TU,-1FR;BYHOUR=9,18', '2026-01-13T18:00'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1', '2026-01-30T09:00'],
  ['FREQ=MONTHLY;INTERVAL=7;BYDAY=FR;BYMONTHDAY=13', '2026-02-13T09:00'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-05T09:00'],
  ['FREQ=YEARLY;INTERVAL=3;BYDAY=20MO,-1SU', '2026-05-18T09:00'],
  ['FREQ=YEARLY;BYYEARDAY=1,-1,366;BYHOUR=0,23', '2026-01-01T00:00'],
  ['FREQ=YEARLY;BYWEEKNO=1,53;BYDAY=MO,SU', '2026-01-05T09:00'],
  ['FREQ=HOURLY;INTERVAL=5;BYDAY=SA,SU', '2026-01-05T09:15'],
  ['FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10', '2026-01-05T09:00'],
  ['FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10;BYMONTHDAY=1,2,3', '2026-01-05T09:00'],
  ['FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,30;BYSECOND=0,59', '2026-01-05T09:30:01'],
  ['FREQ=HOURLY;INTERVAL=35;BYHOUR=0,23;BYMINUTE=0,59', '2026-01-05T23:30'],
  ['FREQ=HOURLY;INTERVAL=720', '2026-01-05T09:00'],
  ['FREQ=HOURLY;INTERVAL=721;BYHOUR=9,10,11;BYMINUTE=0,30', '2026-01-05T09:15'],
  ['FREQ=MINUTELY;INTERVAL=1001;BYMONTH=1,3', '2026-01-05T09:00'],
  ['FREQ=MINUTELY;INTERVAL=5003;BYHOUR=9,10', '2026-01-05T09:00'],
  ['FREQ=MINUTELY;INTERVAL=11;BYHOUR=0,23;BYSECOND=0,30', '2026-01-05T23:55:15'],
  ['FREQ=SECONDLY;INTERVAL=7;BYMINUTE=0,59;BYHOUR=0,23', '2026-01-05T09:00'],
  ['FREQ=SECONDLY;INTERVAL=86413;BYMINUTE=1,2,3', '2026-01-05T09:01'],
]

describe.each(shapes)('%s from %s', (rule, start) => {
  const series = compile(rule, start)
  const list = listOf(series, 120)
  const end = list.at(-1) as number
  const probes = probesOf(list)

  it('begins at or after its start and ascends', () => {
    expect(list).toHaveLength(120)
    expect(list[0]).toBeGreaterThanOrEqual(parseWall(start))
    for (const [i, wall] of list.slice(1).entries()) expect(wall).toBeGreaterThan(list[i] as number)
  })

  it('gives the instances of any window, all at once', () => {
    for (const from of probes) {
      for (const to of [...probes, end]) {
        expect(filled(series, from, to).join()).toBe(list.filter((wall) => wall >= from && wall < to).join())
      }
    }
  })

  it('gives no more of a window than the sink takes', () => {
    for (const stop of [1, 2, 3, 50]) {
      for (const from of probes.slice(0, 4)) {
        expect(filled(series, from, end, stop)).toEqual(list.filter((wall) => wall >= from).slice(0, stop))
      }
    }
  })

  it('tells the next and the previous instance of any time, and none beyond a limit', () => {
    for (const wall of probes) {
      const next = list.find((one) => one >= wall) as number
      expect(series.next(wall)).toBe(next)
      expect([series.next(wall, next), series.next(wall, next - 1)]).toEqual([next, Infinity])
      expect(series.previous(wall)).toBe(list.findLast((one) => one <= wall) ?? -Infinity)
    }
  })

  it('counts up to a time and up to a number, and tells the last one counted', () => {
    for (const wallEnd of probes) {
      for (const countEnd of [1, 2, 30, Infinity]) {
        const counted = list.filter((wall) => wall <= wallEnd).slice(0, countEnd)
        expect(series.tally(countEnd, wallEnd)).toEqual({
          count: counted.length,
          last: counted.at(-1) ?? -Infinity,
        })
      }
    }
    for (const countEnd of [60, 119, 120]) {
      expect(series.tally(countEnd, wallMax)).toEqual({ count: countEnd, last: list[countEnd - 1] })
    }
    expect(series.isImpossible()).toBe(false)
  })
})

describe('a rule takes the cheapest shape that it fits into', () => {
  const all = Array.from({ length: 60 }, (_, i) => i).join()

  it.each([
    ['FREQ=DAILY', StrideSeries],
    ['FREQ=DAILY;INTERVAL=5;BYHOUR=7', StrideSeries],
    ['FREQ=DAILY;BYHOUR=7,8;BYSETPOS=-1', StrideSeries],
    ['FREQ=DAILY;BYHOUR=7,8', CalendarSeries],
    ['FREQ=DAILY;BYDAY=MO', CalendarSeries],
    ['FREQ=DAILY;BYMONTHDAY=1', CalendarSeries],
    ['FREQ=DAILY;BYMONTH=1', CalendarSeries],
    ['FREQ=WEEKLY;INTERVAL=2', StrideSeries],
    ['FREQ=WEEKLY;BYDAY=FR;BYHOUR=7', StrideSeries],
    ['FREQ=WEEKLY;BYDAY=FR,SA', CalendarSeries],
    ['FREQ=WEEKLY;BYMONTH=1', CalendarSeries],
    ['FREQ=WEEKLY;BYHOUR=7,8', CalendarSeries],
    ['FREQ=WEEKLY;BYDAY=FR;BYSETPOS=1', CalendarSeries],
    ['FREQ=MONTHLY', CalendarSeries],
    ['FREQ=YEARLY', CalendarSeries],
    ['FREQ=HOURLY;INTERVAL=5', StrideSeries],
    ['FREQ=HOURLY;INTERVAL=5;BYMINUTE=30', StrideSeries],
    [`FREQ=MINUTELY;INTERVAL=7;BYMINUTE=${all}`, StrideSeries],
    ['FREQ=HOURLY;BYMINUTE=0,30', CalendarSeries],
    ['FREQ=HOURLY;INTERVAL=2;BYHOUR=9,11', CalendarSeries],
    ['FREQ=HOURLY;INTERVAL=3;BYDAY=MO', CalendarSeries],
    ['FREQ=HOURLY;INTERVAL=3;BYMONTH=1', CalendarSeries],
    ['FREQ=HOURLY;INTERVAL=3;BYYEARDAY=1', CalendarSeries],
    ['FREQ=SECONDLY;INTERVAL=30;BYMONTHDAY=1', CalendarSeries],
    ['FREQ=SECONDLY;INTERVAL=20;BYMONTHDAY=1', SubdailySeries],
    ['FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,30', SubdailySeries],
    ['FREQ=HOURLY;INTERVAL=5;BYDAY=MO', SubdailySeries],
    ['FREQ=HOURLY;INTERVAL=48;BYHOUR=9', SubdailySeries],
  ])('%s', (rule, shape) => {
    expect(compile(rule, '2026-01-05T09:00')).toBeInstanceOf(shape)
  })
})

describe('in 400 years, after which the calendar repeats', () => {
  const cycleMs = cycleDays * dayMs

  it.each([
    // The 13th is a Friday more often than any other day.
    ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR', '2026-01-01T09:00', 688],
    ['FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=TH', '2026-01-01T09:00', 684],
    ['FREQ=MONTHLY;BYDAY=FR;BYSETPOS=5', '2026-01-01T09:00', 20_871 - 4 * 4800],
    ['FREQ=MONTHLY;BYMONTHDAY=30,31', '2026-01-01T09:00', 400 * 11 + 400 * 7],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-01T09:00', 97],
    ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO', '2026-01-01T09:00', 15],
    ['FREQ=YEARLY;BYYEARDAY=366;BYHOUR=9,10', '2026-01-01T09:00', 194],
    ['FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO', '2026-01-01T09:00', 71],
    ['FREQ=YEARLY;BYDAY=MO,TU;BYHOUR=1,2', '2026-01-01T09:00', 4 * 20_871],
  ])('%s from %s has %i', (rule, start, perCycle) => {
    const series = compile(rule, start)
    const first = series.next(wallMin)
    const upTo = (cycles: number) => series.tally(Infinity, first + cycles * cycleMs - 1)
    for (const cycles of [1, 2, 7, 19]) {
      const last = series.previous(first + cycles * cycleMs - 1)
      expect(upTo(cycles)).toEqual({ count: cycles * perCycle, last })
      expect(series.tally(cycles * perCycle, wallMax)).toEqual({ count: cycles * perCycle, last })
      expect(series.tally(cycles * perCycle + 1, wallMax)).toEqual({
        count: cycles * perCycle + 1,
        last: first + cycles * cycleMs,
      })
    }
  })

  it.each([
    ['FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29', 97],
    ['FREQ=MONTHLY;INTERVAL=7;BYMONTHDAY=13;BYDAY=FR', 688],
  ])('%s, of every so many periods, has as many in that many times 400 years', (rule, perCycle) => {
    const series = compile(rule, '0005-01-01T09:00')
    const interval = parseRule(rule).interval
    const first = series.next(wallMin)
    for (const cycles of [1, 3]) {
      const end = first + cycles * interval * cycleMs
      const last = series.previous(end - 1)
      expect(series.tally(Infinity, end - 1)).toEqual({ count: cycles * perCycle, last })
      expect(series.tally(cycles * perCycle + 1, wallMax)).toEqual({
        count: cycles * perCycle + 1,
        last: end,
      })
    }
  })

  it('the last is the one on the last day of the calendar', () => {
    const { count, last } = compile(
      'FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31;BYHOUR=8,9',
      '2026-12-31T09:00',
    ).tally(Infinity, Infinity)
    expect([count, formatWall(last as Wall)]).toEqual([2 * (9999 - 2026) + 1, '9999-12-31T09:00:00'])
  })
})

describe('at the end of the calendar', () => {
  it.each([
    ['FREQ=DAILY;INTERVAL=3', '9999-12-20T09:00'],
    ['FREQ=DAILY;BYDAY=MO,FR', '9999-12-01T09:00'],
    ['FREQ=WEEKLY;BYDAY=MO,FR', '9999-12-01T09:00'],
    ['FREQ=MONTHLY;BYMONTHDAY=31', '9999-05-31T09:00'],
    ['FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=3,12', '9996-12-31T23:59:59.999'],
    ['FREQ=YEARLY;BYWEEKNO=1,52', '9996-01-01T09:00'],
    ['FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10', '9999-12-20T09:00'],
    ['FREQ=HOURLY;INTERVAL=7;BYDAY=FR', '9999-12-20T09:00'],
    ['FREQ=MINUTELY;INTERVAL=5003;BYHOUR=9,10,11', '9999-06-20T09:00'],
  ])('%s from %s stops', (rule, start) => {
    const series = compile(rule, start)
    const list = listOf(series, 100)
    const last = list.at(-1) as number
    expect(list.length).toBeGreaterThan(1)
    expect(list.length).toBeLessThan(100)
    expect(wallMax - last).toBeLessThan(366 * dayMs)
    expect([series.next(last + 1), series.next(wallMax + 1), series.next(last + 1, Infinity)]).toEqual([
      Infinity,
      Infinity,
      Infinity,
    ])
    expect([series.previous(Infinity), series.previous(wallMax + 5 * dayMs)]).toEqual([last, last])
    expect(filled(series, list[0] as number, Infinity)).toEqual(list)
    expect(series.tally(Infinity, Infinity)).toEqual({ count: list.length, last })
  })
})
