import { describe, expect, it } from 'vitest'
import type { Exception } from './exceptions.ts'
import { asInstant } from './instant.ts'
import { IntervalIndex } from './interval-index.ts'
import { prepareSeries, type SeriesInput } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { clashesWithIntervals } from './series-against-intervals.ts'
import { conflictsOf, firstSeriesClash } from './series-conflict.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000

const series = (text: string, start: string, hours = 1, zoneId = 'UTC', more: Partial<SeriesInput> = {}) =>
  prepareSeries({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: hours * hourMs,
    rules: text === '' ? [] : text.split('|').map((t) => parseRule(t)),
    ...more,
  })
const clash = (...args: Parameters<typeof firstSeriesClash>) => {
  const verdict = firstSeriesClash(...args)
  if (verdict.disjointForever) return verdict.reason
  const { a, b } = verdict.clash
  return new Date(Math.max(a.start, b.start)).toISOString()
}
const cancelled = (...walls: string[]): Exception[] =>
  walls.map((wall) => ({ kind: 'cancelled', wallStart: parseWall(wall) }))

describe('first clash of two series', () => {
  it('every 7 weeks from 2026-01-05 first meets 29 February in 2072', () => {
    const a = series('FREQ=WEEKLY;INTERVAL=7', '2026-01-05T09:00')
    const b = series('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-01T09:00')
    expect(clash(a, b)).toBe('2072-02-29T09:00:00.000Z')
    expect(clash(b, a)).toBe('2072-02-29T09:00:00.000Z')
  })

  it('lies however far away: 997 and 991 days apart they meet in 4280', () => {
    const a = series('FREQ=DAILY;INTERVAL=997', '2026-01-05T09:00')
    const b = series('FREQ=DAILY;INTERVAL=991', '2026-01-06T09:00')
    expect(clash(a, b)).toBe('4280-09-27T09:00:00.000Z')
    const years = (interval: number, start: string) => series(`FREQ=YEARLY;INTERVAL=${interval}`, start)
    expect(clash(years(11, '2026-01-05T09:00'), years(97, '2027-01-05T09:00'))).toBe(
      '2609-01-05T09:00:00.000Z',
    )
    expect(clash(a, series('FREQ=DAILY;INTERVAL=991;COUNT=800', '2026-01-06T09:00'))).toBe(
      'their dates never meet',
    )
  })

  it('is none for odd and even weeks, weekdays, times, dates and months that never meet, and says so', () => {
    const at = '2026-01-05T09:00'
    const cases: readonly (readonly [string, string, string, string, string])[] = [
      [
        'FREQ=WEEKLY;INTERVAL=2',
        at,
        'FREQ=WEEKLY;INTERVAL=2',
        '2026-01-12T09:00',
        'one falls in odd weeks and the other in even weeks',
      ],
      ['FREQ=WEEKLY;BYDAY=MO,WE', at, 'FREQ=WEEKLY;BYDAY=TU', at, 'their weekdays never meet'],
      ['FREQ=DAILY', at, 'FREQ=DAILY', '2026-01-05T10:00', 'their times of day never meet'],
      [
        'FREQ=MONTHLY;BYMONTHDAY=15',
        at,
        'FREQ=MONTHLY;BYMONTHDAY=20',
        at,
        'their days of the month never meet',
      ],
      ['FREQ=DAILY;BYMONTH=1', at, 'FREQ=DAILY;BYMONTH=7', at, 'their months never meet'],
      ['FREQ=YEARLY;INTERVAL=2', at, 'FREQ=YEARLY;INTERVAL=4', '2027-01-05T09:00', 'their years never meet'],
      [
        'FREQ=DAILY;INTERVAL=3',
        at,
        'FREQ=DAILY;INTERVAL=6',
        '2026-01-06T09:00',
        'their steps of 3 days and steps of 6 days never coincide',
      ],
      ['FREQ=DAILY;COUNT=3', at, 'FREQ=DAILY', '2026-02-05T09:00', 'one ends before the other begins'],
      [
        'FREQ=MONTHLY;BYDAY=1MO',
        at,
        'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=2',
        at,
        'their days of the month never meet',
      ],
      ['FREQ=YEARLY;BYYEARDAY=60', at, 'FREQ=YEARLY;BYYEARDAY=61', at, 'their dates never meet'],
    ]
    for (const [ruleA, startA, ruleB, startB, reason] of cases) {
      expect(clash(series(ruleA, startA), series(ruleB, startB))).toBe(reason)
      expect(
        clash(series(ruleB, startB, 1, 'Europe/Berlin'), series(ruleA, startA, 1, 'Europe/Berlin')),
      ).toBe(reason.includes('3 days') ? 'their steps of 6 days and steps of 3 days never coincide' : reason)
    }
  })

  it('names the tz data as its assumption only where a zone has transitions', () => {
    const a = series('FREQ=DAILY', '2026-01-05T09:00')
    const b = series('FREQ=DAILY', '2026-01-05T10:00')
    expect(firstSeriesClash(a, b)).toMatchObject({ assumption: 'nothing: both zones are fixed' })
    const c = series('FREQ=DAILY', '2026-01-05T20:00', 1, 'Europe/Berlin')
    expect(firstSeriesClash(a, c)).toMatchObject({ assumption: 'the zone rules of the tz data in use' })
  })

  it('sees a clash that only daylight saving makes: 01:30 to 02:30 against 03:00', () => {
    const a = series('FREQ=DAILY', '2026-01-05T01:30', 1, 'America/New_York')
    const b = series('FREQ=DAILY', '2026-01-05T03:00', 1, 'America/New_York')
    expect(clash(a, b)).toBe('2026-03-08T07:00:00.000Z')
    const saturday = series('FREQ=WEEKLY;BYDAY=SA', '2026-01-05T09:00', 24, 'Europe/Berlin')
    const sunday = series('FREQ=WEEKLY;BYDAY=SU', '2026-01-05T09:00', 24, 'Europe/Berlin')
    expect(clash(saturday, sunday)).toBe('2026-03-29T07:00:00.000Z')
  })

  it('sees that three weeks across the start of daylight saving end an hour later by the clock', () => {
    const a = series('FREQ=WEEKLY;INTERVAL=4', '2026-01-05T09:00', 21 * 24, 'America/New_York')
    const b = series('FREQ=WEEKLY;INTERVAL=4', '2026-01-26T09:00', 1, 'America/New_York')
    expect(clash(a, b)).toBe('2026-03-23T13:00:00.000Z')
  })

  it('sees the weeks in which two zones are an hour closer than usual', () => {
    const a = series('FREQ=WEEKLY;BYDAY=TU', '2026-01-06T09:00', 1, 'America/New_York')
    const b = series('FREQ=WEEKLY;BYDAY=TU', '2026-01-06T13:00', 1, 'Europe/London')
    expect(clash(a, b)).toBe('2026-03-10T13:00:00.000Z')
    const casablanca = series('FREQ=DAILY', '2026-01-05T10:00', 1, 'Africa/Casablanca')
    const utc = series('FREQ=DAILY', '2026-01-05T10:00', 1)
    expect(clash(casablanca, utc)).toBe('2026-02-15T10:00:00.000Z')
  })

  it('cancelled occurrences free their time, moved ones take the new one, EXDATE and RDATE count', () => {
    const a = series('FREQ=WEEKLY', '2026-01-05T09:00')
    const b = (more: Partial<SeriesInput>) => series('FREQ=WEEKLY', '2026-01-05T09:30', 1, 'UTC', more)
    expect(clash(a, b({}))).toBe('2026-01-05T09:30:00.000Z')
    expect(clash(a, b({ exceptions: cancelled('2026-01-05T09:30', '2026-01-12T09:30') }))).toBe(
      '2026-01-19T09:30:00.000Z',
    )
    expect(clash(a, b({ exdates: [parseWall('2026-01-05T09:30')] }))).toBe('2026-01-12T09:30:00.000Z')
    const apart = series('FREQ=WEEKLY', '2026-01-06T09:00', 1, 'UTC', {
      exceptions: [
        {
          kind: 'modified',
          wallStart: parseWall('2026-02-03T09:00'),
          start: asInstant(Date.parse('2026-02-02T09:59:59.999Z')),
        },
      ],
    })
    expect(clash(a, apart)).toBe('2026-02-02T09:59:59.999Z')
    expect(clash(apart, a)).toBe('2026-02-02T09:59:59.999Z')
    const dated = series('FREQ=WEEKLY', '2026-01-06T09:00', 1, 'UTC', {
      rdates: [parseWall('2031-06-02T08:30')],
    })
    expect(clash(dated, a)).toBe('2031-06-02T09:00:00.000Z')
    expect(clash(dated, series('', '2031-06-02T08:00'))).toBe('2031-06-02T08:30:00.000Z')
  })

  it('only what is still going on after `from` matters', () => {
    const a = series('FREQ=WEEKLY', '2026-01-05T09:00')
    const b = series('FREQ=WEEKLY', '2026-01-05T09:30')
    const from = (text: string) => ({ from: asInstant(Date.parse(text)) })
    expect(clash(a, b, from('2026-01-05T09:59:59.999Z'))).toBe('2026-01-05T09:30:00.000Z')
    expect(clash(a, b, from('2026-01-05T10:00:00Z'))).toBe('2026-01-12T09:30:00.000Z')
    const once = series('', '2026-01-05T09:00', 1)
    expect(clash(once, b, from('2026-01-05T10:00:00Z'))).toBe(
      'no occurrence of the one meets one of the other',
    )
    expect(clash(b, once, from('2026-01-05T09:45:00Z'))).toBe('2026-01-05T09:30:00.000Z')
    expect(clash(once, b, from('2026-01-05T10:10:00Z'))).toBe(
      'no occurrence of the one meets one of the other',
    )
  })

  it('occurrences of length zero clash with nothing', () => {
    expect(clash(series('FREQ=DAILY', '2026-01-05T09:30', 0), series('FREQ=DAILY', '2026-01-05T09:00'))).toBe(
      'no occurrence of the one meets one of the other',
    )
  })

  it('several rules in one series all count', () => {
    const a = series('FREQ=WEEKLY;BYDAY=MO|FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=1', '2026-01-05T09:00')
    expect(clash(a, series('FREQ=WEEKLY;BYDAY=SA', '2026-01-05T09:00'))).toBe('2026-08-01T09:00:00.000Z')
  })

  it('long occurrences clash across weeks: 20 days a month against every 29 February', () => {
    const a = series('FREQ=MONTHLY;BYMONTHDAY=1', '2026-01-01T00:00', 20 * 24, 'Europe/Berlin')
    const b = series('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-01T00:00', 24 * 2, 'Europe/Berlin')
    expect(clash(a, b)).toBe('2028-02-29T23:00:00.000Z')
    const c = series('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', '2026-01-01T00:00', 24, 'Europe/Berlin')
    expect(clash(a, c)).toBe('their dates never meet')
  })

  it('two exceptions of one occurrence and one that ends before it starts are refused', () => {
    const refused = expect.objectContaining({ code: 'invalid_exception' })
    const wallStart = parseWall('2026-01-05T09:00')
    const twice = { exceptions: cancelled('2026-01-05T09:00', '2026-01-05T09:00') }
    expect(() => series('FREQ=DAILY', '2026-01-05T09:00', 1, 'UTC', twice)).toThrowError(refused)
    const end = asInstant(0)
    const reversed: Exception[] = [{ kind: 'modified', wallStart, end }]
    expect(() => series('FREQ=DAILY', '2026-01-05T09:00', 1, 'UTC', { exceptions: reversed })).toThrowError(
      refused,
    )
  })

  it('refuses rather than guesses when the work would exceed the budget', () => {
    const a = series('FREQ=YEARLY;BYYEARDAY=60', '2026-01-05T09:00')
    const b = series('FREQ=YEARLY;BYYEARDAY=61', '2026-01-05T09:00')
    expect(() => firstSeriesClash(a, b, { budget: 500 })).toThrowError(
      expect.objectContaining({ code: 'budget_exceeded', details: { budget: 500 } }),
    )
  })
})

describe('series of whole local days', () => {
  const days = (rule: string, start: string, count = 1, zoneId = 'Europe/Berlin') =>
    series(rule, `${start}T00:00`, 24 * count, zoneId, { startKind: 'date' })
  const sundays = days('FREQ=WEEKLY', '2026-10-18')
  const mondays = days('FREQ=WEEKLY', '2026-10-19')
  /** The last hour of the day of 25 hours. */
  const lastHour = { start: Date.UTC(2026, 9, 25, 22), end: Date.UTC(2026, 9, 25, 23) }
  const { start, end } = lastHour

  it('last until midnight, on the days of 23 hours and of 25 too', () => {
    expect(clash(sundays, mondays)).toBe('their weekdays never meet')
    expect(clash(sundays, days('FREQ=WEEKLY', '2026-10-17'))).toBe('their weekdays never meet')
    expect(clash(sundays, days('FREQ=WEEKLY', '2026-10-17', 2))).toBe('2026-10-17T22:00:00.000Z')
    const night = series('FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU', '2026-10-25T23:00', 1, 'Europe/Berlin')
    expect(clash(sundays, night)).toBe('2026-10-25T22:00:00.000Z')
    expect(clash(mondays, night)).toBe('their weekdays never meet')
  })

  it('are told from days in another zone, and what is over from what goes on', () => {
    expect(clash(sundays, days('FREQ=WEEKLY', '2026-10-19', 1, 'Asia/Tokyo'))).toBe(
      '2026-10-18T15:00:00.000Z',
    )
    const early = series('FREQ=DAILY;COUNT=1', '2026-03-28T12:00', 24, 'UTC')
    const saturdays = days('FREQ=WEEKLY', '2026-03-21', 2)
    expect(clash(saturdays, early, { from: asInstant(Date.UTC(2026, 2, 29, 11, 59)) })).toBe(
      '2026-03-28T12:00:00.000Z',
    )
    const late = asInstant(Date.UTC(2026, 2, 29, 22))
    expect(
      clash(saturdays, series('FREQ=DAILY;COUNT=1', '2026-03-29T12:00', 24, 'UTC'), { from: late }),
    ).toBe('their dates never meet')
  })

  it('meet the intervals they hold', () => {
    const index = new IntervalIndex(Float64Array.of(start), Float64Array.of(end))
    expect(clashesWithIntervals(sundays, index)).toHaveLength(1)
    expect(clashesWithIntervals(mondays, index)).toHaveLength(0)
  })

  it('meet where a day was skipped, and the one after it stands for both', () => {
    const apia = (start: string, rule = 'FREQ=WEEKLY') => days(rule, start, 1, 'Pacific/Apia')
    expect(clash(apia('2011-11-04'), apia('2011-11-05'))).toBe('2011-12-30T10:00:00.000Z')
    expect(clash(apia('2012-01-06'), apia('2012-01-07'))).toBe('their weekdays never meet')
    const skipped = selfOverlap(apia('2011-12-01', 'FREQ=DAILY;BYDAY=FR,SA'))
    expect(skipped).toBe(null)
  })

  it('are compared without a walk', () => {
    const cheap = { budget: 2_000 }
    expect(firstSeriesClash(sundays, mondays, cheap).disjointForever).toBe(true)
    expect(selfOverlap(days('FREQ=DAILY', '2026-01-01'), cheap)).toBe(null)
    expect(selfOverlap(days('FREQ=DAILY;INTERVAL=2', '2026-01-01', 3), cheap)).not.toBe(null)
  })

  it('do not run into the next day', () => {
    expect(selfOverlap(days('FREQ=DAILY', '2026-01-01'))).toBe(null)
    expect(selfOverlap(days('FREQ=DAILY', '2026-01-01', 2))?.b.wallStart).toBe(parseWall('2026-01-02T00:00'))
  })
})

describe('one candidate against many', () => {
  it('names each series that clashes and its first clash', () => {
    const candidate = series('FREQ=WEEKLY;BYDAY=MO', '2026-01-05T09:00')
    const existing = ['MO', 'TU', 'WE', 'MO'].map((day, i) =>
      series(`FREQ=WEEKLY;INTERVAL=${i + 1};BYDAY=${day}`, '2026-01-05T09:00'),
    )
    const found = conflictsOf(candidate, existing)
    expect(found.map((f) => [f.index, f.clash.a.wallStart])).toEqual([
      [0, parseWall('2026-01-05T09:00') as Wall],
      [3, parseWall('2026-01-05T09:00') as Wall],
    ])
  })
})
