import fc from 'fast-check'
import { expect, it } from 'vitest'
import { dayMax, dayMin } from './civil.ts'
import { DayBits } from './day-bits.ts'
import { DayFilter } from './day-filter.ts'

const filters = fc.record({
  byMonth: fc.constantFrom(null, [2], [1, 12]),
  byMonthDay: fc.constantFrom(null, [29], [31], [1, -1]),
  byYearDay: fc.constant(null),
  byDay: fc.constantFrom(null, [{ weekday: 'SU' as const, ordinal: 0 }]),
  ordinalScope: fc.constant('month' as const),
})

it('the nearest days found in the bits of the calendar are those found year by year', () => {
  fc.assert(
    fc.property(filters, fc.integer({ min: dayMin, max: dayMax }), fc.nat(20_000), (parts, day, reach) => {
      const byYear = new DayFilter(parts)
      const bits = new DayBits((year) => byYear.yearMasks(year))
      for (const at of [day, day + 1, day + 31]) {
        expect(bits.next(at, at + reach)).toBe(byYear.next(at, at + reach))
        expect(bits.previous(at, at - reach)).toBe(byYear.previous(at, at - reach))
      }
    }),
  )
})

it('a filter that is asked often answers as it did at first', () => {
  const parts = {
    byMonth: [2],
    byMonthDay: [29],
    byYearDay: null,
    byDay: null,
    ordinalScope: 'month' as const,
  }
  const often = new DayFilter(parts)
  for (let day = dayMax; day > dayMax - 2000; day--) often.next(day, dayMax)
  for (let day = dayMin; day < dayMax; day += 9973) {
    const fresh = new DayFilter(parts)
    expect(often.next(day, dayMax)).toBe(fresh.next(day, dayMax))
    expect(often.previous(day, dayMin)).toBe(fresh.previous(day, dayMin))
    expect(often.has(day)).toBe(fresh.has(day))
  }
})
