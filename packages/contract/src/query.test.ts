import { describe, expect, test } from 'vitest'
import { bookingListQuery } from './booking.ts'
import { queryBoolean, queryInteger, queryRecord } from './query.ts'
import { validate } from './validation.ts'

const limit = queryInteger({ min: 1, max: 100 })

describe('a whole number in a query string', () => {
  test.each([
    ['1', 1],
    ['100', 100],
  ])('%s is accepted', (value, number) => {
    expect(limit.parse(value)).toBe(number)
  })

  test.each([
    '0',
    '101',
    '-1',
    '+1',
    '1.0',
    '1e1',
    ' 1',
    '1 ',
    '01',
    '',
    'abc',
    '0x10',
    '٣',
    '9'.repeat(50),
    'NaN',
  ])('%j is refused', (value) => {
    expect(limit.safeParse(value).success).toBe(false)
  })
})

describe('a boolean in a query string', () => {
  test('is true or false, exactly so written', () => {
    expect(queryBoolean.parse('true')).toBe(true)
    expect(queryBoolean.parse('false')).toBe(false)
    for (const value of ['True', '1', '0', 'yes', '', ' true'])
      expect(queryBoolean.safeParse(value).success).toBe(false)
  })
})

describe('a query string', () => {
  const errorsOf = (search: string) => {
    const result = validate(bookingListQuery, queryRecord(new URLSearchParams(search)), 'query')
    return result.ok ? [] : result.errors
  }

  test('is read by parameter name', () => {
    expect(queryRecord(new URLSearchParams('page=2&q=a%20b'))).toEqual({ page: '2', q: 'a b' })
  })

  test('with a parameter twice is refused, so that neither value is chosen in silence', () => {
    expect(errorsOf('limit=1&limit=2')).toEqual([
      { pointer: '?limit', message: 'limit must be given once, as text' },
    ])
    expect(errorsOf('recurring=true&recurring=true')).toHaveLength(1)
    expect(errorsOf('status=active&status=active')).toHaveLength(1)
  })

  test('with an unknown parameter is refused by name', () => {
    expect(errorsOf('resourceid=x')).toEqual([
      { pointer: '?resourceid', message: 'resourceid is not known here; leave it out or check its spelling' },
    ])
    expect(errorsOf('__proto__=1')[0]?.pointer).toBe('?__proto__')
    expect(errorsOf('constructor=1')[0]?.pointer).toBe('?constructor')
  })

  test('with a + that was not encoded says so', () => {
    expect(errorsOf('from=2025-01-20T10:00:00+01:00')[0]?.message).toContain('%2B')
    expect(errorsOf('from=2025-01-20T10:00:00%2B01:00')).toEqual([])
  })
})
