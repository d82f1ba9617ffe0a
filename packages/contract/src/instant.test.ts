import { describe, expect, test } from 'vitest'
import { formatInstant, instant, instantText, readInstant } from './instant.ts'
import { limits } from './limits.ts'

const faultOf = (value: string) => {
  const reading = readInstant(value)
  return 'fault' in reading ? reading.fault : `accepted as ${reading.ms}`
}

describe('an instant in a request', () => {
  test.each([
    ['2025-01-20T10:00:00.000Z', Date.UTC(2025, 0, 20, 10)],
    ['2025-01-20T10:00:00Z', Date.UTC(2025, 0, 20, 10)],
    ['2025-01-20t10:00:00z', Date.UTC(2025, 0, 20, 10)],
    ['2025-01-20T10:00:00.5Z', Date.UTC(2025, 0, 20, 10, 0, 0, 500)],
    ['2025-01-20T10:00:00.05Z', Date.UTC(2025, 0, 20, 10, 0, 0, 50)],
    ['2025-01-20T10:00:00+02:00', Date.UTC(2025, 0, 20, 8)],
    ['2025-01-20T10:00:00-05:30', Date.UTC(2025, 0, 20, 15, 30)],
    ['2025-01-20T10:00:00-00:00', Date.UTC(2025, 0, 20, 10)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['1970-01-01T00:00:00.000Z', limits.instantMsMin],
    ['9999-12-31T23:59:59.999Z', limits.instantMsMax],
  ])('%s is read to the millisecond', (value, ms) => {
    expect(instant.parse(value)).toBe(ms)
  })

  test.each([
    ['2025-01-20T10:00:00', 'needs a zone'],
    ['2025-01-20 10:00:00', 'needs a zone'],
    ['2025-01-20T10:00', 'needs a zone'],
    ['2025-01-20T10:00:00 02:00', '%2B'],
    ['2025-01-20T10:00:00.1234Z', 'more precise than a millisecond'],
    ['2025-01-20T10:00:00.000000Z', 'more precise than a millisecond'],
    ['2025-01-20', 'not a date alone'],
    ['2025-02-30T10:00:00Z', '2025-02 has 28 days'],
    ['2023-02-29T10:00:00Z', '2023-02 has 28 days'],
    ['2100-02-29T10:00:00Z', '2100-02 has 28 days'],
    ['2025-04-31T10:00:00Z', '2025-04 has 30 days'],
    ['2025-01-00T10:00:00Z', 'day 0'],
    ['2025-13-01T10:00:00Z', 'month 13'],
    ['2025-00-01T10:00:00Z', 'month 0'],
    ['2025-01-20T24:00:00Z', 'hour 24'],
    ['2025-01-20T10:60:00Z', 'minute 60'],
    ['2025-01-20T10:00:60Z', 'second 60'],
    ['2025-01-20T10:00:00+24:00', 'offset'],
    ['2025-01-20T10:00:00+02:60', 'offset'],
    ['2025-01-20T10:00:00+0200', 'RFC 3339'],
    ['2025-01-20T10:00:00+02', 'RFC 3339'],
    ['20250120T100000Z', 'RFC 3339'],
    ['1969-12-31T23:59:59.999Z', '1970 to 9999'],
    ['1970-01-01T00:00:00.000+00:01', '1970 to 9999'],
    ['9999-12-31T23:59:59.999-00:01', '1970 to 9999'],
    ['+010000-01-01T00:00:00.000Z', 'RFC 3339'],
    ['-000001-01-01T00:00:00.000Z', 'RFC 3339'],
    ['2025-01-20T10:00:00.Z', 'RFC 3339'],
    ['2025-01-20T10:00:00.000Z\n', 'RFC 3339'],
    ['2025-01-20T10:00:00.000Z\u0000', 'RFC 3339'],
    ['٢٠٢٥-01-20T10:00:00Z', 'RFC 3339'],
    ['Mon, 20 Jan 2025 10:00:00 GMT', 'RFC 3339'],
    ['1737367200000', 'RFC 3339'],
    ['', 'RFC 3339'],
  ])('%j is refused with the reason', (value, reason) => {
    expect(faultOf(value)).toContain(reason)
    expect(instant.safeParse(value).success).toBe(false)
  })

  test.each([null, 1737367200000, true, {}, [], undefined])('%j is refused: an instant is text', (value) => {
    expect(instant.safeParse(value).success).toBe(false)
  })
})

test('an instant is written in UTC with milliseconds, and answers accept exactly that', () => {
  expect(formatInstant(Date.UTC(2025, 0, 20, 10))).toBe('2025-01-20T10:00:00.000Z')
  expect(instantText.safeParse(formatInstant(limits.instantMsMax)).success).toBe(true)
  expect(instantText.safeParse('2025-01-20T10:00:00Z').success).toBe(false)
  expect(instantText.safeParse('2025-01-20T10:00:00.000+00:00').success).toBe(false)
})
