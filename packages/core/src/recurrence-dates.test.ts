import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { asInstant, type Instant, instantMax, instantMin } from './instant.ts'
import { type Occurrence, type RecurrenceInput, RuleRecurrence } from './recurrence.ts'
import { parseRule } from './rule-parse.ts'
import { formatWall, parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const utc = (text: string) => asInstant(parseWall(text))

function made(rule: string, start: string, zoneId = 'UTC', more: Partial<RecurrenceInput> = {}) {
  const rules = rule === '' ? [] : rule.split('|').map(parseRule)
  return new RuleRecurrence({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: hourMs,
    rules,
    ...more,
  })
}

const startOf = ({ start }: Occurrence) => formatWall(start as number as Wall)
const keyOf = ({ wallStart }: Occurrence) => formatWall(wallStart)
const all = (recurrence: RuleRecurrence) =>
  recurrence.between(asInstant(instantMin), asInstant(instantMax)).map(startOf)

const newYork = 'America/New_York'
/** The second 01:30 of the day on which New York's clocks go back, and the first. */
const second = utc('2026-11-01T06:30')
const first = utc('2026-11-01T05:30')

describe('windows around a transition', () => {
  it.each([
    ['FREQ=HOURLY', '2026-03-07T00:30'],
    ['FREQ=MINUTELY;INTERVAL=10', '2026-03-07T00:00'],
    ['FREQ=HOURLY', '2026-10-31T00:30'],
    ['FREQ=MINUTELY;INTERVAL=10', '2026-10-31T00:00'],
    ['FREQ=DAILY;BYHOUR=1,2,3|FREQ=DAILY;BYMINUTE=0,30', '2026-03-07T02:30'],
  ])('of %s from %s hold the same starts, asked in bulk or one by one', (rule, start) => {
    const recurrence = made(rule, start, newYork)
    const day = (parseWall(start) as number) + 24 * hourMs
    const list: number[] = []
    for (const { start } of recurrence) {
      if (start >= day + 36 * hourMs) break
      list.push(start)
    }
    for (let from = day + 4 * hourMs; from < day + 10 * hourMs; from += 15 * minuteMs) {
      for (const lasting of [1, 15 * minuteMs, 45 * minuteMs, 2 * hourMs]) {
        const to = Math.min(from + lasting, day + 12 * hourMs)
        const expected = list.filter((at) => at >= from && at < to)
        const window = [from as Instant, to as Instant] as const
        expect([...recurrence.startsBetween(...window)]).toEqual(expected)
        expect(recurrence.between(...window).map((o) => o.start)).toEqual(expected)
      }
      expect(recurrence.next(from as Instant)?.start).toBe(list.find((at) => at > from))
      expect(recurrence.previous(from as Instant)?.start).toBe(list.findLast((at) => at < from))
    }
  })
})

describe('RDATE', () => {
  it('adds to what is asked of a day, of a window and of a time, each instant once', () => {
    const recurrence = made('FREQ=DAILY;COUNT=2', '2026-01-05T09:00', 'UTC', {
      rdates: ['2026-01-07T12:00', '2026-01-06T09:00', '2026-01-06T08:00', '2026-01-07T12:00'].map((text) =>
        parseWall(text),
      ),
    })
    const expected = [
      '2026-01-05T09:00:00',
      '2026-01-06T08:00:00',
      '2026-01-06T09:00:00',
      '2026-01-07T12:00:00',
    ]
    expect(all(recurrence)).toEqual(expected)
    expect(recurrence.count()).toBe(4)
    expect(recurrence.onDate('2026-01-04')).toEqual([])
    expect(recurrence.onDate('2026-01-06').map(keyOf)).toEqual(expected.slice(1, 3))
    expect(recurrence.onDate('2026-01-07').map(keyOf)).toEqual(expected.slice(3))
    expect(recurrence.dates().map(keyOf)).toEqual(expected.slice(1))
    expect([...recurrence.startsBetween(utc('2026-01-06T08:00'), utc('2026-01-07T12:00'))]).toEqual([
      utc('2026-01-06T08:00'),
      utc('2026-01-06T09:00'),
    ])
    expect(startOf(recurrence.next(utc('2026-01-06T09:00')) as Occurrence)).toBe(expected[3])
    expect(recurrence.next(utc('2026-01-07T12:00'))).toBe(null)
    expect(startOf(recurrence.previous(utc('2026-01-06T09:00')) as Occurrence)).toBe(expected[1])
    expect(startOf(recurrence.last() as Occurrence)).toBe(expected[3])
  })

  it('can be the second of two equal times, which is then found by that time', () => {
    const recurrence = made('FREQ=DAILY;COUNT=1', '2026-10-01T09:00', newYork, {
      rdates: [{ start: second }],
    })
    const found = recurrence.at(parseWall('2026-11-01T01:30'))
    expect(found).toEqual({
      wallStart: parseWall('2026-11-01T01:30'),
      start: second,
      end: second + hourMs,
      offsetMs: -5 * hourMs,
      shift: 'fold',
    })
    expect(recurrence.onDate('2026-11-01')).toEqual([found])
    expect(recurrence.at(parseWall('2026-11-01T01:31'))).toBe(null)
    expect(recurrence.at(parseWall('2026-11-01T00:30'))).toBe(null)
  })

  it('that is the second of two equal times gives way to the first, where that takes place', () => {
    const both = made('FREQ=DAILY;COUNT=40', '2026-10-01T01:30', newYork, { rdates: [{ start: second }] })
    const key = parseWall('2026-11-01T01:30')
    expect(both.at(key)?.start).toBe(first)
    expect(both.between(first, asInstant(second + 1)).map((o) => o.start)).toEqual([first, second])
    expect(both.count()).toBe(41)
    const left = made('FREQ=DAILY;COUNT=40', '2026-10-01T01:30', newYork, {
      rdates: [{ start: second }],
      exdates: [key],
    })
    expect(left.at(key)?.start).toBe(second)
    const none = made('FREQ=DAILY;COUNT=40', '2026-10-01T01:30', newYork, {
      rdates: [{ start: second }],
      exdates: [key, { start: second }],
    })
    expect([none.at(key), none.count(), none.onDate('2026-11-01')]).toEqual([null, 39, []])
  })

  it('that is the first of two equal times, or one of them by its instant, is the same', () => {
    const at = made('', '2026-10-01T09:00', newYork, { rdates: [{ start: first }] }).at(
      parseWall('2026-11-01T01:30'),
    )
    expect(at).toMatchObject({ start: first, shift: 'fold', offsetMs: -4 * hourMs })
  })

  it('may last longer than the rest, and is then found while it lasts', () => {
    const long = { wallStart: parseWall('2026-01-10T00:00'), durationMs: 72 * hourMs }
    const recurrence = made('FREQ=DAILY;COUNT=3', '2026-01-05T09:00', 'UTC', { rdates: [long] })
    const at = (from: string, to: string) => recurrence.overlapping(utc(from), utc(to)).map(startOf)
    expect(at('2026-01-12T23:59:59.999', '2026-01-13T00:00')).toEqual(['2026-01-10T00:00:00'])
    expect(at('2026-01-13T00:00', '2026-01-14T00:00')).toEqual([])
    expect(at('2026-01-05T10:00', '2026-01-06T09:00')).toEqual([])
    expect(at('2026-01-05T09:59:59.999', '2026-01-06T09:00:00.001')).toEqual([
      '2026-01-05T09:00:00',
      '2026-01-06T09:00:00',
    ])
  })

  it('alone, beside the start, makes a recurrence that has no rule', () => {
    const recurrence = made('', '2026-01-05T09:00', 'UTC', { rdates: [parseWall('2026-01-04T09:00')] })
    expect(all(recurrence)).toEqual(['2026-01-04T09:00:00', '2026-01-05T09:00:00'])
    expect([recurrence.count(), recurrence.isUnbounded]).toEqual([2, false])
  })

  it('twice at one instant, in the rule or apart from it, is one', () => {
    const date = parseWall('2026-01-09T09:00')
    const recurrence = made('FREQ=DAILY;COUNT=2', '2026-01-05T09:00', 'UTC', {
      rdates: [date, { wallStart: date, durationMs: 2 * hourMs }, parseWall('2026-01-05T09:00')],
    })
    expect(all(recurrence)).toHaveLength(3)
    expect(recurrence.count()).toBe(3)
    expect(recurrence.dates().map(keyOf)).toEqual(['2026-01-05T09:00:00', '2026-01-09T09:00:00'])
  })
})

describe('EXDATE', () => {
  it('is counted away once, and only where there was something', () => {
    const days = ['2026-01-06', '2026-01-06', '2026-01-20', '2026-01-09'].map((day) =>
      parseWall(`${day}T09:00`),
    )
    const recurrence = made('FREQ=DAILY;COUNT=5', '2026-01-05T09:00', 'UTC', { exdates: days })
    expect(recurrence.count()).toBe(3)
    expect(all(recurrence).map((text) => text.slice(8, 10))).toEqual(['05', '07', '08'])
    expect([...recurrence.startsBetween(utc('2026-01-05T00:00'), utc('2026-02-05T00:00'))]).toHaveLength(3)
    expect(startOf(recurrence.last() as Occurrence).slice(8, 10)).toBe('08')
    expect(startOf(recurrence.next(utc('2026-01-05T09:00')) as Occurrence).slice(8, 10)).toBe('07')
    expect(startOf(recurrence.previous(utc('2026-01-07T09:00')) as Occurrence).slice(8, 10)).toBe('05')
    expect(recurrence.at(days[0] as Wall)).toBe(null)
  })

  it('of all there is leaves nothing, however many there are', () => {
    const exdates = Array.from(
      { length: 3000 },
      (_, i) => (parseWall('2026-01-05T09:00') + i * 24 * hourMs) as Wall,
    )
    const recurrence = made('FREQ=DAILY;COUNT=3000', '2026-01-05T09:00', 'UTC', { exdates })
    expect([recurrence.first(), recurrence.last(), recurrence.count()]).toEqual([null, null, 0])
    const one = made('FREQ=DAILY;COUNT=3000', '2026-01-05T09:00', 'UTC', {
      exdates: exdates.toSpliced(2000, 1),
    })
    expect([one.first()?.wallStart, one.last()?.wallStart, one.count()]).toEqual([
      exdates[2000],
      exdates[2000],
      1,
    ])
  })
})

describe('a gap that moves one time onto another', () => {
  it('makes one of the two, told by its earlier time, and counts it once', () => {
    const recurrence = made('FREQ=HOURLY;COUNT=6', '2026-03-08T00:30', newYork)
    expect(all(recurrence).map((text) => text.slice(11, 16))).toEqual([
      '05:30',
      '06:30',
      '07:30',
      '08:30',
      '09:30',
    ])
    expect(recurrence.count()).toBe(5)
    expect(
      recurrence
        .onDate('2026-03-08')
        .map(keyOf)
        .map((text) => text.slice(11, 16)),
    ).toEqual(['00:30', '01:30', '02:30', '04:30', '05:30'])
  })

  it.each([
    ['FREQ=HOURLY;UNTIL=20360101T000000', 10],
    ['FREQ=DAILY;BYHOUR=2,3;UNTIL=20360101T000000', 10],
    ['FREQ=MINUTELY;INTERVAL=30;UNTIL=20280101T000000', 4],
    ['FREQ=DAILY;BYHOUR=2,4;UNTIL=20360101T000000', 0],
    ['FREQ=DAILY;UNTIL=20360101T000000', 0],
    ['FREQ=HOURLY;UNTIL=22260101T000000', 200],
    ['FREQ=HOURLY;INTERVAL=2;UNTIL=22260101T000000', 0],
  ])('leaves of %s %i fewer', (rule, fewer) => {
    const [inUtc, there] = ['UTC', newYork].map(
      (zone) => made(rule, '2026-01-01T00:00', zone).count() as number,
    )
    expect((inUtc as number) - (there as number)).toBe(fewer)
  })
})

it('the occurrences of a day come in the order in which they take place, one from a gap after those that follow it', () => {
  const rules = 'FREQ=DAILY;BYHOUR=2;BYMINUTE=45|FREQ=DAILY;BYHOUR=3;BYMINUTE=15'
  const found = made(rules, '2026-03-01T00:00', newYork).onDate('2026-03-08')
  expect(found.map(keyOf)).toEqual(['2026-03-08T03:15:00', '2026-03-08T02:45:00'])
})

it('a window that may hold more may take more steps', () => {
  const recurrence = made('FREQ=DAILY;INTERVAL=5;BYHOUR=9,10', '2026-01-05T09:00')
  const [from, to] = [asInstant(instantMin), asInstant(instantMax)]
  expect(recurrence.startsBetween(from, to, { budget: 1_200_000 })).toHaveLength(
    2 * Math.ceil((to - utc('2026-01-05T09:00')) / (120 * hourMs)),
  )
  expect(() => recurrence.startsBetween(from, to)).toThrow(CoreError)
})
