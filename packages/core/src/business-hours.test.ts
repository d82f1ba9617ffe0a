import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessHours, ClockRange } from './business-hours.ts'
import { dayMs } from './civil.ts'
import { asInstant, type Instant } from './instant.ts'
import { businessClosuresMax, businessRangesPerDayMax } from './limits.ts'
import {
  compileBusinessHours,
  isWithinBusinessHours,
  isWithinOpenHours,
  openIntervals,
} from './open-hours.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const utc = zoneOf('UTC')
const newYork = zoneOf('America/New_York')
const at = (text: string) => asInstant(Date.parse(text))
const within = (hours: BusinessHours, zone: typeof utc, start: string, end: string) =>
  isWithinBusinessHours(hours, zone, at(start), at(end))
const shown = (hours: BusinessHours, zone: typeof utc, from: string, to: string) =>
  openIntervals(hours, zone, at(from), at(to)).map(
    ({ start, end }) => `${new Date(start).toISOString()}/${new Date(end).toISOString()}`,
  )

describe('business hours', () => {
  const office = { start: '09:00', end: '18:00' }

  it('hold a booking that touches both ends and refuse one that passes either by a millisecond', () => {
    expect(within(office, utc, '2025-01-20T09:00:00Z', '2025-01-20T18:00:00Z')).toBe(true)
    expect(within(office, utc, '2025-01-20T08:59:59.999Z', '2025-01-20T10:00:00Z')).toBe(false)
    expect(within(office, utc, '2025-01-20T17:00:00Z', '2025-01-20T18:00:00.001Z')).toBe(false)
    expect(within(office, utc, '2025-01-20T17:00:00Z', '2025-01-21T10:00:00Z')).toBe(false)
  })

  it('null is always open', () => {
    expect(within(null, utc, '2025-01-20T00:00:00Z', '2026-01-20T00:00:00Z')).toBe(true)
    expect(shown(null, utc, '2025-01-20T01:00:00Z', '2025-01-20T02:00:00Z')).toEqual([
      '2025-01-20T01:00:00.000Z/2025-01-20T02:00:00.000Z',
    ])
  })

  it('are local to the zone', () => {
    expect(within(office, newYork, '2025-01-20T14:00:00Z', '2025-01-20T15:00:00Z')).toBe(true)
    expect(within(office, newYork, '2025-01-20T09:00:00Z', '2025-01-20T10:00:00Z')).toBe(false)
    expect(within(office, newYork, '2025-07-21T13:00:00Z', '2025-07-21T14:00:00Z')).toBe(true)
  })

  it('an end at or before the start is on the next day; touching days are one stretch', () => {
    const bar = { start: '20:00', end: '02:00' }
    expect(within(bar, utc, '2025-01-20T23:00:00Z', '2025-01-21T02:00:00Z')).toBe(true)
    expect(within(bar, utc, '2025-01-20T01:00:00Z', '2025-01-20T02:00:00Z')).toBe(true)
    expect(within(bar, utc, '2025-01-20T02:00:00Z', '2025-01-20T03:00:00Z')).toBe(false)
    for (const whole of [
      { start: '00:00', end: '24:00' },
      { start: '00:00', end: '00:00' },
      { start: '09:00', end: '09:00' },
    ]) {
      expect(within(whole, utc, '2025-01-20T00:00:00Z', '2025-03-20T00:00:00Z')).toBe(true)
    }
  })

  it('weekly replaces the daily hours for the days it names, and [] closes a day', () => {
    const hours = {
      ...office,
      weekly: { saturday: [{ start: '10:00', end: '12:00' }], sunday: [] as ClockRange[] },
    }
    expect(shown(hours, utc, '2025-01-24T00:00:00Z', '2025-01-28T00:00:00Z')).toEqual([
      '2025-01-24T09:00:00.000Z/2025-01-24T18:00:00.000Z',
      '2025-01-25T10:00:00.000Z/2025-01-25T12:00:00.000Z',
      '2025-01-27T09:00:00.000Z/2025-01-27T18:00:00.000Z',
    ])
  })

  it('breaks are cut out of every day, also from a stretch that came over midnight', () => {
    const lunch = { ...office, breaks: [{ start: '12:00', end: '13:00' }] }
    expect(within(lunch, utc, '2025-01-20T11:00:00Z', '2025-01-20T12:00:00Z')).toBe(true)
    expect(within(lunch, utc, '2025-01-20T11:00:00Z', '2025-01-20T12:00:00.001Z')).toBe(false)
    const night = { start: '20:00', end: '06:00', breaks: [{ start: '23:30', end: '00:30' }] }
    expect(shown(night, utc, '2025-01-20T12:00:00Z', '2025-01-21T12:00:00Z')).toEqual([
      '2025-01-20T20:00:00.000Z/2025-01-20T23:30:00.000Z',
      '2025-01-21T00:30:00.000Z/2025-01-21T06:00:00.000Z',
    ])
  })

  it('a closed date has no opening: none begins on it and one from the day before ends at midnight', () => {
    const bar = {
      start: '20:00',
      end: '02:00',
      closures: [
        { date: '2025-01-21', reason: 'party' },
        { from: '2025-01-24', to: '2025-01-25' },
      ],
    }
    expect(shown(bar, utc, '2025-01-20T12:00:00Z', '2025-01-26T12:00:00Z')).toEqual([
      '2025-01-20T20:00:00.000Z/2025-01-21T00:00:00.000Z',
      '2025-01-22T20:00:00.000Z/2025-01-23T02:00:00.000Z',
      '2025-01-23T20:00:00.000Z/2025-01-24T00:00:00.000Z',
    ])
  })

  it('on a day with a gap the local times that do not exist move forward by the gap', () => {
    const hours = { start: '02:30', end: '10:00' }
    expect(shown(hours, newYork, '2025-03-09T00:00:00Z', '2025-03-10T00:00:00Z')).toEqual([
      '2025-03-09T07:30:00.000Z/2025-03-09T14:00:00.000Z',
    ])
    const night = { start: '00:00', end: '24:00' }
    expect(within(night, newYork, '2025-03-08T00:00:00Z', '2025-03-12T00:00:00Z')).toBe(true)
  })

  it('stretches that a gap has put out of order still add up', () => {
    const sunday = [
      { start: '02:30', end: '02:50' },
      { start: '03:00', end: '03:30' },
    ]
    const hours = { start: '09:00', end: '10:00', weekly: { sunday } }
    expect(shown(hours, newYork, '2025-03-09T05:00:00Z', '2025-03-09T12:00:00Z')).toEqual([
      '2025-03-09T07:00:00.000Z/2025-03-09T07:50:00.000Z',
    ])
    expect(within(hours, newYork, '2025-03-09T07:00:00Z', '2025-03-09T07:50:00Z')).toBe(true)
  })

  it('on a day with a repeated hour the first reading counts and the stretch runs through', () => {
    const hours = { start: '01:30', end: '05:00' }
    expect(shown(hours, newYork, '2025-11-02T00:00:00Z', '2025-11-03T00:00:00Z')).toEqual([
      '2025-11-02T05:30:00.000Z/2025-11-02T10:00:00.000Z',
    ])
    expect(within(hours, newYork, '2025-11-02T06:00:00Z', '2025-11-02T07:00:00Z')).toBe(true)
  })

  it('names the part that is wrong', () => {
    const wrong: readonly (readonly [unknown, string])[] = [
      [{ start: '9:00', end: '18:00' }, 'hours.start'],
      [{ start: '24:00', end: '18:00' }, 'hours.start'],
      [{ start: '09:00', end: '24:30' }, 'hours.end'],
      [{ ...office, weekly: { someday: [] } }, 'weekly.someday'],
      [{ ...office, weekly: { monday: [{ start: '09:00', end: '25:00' }] } }, 'weekly.monday[0].end'],
      [{ ...office, breaks: [{ start: '12:00', end: '12:00' }] }, 'breaks[0]'],
      [{ ...office, closures: [{ date: '2025-02-30' }] }, 'closures[0]'],
      [{ ...office, closures: [{ from: '2025-02-03', to: '2025-02-01' }] }, 'closures[0]'],
      [{ ...office, breaks: new Array(25).fill({ start: '12:00', end: '12:01' }) }, 'breaks'],
    ]
    for (const [hours, part] of wrong) {
      expect(() => compileBusinessHours(hours as BusinessHours, utc)).toThrowError(
        expect.objectContaining({ code: 'invalid_business_hours', details: { part } }),
      )
    }
  })

  it('says in words what is wrong and quotes it', () => {
    const told: readonly (readonly [unknown, RegExp])[] = [
      [{ start: '9:00', end: '18:00' }, /hours\.start.*HH:MM.*"9:00"/],
      [{ start: '09:00:00', end: '18:00' }, /hours\.start.*HH:MM/],
      [{ start: 'x09:00', end: '18:00' }, /hours\.start.*HH:MM/],
      [{ start: 900, end: '18:00' }, /hours\.start.*HH:MM.*900/],
      [{ start: '24:00', end: '18:00' }, /hours\.start.*before 24:00/],
      [{ ...office, weekly: { someday: [] } }, /weekly\.someday.*day of the week/],
      [{ ...office, breaks: [{ start: '12:00', end: '12:00' }] }, /breaks\[0\].*24 hours/],
      [{ ...office, closures: [{ date: '2025-02-30' }] }, /closures\[0\].*YYYY-MM-DD.*"2025-02-30"/],
      [
        { ...office, closures: [{ from: '2025-02-03', to: '2025-02-01' }] },
        /closures\[0\].*2025-02-01.*2025-02-03/,
      ],
    ]
    for (const [hours, message] of told) {
      expect(() => compileBusinessHours(hours as BusinessHours, utc)).toThrow(message)
    }
  })

  it('bounds hold at n and fail at n + 1', () => {
    const range = { start: '12:00', end: '12:01' }
    const accepted = (hours: unknown) => () => compileBusinessHours(hours as BusinessHours, utc)
    const closures = (count: number) => Array.from({ length: count }, () => ({ date: '2025-01-20' }))
    for (const [part, build, most] of [
      ['breaks', (n: number) => ({ ...office, breaks: new Array(n).fill(range) }), businessRangesPerDayMax],
      [
        'weekly.friday',
        (n: number) => ({ ...office, weekly: { friday: new Array(n).fill(range) } }),
        businessRangesPerDayMax,
      ],
      ['closures', (n: number) => ({ ...office, closures: closures(n) }), businessClosuresMax],
    ] as const) {
      expect(accepted(build(most))).not.toThrow()
      expect(accepted(build(most + 1))).toThrowError(
        expect.objectContaining({ details: { part }, message: expect.stringContaining(String(most)) }),
      )
    }
  })

  it('each name of a weekday closes that day and no other', () => {
    const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
    for (const [i, name] of names.entries()) {
      const open = shown(
        { ...office, weekly: { [name]: [] } },
        utc,
        '2025-01-20T00:00:00Z',
        '2025-01-27T00:00:00Z',
      )
      const days = [20, 21, 22, 23, 24, 25, 26].filter((day) => day !== 20 + i)
      expect(open.map((stretch) => Number(stretch.slice(8, 10)))).toEqual(days)
    }
  })

  it('closures in any order, nested, touching and apart close their days and no others', () => {
    const closures = [
      { date: '2025-01-27' },
      { from: '2025-01-21', to: '2025-01-24' },
      { from: '2025-01-22', to: '2025-01-23' },
      { date: '2025-01-25' },
      { from: '2025-01-29', to: '2025-01-29' },
    ]
    const open = shown({ ...office, closures }, utc, '2025-01-20T00:00:00Z', '2025-01-31T00:00:00Z')
    expect(open.map((stretch) => Number(stretch.slice(8, 10)))).toEqual([20, 26, 28, 30])
  })

  it('an empty interval and an empty window are refused, also where it is always open', () => {
    const refused = expect.objectContaining({ code: 'invalid_interval' })
    for (const hours of [office, null]) {
      for (const end of ['2025-01-20T09:00:00Z', '2025-01-20T08:59:59.999Z']) {
        expect(() => within(hours, utc, '2025-01-20T09:00:00Z', end)).toThrowError(refused)
        expect(() => shown(hours, utc, '2025-01-20T09:00:00Z', end)).toThrowError(refused)
      }
    }
  })

  it('refuses a question over more days than the bound', () => {
    expect(() => within(office, utc, '2025-01-20T09:00:00Z', '2045-01-20T09:00:00Z')).toThrowError(
      expect.objectContaining({ code: 'budget_exceeded' }),
    )
  })
})

describe('business hours against a minute-by-minute model', () => {
  const clock = fc
    .integer({ min: 0, max: 47 })
    .map((n) => `${String(n >> 1).padStart(2, '0')}:${n & 1 ? '30' : '00'}`)
  const range = fc.record({ start: clock, end: clock })
  const day = fc.array(range, { maxLength: 3 })
  const anyHours = fc.record({
    start: clock,
    end: clock,
    weekly: fc.record({ saturday: day, sunday: day, monday: day, tuesday: day }, { requiredKeys: [] }),
    breaks: fc.array(
      range.filter((r) => r.start !== r.end),
      { maxLength: 2 },
    ),
    closures: fc.array(
      fc.constantFrom('2025-03-08', '2025-03-09', '2025-11-02', '2025-11-03').map((date) => ({ date })),
      { maxLength: 2 },
    ),
  })

  it('openIntervals is the set of half hours a naive model calls open, on regular and on transition days', () => {
    fc.assert(
      fc.property(
        anyHours,
        fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe'),
        fc.constantFrom('2025-03-07T00:00', '2025-10-31T00:00', '2025-01-17T00:00', '2025-04-04T00:00'),
        (hours, zoneId, first) => {
          const zone = zoneOf(zoneId)
          const from = zone.instantOf(parseWall(first))
          const to = (from + 4 * dayMs) as Instant
          const expected = modelOpen(hours, zone, parseWall(first))
          const open = openIntervals(hours, zone, from, to)
          const compiled = compileBusinessHours(hours, zone)
          const wrong: string[] = []
          for (let t: number = from; t < to; t += 900_000) {
            const end = Math.min(t + 5_400_000, to)
            const isOpen = open.some((o) => o.start <= t && t < o.end)
            const fits = open.some((o) => o.start <= t && end <= o.end)
            const answer = isWithinOpenHours(compiled, t as Instant, end as Instant)
            if (isOpen !== expected(t) || answer !== fits) wrong.push(new Date(t).toISOString())
          }
          expect(wrong).toEqual([])
        },
      ),
      { numRuns: 150 },
    )
  })
})

/** Open or not, from the written rules alone: wall half hours minus breaks, closures by date, then resolved. */
function modelOpen(hours: NonNullable<BusinessHours>, zone: typeof utc, first: Wall): (t: number) => boolean {
  const names = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  const closed = new Set((hours.closures ?? []).map((c) => Date.parse('date' in c ? c.date : c.from) / dayMs))
  const spans: [number, number][] = []
  const firstDay = first / dayMs
  for (let day = firstDay - 3; day < firstDay + 6; day++) {
    if (closed.has(day)) continue
    const ranges = hours.weekly?.[names[(day + 3) % 7]!] ?? [hours]
    for (const range of ranges) {
      const start = minutes(range.start)
      const end = minutes(range.end) <= start ? minutes(range.end) + 1440 : minutes(range.end)
      for (let piece = start; piece < end; piece += 30) {
        const midnight = day + Math.floor(piece / 1440)
        const inBreak = (hours.breaks ?? []).some((b) => {
          const from = minutes(b.start)
          const to = minutes(b.end)
          const now = piece % 1440
          return to > from ? from <= now && now < to : now >= from || now < to
        })
        if (!inBreak && !closed.has(midnight)) {
          spans.push([day * dayMs + piece * 60_000, day * dayMs + (piece + 30) * 60_000])
        }
      }
    }
  }
  const resolved = joined(spans).map(
    ([s, e]) => [zone.instantOf(s as Wall), zone.instantOf(e as Wall)] as const,
  )
  return (t) => resolved.some(([s, e]) => s <= t && t < e)
}

/** Adjacent half hours joined, so that a transition inside an open stretch is not a hole. */
function joined(spans: [number, number][]): [number, number][] {
  const out: [number, number][] = []
  for (const [start, end] of spans.sort((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else out.push([start, end])
  }
  return out
}
