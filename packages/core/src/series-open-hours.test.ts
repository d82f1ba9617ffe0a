import { describe, expect, it } from 'vitest'
import type { BusinessHours } from './business-hours.ts'
import { asInstant } from './instant.ts'
import { compileBusinessHours } from './open-hours.ts'
import { prepareSeries, type SeriesInput } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { firstOutsideOpenHours } from './series-open-hours.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const at = (text: string) => asInstant(Date.parse(text))
const office: BusinessHours = { start: '09:00', end: '18:00' }

/** Daily at ten for an hour, and what deviates from it. */
const series = (more: Partial<SeriesInput> = {}) =>
  prepareSeries({
    start: parseWall('2026-01-05T10:00'),
    zone: zoneOf('UTC'),
    durationMs: hourMs,
    rules: [parseRule('FREQ=DAILY')],
    ...more,
  })

function outside(more: Partial<SeriesInput>, hours: BusinessHours = office, from?: string): string | null {
  const open = compileBusinessHours(hours, zoneOf('UTC'))
  const found = firstOutsideOpenHours(series(more), open, from === undefined ? {} : { from: at(from) })
  return found === null ? null : new Date(found.start).toISOString()
}

const moved = (key: string, start: string, end?: string) => ({
  kind: 'modified' as const,
  wallStart: parseWall(key),
  start: at(start),
  ...(end !== undefined && { end: at(end) }),
})

describe('what deviates from the rules is held to business hours too', () => {
  it('a moved occurrence is inside up to the last minute and outside past it', () => {
    expect(outside({ exceptions: [moved('2026-01-07T10:00', '2026-01-07T17:00:00Z')] })).toBe(null)
    expect(outside({ exceptions: [moved('2026-01-07T10:00', '2026-01-07T17:00:00.001Z')] })).toBe(
      '2026-01-07T17:00:00.001Z',
    )
    const longer = moved('2026-01-07T10:00', '2026-01-07T10:00:00Z', '2026-01-07T18:30:00Z')
    expect(outside({ exceptions: [longer] })).toBe('2026-01-07T10:00:00.000Z')
  })

  it('an added occurrence and an RDATE with a length of its own', () => {
    const added = {
      kind: 'added' as const,
      start: at('2026-01-06T08:00:00Z'),
      end: at('2026-01-06T09:30:00Z'),
    }
    expect(outside({ exceptions: [added] })).toBe('2026-01-06T08:00:00.000Z')
    const rdate = { wallStart: parseWall('2026-02-02T16:00'), durationMs: 3 * hourMs }
    expect(outside({ rdates: [rdate] })).toBe('2026-02-02T16:00:00.000Z')
    expect(outside({ rdates: [{ ...rdate, durationMs: 2 * hourMs }] })).toBe(null)
  })

  it('a cancelled occurrence is not looked at, one moved into the hours saves a series', () => {
    const lunch: BusinessHours = { ...office, closures: [{ date: '2026-01-06' }] }
    expect(outside({}, lunch)).toBe('2026-01-06T10:00:00.000Z')
    expect(
      outside({ exceptions: [{ kind: 'cancelled', wallStart: parseWall('2026-01-06T10:00') }] }, lunch),
    ).toBe(null)
    expect(outside({ exdates: [parseWall('2026-01-06T10:00')] }, lunch)).toBe(null)
    expect(outside({ exceptions: [moved('2026-01-06T10:00', '2026-01-07T12:00:00Z')] }, lunch)).toBe(null)
  })

  it('of a regular and a moved one outside, the earlier is told', () => {
    const closed: BusinessHours = { ...office, closures: [{ date: '2026-01-08' }] }
    const before = [moved('2026-01-07T10:00', '2026-01-07T20:00:00Z')]
    const after = [moved('2026-01-09T10:00', '2026-01-09T20:00:00Z')]
    expect(outside({ exceptions: before }, closed)).toBe('2026-01-07T20:00:00.000Z')
    expect(outside({ exceptions: after }, closed)).toBe('2026-01-08T10:00:00.000Z')
  })

  it('only what is still going on after `from` matters', () => {
    const exceptions = [moved('2026-01-07T10:00', '2026-01-07T20:00:00Z')]
    expect(outside({ exceptions }, office, '2026-01-07T20:59:59.999Z')).toBe('2026-01-07T20:00:00.000Z')
    expect(outside({ exceptions }, office, '2026-01-07T21:00:00Z')).toBe(null)
    const closed: BusinessHours = { ...office, closures: [{ date: '2026-01-08' }] }
    expect(outside({}, closed, '2026-01-08T10:59:59.999Z')).toBe('2026-01-08T10:00:00.000Z')
    expect(outside({}, closed, '2026-01-08T11:00:00Z')).toBe(null)
  })

  it('a series of single dates has no rules to look at', () => {
    expect(outside({ rules: [] })).toBe(null)
    expect(outside({ rules: [], rdates: [parseWall('2026-01-05T17:30')] })).toBe('2026-01-05T17:30:00.000Z')
  })
})

describe('rules against business hours', () => {
  it('a closure after the last occurrence does not matter, one on the last day does', () => {
    const rules = [parseRule('FREQ=DAILY;COUNT=1000')]
    const on = (date: string): BusinessHours => ({ ...office, closures: [{ date }] })
    expect(outside({ rules }, on('2028-09-30'))).toBe('2028-09-30T10:00:00.000Z')
    expect(outside({ rules }, on('2028-10-01'))).toBe(null)
  })

  it('the first of several closures that an occurrence falls on is told', () => {
    const rules = [parseRule('FREQ=MONTHLY;BYMONTHDAY=5')]
    const closures = [
      { date: '2033-02-04' },
      { from: '2034-02-06', to: '2034-03-04' },
      { date: '2035-07-05' },
      { date: '2031-03-06' },
    ]
    expect(outside({ rules }, { ...office, closures })).toBe('2035-07-05T10:00:00.000Z')
  })

  it('a day of the month that falls on a closed weekday years ahead is told', () => {
    const rules = [parseRule('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')]
    const hours: BusinessHours = { ...office, weekly: { sunday: [] } }
    expect(outside({ start: parseWall('2028-02-29T10:00'), rules }, hours)).toBe('2032-02-29T10:00:00.000Z')
  })

  it('an occurrence longer than any open stretch is outside at once, one over many open days is inside', () => {
    const always: BusinessHours = { start: '00:00', end: '00:00' }
    expect(outside({ durationMs: 10 * hourMs })).toBe('2026-01-05T10:00:00.000Z')
    expect(outside({ durationMs: 100 * hourMs }, always)).toBe(null)
    const closed: BusinessHours = { start: '00:00', end: '00:00', closures: [{ date: '2040-05-05' }] }
    expect(outside({ durationMs: 100 * hourMs }, closed)).toBe('2040-05-01T10:00:00.000Z')
  })

  it('refuses rather than guesses when the work would exceed the budget', () => {
    const open = compileBusinessHours({ ...office, closures: [{ date: '2040-05-05' }] }, zoneOf('UTC'))
    expect(() => firstOutsideOpenHours(series(), open, { budget: 50 })).toThrowError(
      expect.objectContaining({ code: 'budget_exceeded', details: { budget: 50 } }),
    )
  })
})

it('a day of 23 hours ends where the next one, which is closed, begins', () => {
  const zone = zoneOf('Europe/Berlin')
  const sundays = prepareSeries({
    start: parseWall('2026-03-01T00:00'),
    zone,
    durationMs: 86_400_000,
    rules: [parseRule('FREQ=WEEKLY')],
    startKind: 'date',
  })
  const always = { start: '00:00', end: '24:00', closures: [{ date: '2026-03-30' }] }
  expect(firstOutsideOpenHours(sundays, compileBusinessHours(always, zone))).toBe(null)
  const closed = { ...always, closures: [{ date: '2026-03-29' }] }
  const outside = firstOutsideOpenHours(sundays, compileBusinessHours(closed, zone))
  expect(outside?.wallStart).toBe(parseWall('2026-03-29T00:00'))
})
