import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { BusinessHours } from './business-hours.ts'
import { dayMs, yearStart } from './civil.ts'
import type { Instant } from './instant.ts'
import { compileBusinessHours, isWithinOpenHours } from './open-hours.ts'
import { prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { firstOutsideOpenHours } from './series-open-hours.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const origin = yearStart(2026) * dayMs

const series = (text: string, start: string, hours: number, zoneId = 'UTC') =>
  prepareSeries({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: hours * hourMs,
    rules: [parseRule(text)],
  })
const shown = (s: ReturnType<typeof series>, hours: BusinessHours, zoneId = 'UTC') => {
  const found = firstOutsideOpenHours(s, compileBusinessHours(hours, zoneOf(zoneId)))
  return found === null ? null : new Date(found.start).toISOString()
}

describe('series within business hours', () => {
  const office = { start: '09:00', end: '18:00' }

  it('an endless series inside the hours is inside for ever, also in a zone with daylight saving', () => {
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 9), office)).toBe(null)
    expect(
      shown(series('FREQ=DAILY', '2026-01-05T09:00', 9, 'America/New_York'), office, 'America/New_York'),
    ).toBe(null)
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 9.5), office)).toBe('2026-01-05T09:00:00.000Z')
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 9.5), null)).toBe(null)
  })

  it('names a closure years ahead and a weekday that is closed', () => {
    const closed = { ...office, closures: [{ from: '2041-12-24', to: '2041-12-26' }] }
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 1), closed)).toBe('2041-12-24T09:00:00.000Z')
    const noSunday = { ...office, weekly: { sunday: [] } }
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 1), noSunday)).toBe('2026-01-11T09:00:00.000Z')
    expect(shown(series('FREQ=WEEKLY;BYDAY=MO', '2026-01-05T09:00', 1), noSunday)).toBe(null)
  })

  it('a series of another zone falls out of the hours when the offsets part', () => {
    const nine = series('FREQ=DAILY', '2026-01-05T14:00', 1, 'UTC')
    expect(shown(nine, office, 'America/New_York')).toBe(null)
    const early = series('FREQ=DAILY', '2026-06-01T13:00', 1, 'UTC')
    expect(shown(early, office, 'America/New_York')).toBe('2026-11-01T13:00:00.000Z')
  })

  it('a night that daylight saving shortens is seen', () => {
    const night = { start: '22:00', end: '06:00' }
    expect(
      shown(series('FREQ=DAILY', '2026-01-05T22:00', 8, 'America/New_York'), night, 'America/New_York'),
    ).toBe('2026-03-08T03:00:00.000Z')
  })

  it('agrees with a check of every actual occurrence', () => {
    const rules = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=DAILY;INTERVAL=2;BYHOUR=1,9',
      'FREQ=WEEKLY;BYDAY=MO,SU',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=SU',
      'FREQ=MONTHLY;BYMONTHDAY=1,31',
      'FREQ=MONTHLY;BYDAY=2SU',
      'FREQ=HOURLY;INTERVAL=36',
      'FREQ=DAILY;COUNT=100',
    )
    const clock = fc.constantFrom('00:00', '01:00', '02:30', '03:00', '06:00', '09:00', '12:00', '22:00')
    const hours = fc.record({
      start: clock,
      end: clock,
      weekly: fc.constantFrom({}, { sunday: [] }, { sunday: [{ start: '00:00', end: '24:00' }] }),
      closures: fc.array(
        fc.constantFrom('2026-03-08', '2027-06-01', '2028-02-29').map((date) => ({ date })),
        { maxLength: 2 },
      ),
    })
    const zones = ['UTC', 'America/New_York', 'Europe/London']
    fc.assert(
      fc.property(
        rules,
        hours,
        fc.constantFrom(...zones),
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 24 * 40 }),
        fc.constantFrom(0.5, 1, 3, 8, 26),
        (text, openHours, zoneId, hoursZone, startHour, lasting) => {
          const prepared = prepareSeries({
            start: (origin + startHour * hourMs) as Wall,
            zone: zoneOf(zoneId),
            durationMs: lasting * hourMs,
            rules: [parseRule(text)],
          })
          const open = compileBusinessHours(openHours, zoneOf(hoursZone))
          const end = origin + 5 * 366 * dayMs
          const outside = prepared.recurrence
            .between((origin - dayMs) as Instant, end as Instant)
            .find((o) => !isWithinOpenHours(open, o.start, o.end))
          const found = firstOutsideOpenHours(prepared, open, { budget: 10_000_000 })
          expect(found !== null && found.start < end ? found.start : null).toBe(outside?.start ?? null)
        },
      ),
      { numRuns: 150 },
    )
  })
})
