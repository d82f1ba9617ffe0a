import type { Options } from 'rrule'
import * as imported from 'rrule'
import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { fromRRule, toRRule } from './rrule-interop.ts'
import { formatRule } from './rule-format.ts'
import { parseRule } from './rule-parse.ts'
import { formatWall, parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const { RRule, datetime } = ('default' in imported ? imported.default : imported) as typeof imported
const utc = zoneOf('UTC')
const start = parseWall('2026-01-05T09:00:00')

describe('from rrule', () => {
  it('takes an RRule with its start and zone', () => {
    const source = new RRule({
      freq: RRule.MONTHLY,
      dtstart: datetime(2026, 1, 5, 9, 0, 0),
      tzid: 'Europe/Berlin',
      byweekday: [RRule.MO, RRule.FR.nth(-1)],
      byhour: [17, 9],
      bysetpos: [-1],
      wkst: RRule.SU,
      until: datetime(2026, 12, 31, 23, 59, 59),
    })
    const { rule, start: wall, zoneId } = fromRRule(source)
    expect(formatRule(rule)).toBe(
      'FREQ=MONTHLY;UNTIL=20261231T235959;BYDAY=MO,-1FR;BYHOUR=9,17;BYSETPOS=-1;WKST=SU',
    )
    expect([wall === null ? null : formatWall(wall), zoneId]).toEqual([
      '2026-01-05T09:00:00',
      'Europe/Berlin',
    ])
  })

  it('takes plain options with single values, numbers and names of weekdays', () => {
    const { rule } = fromRRule({ freq: 2, byweekday: [0, 'WE'], bymonth: 3, interval: 2, count: 4 })
    expect(formatRule(rule)).toBe('FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYMONTH=3;BYDAY=MO,WE')
  })

  it('takes what is null, undefined or empty as left out', () => {
    const { rule, start, zoneId } = fromRRule({
      freq: RRule.DAILY,
      wkst: null,
      count: null,
      until: null,
      dtstart: null,
      tzid: null,
      bymonth: null,
      byweekday: null,
      byhour: [],
      byeaster: null,
    } as Partial<Options>)
    expect([formatRule(rule), start, zoneId]).toEqual(['FREQ=DAILY', null, null])
  })

  it.each([
    [RRule.SU, 'WKST=SU'],
    ['SU' as const, 'WKST=SU'],
    [6, 'WKST=SU'],
  ])('takes a start of the week as %j', (wkst, part) => {
    expect(
      formatRule(fromRRule({ freq: RRule.WEEKLY, interval: 2, wkst } as Partial<Options>).rule),
    ).toContain(part)
  })

  it('drops milliseconds, as rrule does, also before 1970', () => {
    const { start, rule } = fromRRule({
      freq: RRule.DAILY,
      dtstart: new Date(Date.parse('1969-12-31T09:00:00.999Z')),
      until: new Date(Date.parse('1970-01-03T09:00:00.999Z')),
    })
    expect([start, formatRule(rule)]).toEqual([
      parseWall('1969-12-31T09:00:00'),
      'FREQ=DAILY;UNTIL=19700103T090000',
    ])
  })

  it('takes text, DTSTART included', () => {
    const found = fromRRule('DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;COUNT=3')
    expect([found.start, formatRule(found.rule)]).toEqual([start, 'FREQ=DAILY;COUNT=3'])
  })

  it.each([
    { freq: 3, byeaster: 0 },
    { freq: 3, count: 0 },
    { freq: 2, bymonthday: 1 },
    { freq: 9 },
    { freq: 2, byweekday: 7 },
    { freq: 2, wkst: 9 },
    { freq: 1, bymonth: [13] },
    'RRULE:FREQ=DAILY;UNTIL=x',
    { count: 3 },
    'FREQ=SOMETIMES',
    'nonsense',
  ])('refuses %j, which RFC 5545 does not know', (source) => {
    expect(() => fromRRule(source)).toThrow(CoreError)
  })
})

it('a refusal of text quotes its beginning and what rrule says', () => {
  const text = 'nonsense'.repeat(10)
  const details = { part: 'RRULE', value: text.slice(0, 60), position: 0 }
  expect(() => fromRRule(text)).toThrowError(expect.objectContaining({ code: 'invalid_rule', details }))
  expect(() => fromRRule('nonsense')).toThrow(/"?nonsense"?/)
})

describe('to rrule and back', () => {
  it.each([
    'FREQ=DAILY;COUNT=3',
    'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH;WKST=SU',
    'FREQ=MONTHLY;BYMONTHDAY=1,-1;BYHOUR=9,17;BYMINUTE=0,30;BYSECOND=5',
    'FREQ=MONTHLY;BYDAY=MO,1TU,-1FR;BYSETPOS=1,-1',
    'FREQ=YEARLY;BYMONTH=1,6;BYYEARDAY=1,-1',
    'FREQ=YEARLY;BYWEEKNO=20,-1;BYDAY=MO',
    'FREQ=DAILY;UNTIL=20261231T235959',
  ])('%s', (text) => {
    const back = fromRRule(toRRule(parseRule(text), start, utc))
    expect([formatRule(back.rule), back.start]).toEqual([text, start])
  })

  it('a UTC UNTIL becomes the local time of the zone, a date its last second', () => {
    const until = (text: string): Date | null | undefined =>
      toRRule(parseRule(text), start, zoneOf('America/New_York')).origOptions.until
    expect(until('FREQ=DAILY;UNTIL=20260110T140000Z')).toEqual(datetime(2026, 1, 10, 9, 0, 0))
    expect(until('FREQ=DAILY;UNTIL=20260110')).toEqual(datetime(2026, 1, 10, 23, 59, 59))
  })

  it('an RRule made here gives floating dates that are our walls', () => {
    const dates = toRRule(parseRule('FREQ=DAILY;COUNT=2'), start, utc).all()
    expect(dates.map((d) => d.getTime())).toEqual([start, start + 86_400_000])
  })
})
