import { describe, expect, it } from 'vitest'
import { asInstant } from './instant.ts'
import { prepareSeries, type SeriesInput } from './prepared-series.ts'
import { createRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { conflictsOf, firstSeriesClash } from './series-conflict.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const utc = (text: string) => asInstant(parseWall(text))

const series = (rule: string, start: string, more: Partial<SeriesInput> = {}, zoneId = 'UTC') =>
  prepareSeries({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: hourMs,
    rules: rule === '' ? [] : rule.split('|').map(parseRule),
    ...more,
  })

const added = (start: string, end: string) => ({ kind: 'added' as const, start: utc(start), end: utc(end) })

/** Starts of both sides of the first clash. */
function clash(
  a: ReturnType<typeof series>,
  b: ReturnType<typeof series>,
  from?: string,
): readonly string[] | null {
  const verdict = firstSeriesClash(a, b, from === undefined ? {} : { from: utc(from) })
  if (verdict.disjointForever) return null
  const { clash } = verdict
  return [clash.a, clash.b].map(({ start }) => new Date(start).toISOString().slice(0, 16))
}

describe('UNTIL in UTC, in the hour after a gap', () => {
  it.each(['2026-03-08T00:00', '2026-03-08T00:00:00.001'])('ends a rule from %s at its instant', (start) => {
    const input = { start: parseWall(start), zone: zoneOf('America/New_York'), durationMs: 0 }
    const all = createRecurrence({ ...input, rules: [parseRule('FREQ=MINUTELY;INTERVAL=10;COUNT=60')] })
    const instants = [...all].map((o) => o.start)
    for (
      let until = utc('2026-03-08T06:30');
      until <= utc('2026-03-08T08:30');
      until = asInstant(until + 5 * minuteMs)
    ) {
      const text = new Date(until).toISOString().replaceAll(/[-:]|\.000/g, '')
      const ended = createRecurrence({
        ...input,
        rules: [parseRule(`FREQ=MINUTELY;INTERVAL=10;UNTIL=${text}`)],
      })
      const expected = instants.filter((at) => at <= until)
      expect([...ended].map((o) => o.start)).toEqual(expected)
      expect([...ended.startsBetween(utc('2026-03-08T00:00'), utc('2026-03-09T00:00'))]).toEqual(expected)
      expect([ended.count(), ended.last()?.start]).toEqual([expected.length, expected.at(-1)])
      for (const at of [until - 1, until, until + 1, until + dayMs]) {
        expect(ended.previous(asInstant(at))?.start).toBe(expected.findLast((one) => one < at))
        expect(ended.next(asInstant(at))?.start).toBe(expected.find((one) => one > at))
      }
    }
  })

  it.each([
    ['2026-03-01T02:20', '2026-03-08T07:20:00.000Z'],
    ['2026-03-01T02:20:00.001', '2026-03-07T07:20:00.001Z'],
    ['2026-03-01T02:59:59.999', '2026-03-07T07:59:59.999Z'],
    ['2026-03-01T03:00', '2026-03-08T07:00:00.000Z'],
    ['2026-03-01T03:20', '2026-03-08T07:20:00.000Z'],
    ['2026-03-01T03:20:00.001', '2026-03-07T08:20:00.001Z'],
  ])('ends a daily rule from %s at %s', (start, last) => {
    const rules = [parseRule('FREQ=DAILY;UNTIL=20260308T072000Z')]
    const ended = createRecurrence({
      start: parseWall(start),
      zone: zoneOf('America/New_York'),
      durationMs: 0,
      rules,
    })
    expect(new Date(ended.last()?.start ?? 0).toISOString()).toBe(last)
    expect(ended.count()).toBe(last.startsWith('2026-03-08') ? 8 : 7)
    expect([...ended]).toHaveLength(ended.count() as number)
  })
})

describe('the first clash', () => {
  const daily = series('FREQ=DAILY', '2026-01-05T09:00')

  it('is not one that is over at the instant from which clashes matter', () => {
    const one = series('', '2026-01-05T09:00')
    const other = series('', '2026-01-05T09:30')
    expect(clash(one, other, '2026-01-05T09:59:59.999')).toEqual(['2026-01-05T09:00', '2026-01-05T09:30'])
    expect(clash(one, other, '2026-01-05T10:00')).toBe(null)
    expect(clash(other, one, '2026-01-05T10:00')).toBe(null)
    const late = series('FREQ=DAILY;COUNT=1', '2026-01-05T09:30')
    expect(clash(daily, late, '2026-01-05T09:59:59.999')).toEqual(['2026-01-05T09:00', '2026-01-05T09:30'])
    expect(clash(daily, late, '2026-01-05T10:00')).toBe(null)
    expect(clash(late, daily, '2026-01-05T10:00')).toBe(null)
    expect(clash(daily, other, '2026-01-05T10:00')).toBe(null)
    expect(clash(other, daily, '2026-01-05T10:00')).toBe(null)
    expect(clash(daily, other, '2026-01-05T09:59:59.999')).toEqual(['2026-01-05T09:00', '2026-01-05T09:30'])
  })

  it('of several that begin at once is one of regular occurrences', () => {
    const a = series('FREQ=DAILY', '2026-01-05T09:00', {
      exceptions: [added('2026-01-05T08:00', '2026-01-05T10:00')],
    })
    const b = series('FREQ=WEEKLY', '2026-01-05T09:00', {
      exceptions: [added('2026-01-05T09:00', '2026-01-05T10:00')],
    })
    expect(clash(a, b)).toEqual(['2026-01-05T09:00', '2026-01-05T09:00'])
    expect(clash(b, a)).toEqual(['2026-01-05T09:00', '2026-01-05T09:00'])
  })

  it('is that of an extra where it comes before those of the rules', () => {
    const early = { exceptions: [added('2026-01-05T09:30', '2026-01-05T10:30')] }
    const weekly = series('FREQ=WEEKLY', '2026-01-07T09:15', early)
    expect(clash(daily, weekly)).toEqual(['2026-01-05T09:00', '2026-01-05T09:30'])
    expect(clash(weekly, daily)).toEqual(['2026-01-05T09:30', '2026-01-05T09:00'])
    const later = series('FREQ=WEEKLY', '2026-01-07T09:15', {
      exceptions: [added('2026-01-08T09:30', '2026-01-08T10:30')],
    })
    expect(clash(daily, later)).toEqual(['2026-01-07T09:00', '2026-01-07T09:15'])
    const touching = {
      exceptions: [
        added('2026-01-05T10:00', '2026-01-05T11:00'),
        added('2026-01-06T08:00', '2026-01-06T09:00'),
      ],
    }
    expect(clash(daily, series('', '2026-01-05T12:00', touching))).toBe(null)
  })

  it('lies before the end of the shorter series or nowhere', () => {
    const ended = series('FREQ=DAILY;COUNT=3', '2026-01-05T09:00')
    expect(clash(ended, series('FREQ=DAILY', '2026-01-07T09:59:59.999'))).toEqual([
      '2026-01-07T09:00',
      '2026-01-07T09:59',
    ])
    expect(clash(ended, series('FREQ=DAILY', '2026-01-07T10:00'))).toBe(null)
    expect(clash(series('FREQ=DAILY', '2026-01-07T10:00'), ended)).toBe(null)
    expect(clash(series('FREQ=DAILY', '2026-01-07T09:59'), ended)).toEqual([
      '2026-01-07T09:59',
      '2026-01-07T09:00',
    ])
  })

  it.each([
    // Dense against sparse, each way round, the sparse one beginning before, with and after the dense one.
    [
      'FREQ=MINUTELY;INTERVAL=90',
      '2026-01-01T00:30',
      'FREQ=YEARLY',
      '2026-07-01T09:00',
      ['2026-07-01T09:30', '2026-07-01T09:00'],
    ],
    [
      'FREQ=MINUTELY;INTERVAL=90',
      '2026-07-01T09:30',
      'FREQ=YEARLY',
      '2026-07-01T09:00',
      ['2026-07-01T09:30', '2026-07-01T09:00'],
    ],
    [
      'FREQ=MINUTELY;INTERVAL=90',
      '2026-07-01T10:00',
      'FREQ=YEARLY',
      '2026-07-01T09:00',
      ['2027-07-01T08:30', '2027-07-01T09:00'],
    ],
    [
      'FREQ=HOURLY;INTERVAL=7;BYHOUR=9,10',
      '2026-01-05T09:00',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
      '2026-01-05T09:30',
      ['2040-02-29T10:00', '2040-02-29T09:30'],
    ],
    [
      'FREQ=DAILY;INTERVAL=7',
      '2026-01-06T09:00',
      'FREQ=MONTHLY;BYMONTHDAY=31',
      '2026-01-05T09:30',
      ['2026-03-31T09:00', '2026-03-31T09:30'],
    ],
    [
      'FREQ=WEEKLY;INTERVAL=5',
      '2026-01-05T09:00',
      'FREQ=WEEKLY;INTERVAL=7',
      '2026-01-12T09:59',
      ['2026-04-20T09:00', '2026-04-20T09:59'],
    ],
  ] as const)('of %s from %s and %s from %s is %j', (ruleA, startA, ruleB, startB, expected) => {
    const [a, b] = [series(ruleA, startA), series(ruleB, startB)]
    expect(clash(a, b)).toEqual(expected)
    expect(clash(b, a)).toEqual(expected.toReversed())
    expect(conflictsOf(a, [daily, b]).some(({ index }) => index === 1)).toBe(true)
  })

  it('of occurrences longer than weeks is found across transitions', () => {
    const long = (start: string, zoneId: string) =>
      series('FREQ=YEARLY', start, { durationMs: 20 * dayMs }, zoneId)
    expect(
      clash(long('2026-03-01T00:00', 'America/New_York'), long('2026-03-21T00:00', 'America/New_York')),
    ).toEqual(['2026-03-01T05:00', '2026-03-21T04:00'])
    expect(
      clash(long('2026-03-01T00:00', 'America/New_York'), long('2026-03-21T01:00', 'America/New_York')),
    ).toBe(null)
    expect(
      clash(long('2026-10-21T00:00', 'America/New_York'), long('2026-10-01T00:00', 'America/New_York')),
    ).toBe(null)
  })
})

describe('an overlap of a series with itself', () => {
  const own = (more: Partial<SeriesInput>, rule = 'FREQ=DAILY', from?: string) => {
    const found = selfOverlap(
      series(rule, '2026-01-05T09:00', more),
      from === undefined ? {} : { from: utc(from) },
    )
    return found === null
      ? null
      : [found.a, found.b].map(({ start }) => new Date(start).toISOString().slice(0, 16))
  }

  it('is of an occurrence and the next, by a millisecond', () => {
    expect(own({ durationMs: dayMs })).toBe(null)
    expect(own({ durationMs: dayMs + 1 })).toEqual(['2026-01-05T09:00', '2026-01-06T09:00'])
    expect(own({ durationMs: dayMs + 1 }, 'FREQ=DAILY', '2026-01-09T09:00')).toEqual([
      '2026-01-08T09:00',
      '2026-01-09T09:00',
    ])
    expect(own({ durationMs: dayMs + 1 }, 'FREQ=DAILY', '2026-01-09T09:00:00.001')).toEqual([
      '2026-01-09T09:00',
      '2026-01-10T09:00',
    ])
    expect(own({ durationMs: 3 * dayMs }, 'FREQ=WEEKLY;BYDAY=MO,TH')).toBe(null)
    expect(own({ durationMs: 3 * dayMs + 1 }, 'FREQ=WEEKLY;BYDAY=MO,TH')).toEqual([
      '2026-01-05T09:00',
      '2026-01-08T09:00',
    ])
    expect(own({ durationMs: 31 * dayMs }, 'FREQ=MONTHLY')).toEqual(['2026-02-05T09:00', '2026-03-05T09:00'])
    expect(own({ durationMs: 28 * dayMs }, 'FREQ=MONTHLY')).toBe(null)
    expect(own({ durationMs: dayMs + 1 }, 'FREQ=DAILY;COUNT=1')).toBe(null)
  })

  it('of two rules is between them', () => {
    expect(own({}, 'FREQ=DAILY;BYHOUR=9|FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9;BYMINUTE=30')).toEqual([
      '2028-02-29T09:00',
      '2028-02-29T09:30',
    ])
    expect(own({}, 'FREQ=DAILY;BYHOUR=9|FREQ=DAILY;BYHOUR=10')).toBe(null)
    expect(own({}, 'FREQ=DAILY;BYHOUR=9|FREQ=WEEKLY;BYHOUR=9')).toBe(null)
  })

  it('is of an extra with an occurrence or with another extra, whichever begins first', () => {
    expect(own({ exceptions: [added('2026-01-07T10:00', '2026-01-08T09:00')] })).toBe(null)
    expect(own({ exceptions: [added('2026-01-07T10:00', '2026-01-08T09:00:00.001')] })).toEqual([
      '2026-01-07T10:00',
      '2026-01-08T09:00',
    ])
    expect(own({ exceptions: [added('2026-01-07T09:59:59.999', '2026-01-07T11:00')] })).toEqual([
      '2026-01-07T09:00',
      '2026-01-07T09:59',
    ])
    const two = {
      exceptions: [
        added('2026-01-07T12:00', '2026-01-08T09:30'),
        added('2026-01-07T13:00', '2026-01-07T14:00'),
      ],
    }
    expect(own(two)).toEqual(['2026-01-07T12:00', '2026-01-07T13:00'])
    expect(own(two, 'FREQ=DAILY', '2026-01-07T14:00')).toEqual(['2026-01-07T12:00', '2026-01-08T09:00'])
    expect(own(two, 'FREQ=DAILY', '2026-01-08T10:00')).toBe(null)
    expect(own({ ...two, durationMs: dayMs + 1 })).toEqual(['2026-01-05T09:00', '2026-01-06T09:00'])
  })

  it('can come of a gap alone, on the day it happens', () => {
    const rule = 'FREQ=DAILY;BYHOUR=1,3'
    const there = (durationMs: number, start = '2026-01-05T00:00') => {
      const found = selfOverlap(series(rule, start, { durationMs }, 'America/New_York'))
      return found === null ? null : new Date(found.a.start).toISOString()
    }
    expect(there(hourMs)).toBe(null)
    expect(there(hourMs + 1)).toBe('2026-03-08T06:00:00.000Z')
    expect(there(hourMs + 1, '2026-03-09T00:00')).toBe('2027-03-14T06:00:00.000Z')
    expect(there(2 * hourMs + 1)).toBe('2026-01-05T06:00:00.000Z')
  })
})
