import { describe, expect, it } from 'vitest'
import { type CalendarMask, calendarMaskOf, maskGap } from './calendar-mask.ts'
import { dayMs } from './civil.ts'
import { parseRule } from './rule-parse.ts'
import { RuleSeries } from './rule-series.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hour = 3_600_000

const mask = (rule: string, start = '2026-01-05T09:00'): CalendarMask | null =>
  calendarMaskOf(new RuleSeries(parseRule(rule), parseWall(start), zoneOf('UTC')))
const onDays = (...days: number[]) => mask(`FREQ=MONTHLY;BYMONTHDAY=${days.join(',')}`)
const inMonths = (...months: number[]) => mask(`FREQ=DAILY;BYMONTH=${months.join(',')}`)

describe('the calendar keeps two rules apart', () => {
  it('by days of the month, until a length reaches from the one day to the other', () => {
    const [early, late] = [onDays(15), onDays(20)]
    for (const lasting of [hour, 5 * dayMs]) {
      expect(maskGap(early, lasting, late, hour, 0)).toBe('days of the month')
      expect(maskGap(late, hour, early, lasting, 0)).toBe('days of the month')
    }
    expect(maskGap(early, 5 * dayMs + 1, late, hour, 0)).toBe(null)
    expect(maskGap(late, hour, early, 5 * dayMs + 1, 0)).toBe(null)
  })

  it('by days on both sides of the end of a month, whatever its length', () => {
    expect(maskGap(onDays(28), dayMs, onDays(1), hour, 0)).toBe('days of the month')
    expect(maskGap(onDays(28), dayMs + 1, onDays(1), hour, 0)).toBe(null)
    expect(maskGap(onDays(28), 4 * dayMs, onDays(5), hour, 0)).toBe('days of the month')
    expect(maskGap(onDays(1), hour, onDays(28), dayMs + 1, 0)).toBe(null)
    expect(maskGap(onDays(30), dayMs + 1, onDays(1), hour, 0)).toBe(null)
    expect(maskGap(onDays(30), dayMs + 1, onDays(2), hour, 0)).toBe('days of the month')
    expect(maskGap(onDays(29), 3 * dayMs, onDays(2), hour, 0)).toBe(null)
    expect(maskGap(onDays(29), 3 * dayMs, onDays(3), hour, 0)).toBe('days of the month')
    expect(maskGap(onDays(-1), hour, onDays(27), hour, 0)).toBe('days of the month')
    for (const day of [28, 29, 30, 31]) expect(maskGap(onDays(-1), hour, onDays(day), hour, 0)).toBe(null)
  })

  it('by days of the month exactly as far as dates of some month lie apart', () => {
    const dates = (day: number) => [28, 29, 30, 31].filter((length) => length >= day)
    const daysApart = (from: number, to: number): number[] => [
      to - from,
      ...dates(from).map((length) => to + length - from),
      ...dates(to).map((length) => to - length - from),
    ]
    for (let from = 1; from <= 31; from++) {
      for (let to = 1; to <= 31; to++) {
        for (const days of [0, 1, 2]) {
          const isReached = daysApart(from, to).some((apart) => apart >= 0 && apart <= days)
          const gap = maskGap(onDays(from), days * dayMs + hour, onDays(to), hour, 0)
          expect(`${from} ${to} ${days} ${gap === null}`).toBe(`${from} ${to} ${days} ${isReached}`)
        }
      }
    }
  })

  it('by months, a neighbour being reached from the last day of the other', () => {
    expect(maskGap(inMonths(1, 2), hour, inMonths(3), hour, 0)).toBe('months')
    expect(maskGap(inMonths(1, 2), dayMs + 1, inMonths(3), hour, 0)).toBe(null)
    expect(maskGap(inMonths(3), hour, inMonths(1, 2), dayMs + 1, 0)).toBe(null)
    expect(maskGap(inMonths(12), dayMs + 1, inMonths(1), hour, 0)).toBe(null)
    expect(maskGap(inMonths(1), hour, inMonths(12), dayMs + 1, 0)).toBe(null)
    expect(maskGap(inMonths(12), dayMs + 1, inMonths(2), hour, 0)).toBe('months')
    expect(maskGap(inMonths(1), hour, inMonths(11), dayMs + 1, 0)).toBe('months')
    expect(maskGap(inMonths(1), dayMs + 1, inMonths(12), hour, 0)).toBe('months')
  })

  it('says nothing of occurrences that reach more than 13 days', () => {
    expect(maskGap(onDays(1), 14 * dayMs, onDays(16), hour, 0)).toBe('days of the month')
    expect(maskGap(onDays(1), 14 * dayMs + 1, onDays(16), hour, 0)).toBe(null)
    expect(maskGap(onDays(20), hour, onDays(4), 14 * dayMs, 0)).toBe('days of the month')
    expect(maskGap(onDays(20), hour, onDays(4), 14 * dayMs + 1, 0)).toBe(null)
  })

  it('by periods that never coincide, on one day only', () => {
    const odd = mask('FREQ=YEARLY;INTERVAL=2')
    const even = mask('FREQ=YEARLY;INTERVAL=4', '2027-01-05T09:00')
    expect(maskGap(odd, hour, even, hour, 0)).toBe('years')
    expect(maskGap(odd, hour, mask('FREQ=YEARLY;INTERVAL=4', '2028-01-05T09:00'), hour, 0)).toBe(null)
    expect(maskGap(odd, hour, mask('FREQ=YEARLY;INTERVAL=3', '2027-01-05T09:00'), hour, 0)).toBe(null)
    const monthly = mask('FREQ=MONTHLY;INTERVAL=5;BYDAY=MO')
    expect(
      maskGap(monthly, hour, mask('FREQ=MONTHLY;INTERVAL=5;BYDAY=MO', '2026-02-02T09:00'), hour, 0),
    ).toBe('months')
    expect(
      maskGap(monthly, dayMs + hour, mask('FREQ=MONTHLY;INTERVAL=5;BYDAY=TU', '2026-02-02T09:00'), hour, 0),
    ).toBe(null)
  })

  it('a shift moves the second rule by days', () => {
    expect(maskGap(onDays(15), hour, onDays(14), hour, 0)).toBe('days of the month')
    expect(maskGap(onDays(15), hour, onDays(14), hour, dayMs)).toBe(null)
    expect(maskGap(onDays(15), hour, onDays(16), hour, -dayMs)).toBe(null)
    expect(maskGap(onDays(15), hour, onDays(16), hour, dayMs)).toBe('days of the month')
  })

  it('by the nth weekday of a month, from either end', () => {
    const nth = (n: number) => mask(`FREQ=MONTHLY;BYDAY=${n}MO`)
    expect(maskGap(nth(1), hour, nth(2), hour, 0)).toBe('days of the month')
    expect(maskGap(nth(2), hour, nth(-1), hour, 0)).toBe('days of the month')
    expect(maskGap(nth(4), hour, nth(-1), hour, 0)).toBe(null)
    expect(maskGap(nth(3), hour, onDays(14), hour, 0)).toBe('days of the month')
    expect(maskGap(nth(3), hour, onDays(15), hour, 0)).toBe(null)
    expect(maskGap(nth(3), hour, onDays(21), hour, 0)).toBe(null)
    expect(maskGap(nth(3), hour, onDays(22), hour, 0)).toBe('days of the month')
    expect(maskGap(nth(-1), hour, onDays(21), hour, 0)).toBe('days of the month')
    expect(maskGap(nth(-1), hour, onDays(22), hour, 0)).toBe(null)
  })

  it('by the days that BYSETPOS chooses', () => {
    const workingDay = (n: number) => mask(`FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=${n}`)
    expect(maskGap(workingDay(1), hour, onDays(3), hour, 0)).toBe(null)
    expect(maskGap(workingDay(1), hour, onDays(4), hour, 0)).toBe('days of the month')
    expect(maskGap(workingDay(-1), hour, onDays(26), hour, 0)).toBe(null)
    expect(maskGap(workingDay(-1), hour, onDays(25), hour, 0)).toBe('days of the month')
    const inYear = (n: number) => mask(`FREQ=YEARLY;BYMONTH=2,5;BYDAY=MO;BYSETPOS=${n}`)
    expect(maskGap(inYear(1), hour, inMonths(5), hour, 0)).toBe('months')
    expect(maskGap(inYear(5), hour, inMonths(5), hour, 0)).toBe(null)
    expect(maskGap(inYear(6), hour, inMonths(2), hour, 0)).toBe('months')
    const everyWeek = mask('FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1')
    for (const day of [1, 17, 31]) expect(maskGap(everyWeek, hour, onDays(day), hour, 0)).toBe(null)
  })

  it('rules that only step have no calendar', () => {
    expect(mask('FREQ=DAILY')).toBe(null)
    expect(maskGap(null, hour, onDays(1), hour, 0)).toBe(null)
    expect(maskGap(onDays(1), hour, null, hour, 0)).toBe(null)
  })
})
