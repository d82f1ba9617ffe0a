import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calendarDate, daysInMonth } from './date.ts'

test.each(['2025-01-22', '2024-02-29', '1970-01-01', '9999-12-31'])('%s is a date', (value) => {
  expect(calendarDate.parse(value)).toBe(value)
})

test.each([
  '2025-02-30',
  '2023-02-29',
  '2025-13-01',
  '2025-00-10',
  '2025-01-00',
  '1969-12-31',
  '2025-1-2',
  '20250122',
  '2025-01-22T00:00:00Z',
  '2025-01-22\n',
  '',
])('%j is refused', (value) => {
  expect(calendarDate.safeParse(value).success).toBe(false)
})

test('months have the days that the platform gives them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1970, max: 9999 }), fc.integer({ min: 1, max: 12 }), (year, month) => {
      expect(daysInMonth(year, month)).toBe(new Date(Date.UTC(year, month, 0)).getUTCDate())
    }),
  )
})
