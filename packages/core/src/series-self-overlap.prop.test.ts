import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayMs, yearStart } from './civil.ts'
import type { Instant } from './instant.ts'
import { type PreparedSeries, prepareSeries } from './prepared-series.ts'
import { parseRule } from './rule-parse.ts'
import { selfOverlap } from './series-self-overlap.ts'
import { parseWall, type Wall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000
const origin = yearStart(2026) * dayMs
/** Random pairs are not what the default budget is for. */
const ample = { budget: 5_000_000 }

const series = (text: string, start: string, hours: number, zoneId = 'UTC') =>
  prepareSeries({
    start: parseWall(start),
    zone: zoneOf(zoneId),
    durationMs: hours * hourMs,
    rules: text.split('|').map((t) => parseRule(t)),
  })
const shown = (s: PreparedSeries) => {
  const found = selfOverlap(s, ample)
  return found === null ? null : new Date(found.b.start).toISOString()
}

describe('self overlap', () => {
  it('an occurrence may last exactly until the next one and not a millisecond longer', () => {
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 24))).toBe(null)
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 24 + 1 / 3_600_000))).toBe(
      '2026-01-06T09:00:00.000Z',
    )
    expect(shown(series('FREQ=WEEKLY;BYDAY=MO,TU', '2026-01-05T09:00', 24))).toBe(null)
    expect(shown(series('FREQ=WEEKLY;BYDAY=MO,TU', '2026-01-05T09:00', 25))).toBe('2026-01-06T09:00:00.000Z')
  })

  it('a day that daylight saving makes an hour shorter counts', () => {
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 24, 'America/New_York'))).toBe(
      '2026-03-08T13:00:00.000Z',
    )
    expect(shown(series('FREQ=DAILY', '2026-01-05T09:00', 23, 'America/New_York'))).toBe(null)
  })

  it('a rare short distance far ahead is found: 29 and 30 days apart, never and in the end', () => {
    expect(shown(series('FREQ=MONTHLY;BYMONTHDAY=1', '2026-01-01T09:00', 28 * 24))).toBe(null)
    expect(shown(series('FREQ=MONTHLY;BYMONTHDAY=1', '2027-03-01T09:00', 28 * 24 + 1))).toBe(
      '2029-03-01T09:00:00.000Z',
    )
  })

  it('two rules of one series that meet in a far year overlap, the same start twice does not', () => {
    expect(
      shown(
        series(
          'FREQ=WEEKLY;INTERVAL=7|FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYHOUR=9;BYMINUTE=30',
          '2026-01-05T09:00',
          1,
        ),
      ),
    ).toBe('2072-02-29T09:30:00.000Z')
    expect(shown(series('FREQ=DAILY|FREQ=WEEKLY;BYDAY=MO,TU', '2026-01-05T09:00', 1))).toBe(null)
  })

  it('agrees with a walk of the actual occurrences', () => {
    const rules = fc.constantFrom(
      'FREQ=DAILY',
      'FREQ=DAILY;INTERVAL=3',
      'FREQ=DAILY;BYHOUR=1,9,22',
      'FREQ=WEEKLY;BYDAY=SA,SU',
      'FREQ=WEEKLY;BYDAY=MO,TH',
      'FREQ=MONTHLY;BYMONTHDAY=1,15,30',
      'FREQ=MONTHLY;BYDAY=2SU,-1SA',
      'FREQ=YEARLY;BYMONTH=3,11;BYMONTHDAY=7,8,9',
      'FREQ=HOURLY;INTERVAL=7',
      'FREQ=DAILY;COUNT=40',
    )
    fc.assert(
      fc.property(
        fc.array(rules, { minLength: 1, maxLength: 2 }),
        fc.constantFrom('UTC', 'America/New_York', 'Australia/Lord_Howe'),
        fc.integer({ min: 0, max: 200 }),
        fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 10, max: 800 })),
        fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 2 }),
        (texts, zoneId, startHour, halves, moved) => {
          const base = {
            start: (origin + startHour * hourMs) as Wall,
            zone: zoneOf(zoneId),
            durationMs: (halves * hourMs) / 2,
            rules: texts.map((t) => parseRule(t)),
          }
          const plain = prepareSeries(base).recurrence
          const end = origin + 2 * 366 * dayMs
          const all = plain.between((origin - 2 * dayMs) as Instant, end as Instant).map((o) => ({ ...o }))
          const exceptions = [...new Set(moved)].flatMap((n) => {
            const o = all[n]
            if (o === undefined) return []
            o.start = (o.start + 5 * hourMs) as Instant
            o.end = (o.end + 5 * hourMs) as Instant
            return [{ kind: 'modified' as const, wallStart: o.wallStart, start: o.start }]
          })
          all.sort((a, b) => a.start - b.start)
          const hit = all.findIndex((o, i) => i > 0 && o.start < all[i - 1]!.end)
          const found = selfOverlap(prepareSeries({ ...base, exceptions }), ample)
          expect(found === null || found.b.start >= end - 40 * dayMs ? null : found.b.start).toBe(
            hit === -1 || all[hit]!.start >= end - 40 * dayMs ? null : all[hit]!.start,
          )
        },
      ),
      { numRuns: 120 },
    )
  })
})
