import { describe, expect, it } from 'vitest'
import { cycleDays, cycleOrigin, cycleTables, isLeapYear, monthStart, weekdayOf, yearStart } from './civil.ts'
import { DayFilter, type DayParts } from './day-filter.ts'
import { parseRule } from './rule-parse.ts'
import { checkUntilForm, withoutTimes } from './start-kind.ts'
import { chosenIndices, ListedTimes, ProductTimes } from './times-of-day.ts'

describe('the tables of 400 years', () => {
  const { yearStarts, monthStarts, yearKinds, monthKinds } = cycleTables()

  it('are built once and hold the starts and kinds of all years and months', () => {
    expect(cycleTables()).toBe(cycleTables())
    expect([yearStarts.length, monthStarts.length, yearKinds.length, monthKinds.length]).toEqual([
      401, 4801, 400, 4800,
    ])
    expect([yearStarts[400], monthStarts[4800]]).toEqual([cycleDays, cycleDays])
    for (let year = 0; year < 400; year += 7) {
      expect(yearStarts[year]).toBe(yearStart(2000 + year) - yearStart(2000))
      expect(yearKinds[year]).toBe((isLeapYear(2000 + year) ? 7 : 0) + weekdayOf(yearStart(2000 + year)))
    }
    for (let month = 0; month < 4800; month += 35) {
      const start = monthStart(24_000 + month)
      expect(monthStarts[month]).toBe(start - monthStart(24_000))
      expect(monthKinds[month]).toBe((monthStart(24_001 + month) - start - 28) * 7 + weekdayOf(start))
    }
    expect(cycleOrigin).toBe(yearStart(0))
  })
})

describe('times of day', () => {
  it('of hours, minutes and seconds are their product, by index and as a list', () => {
    const times = new ProductTimes([1, 23], [0, 30, 59], [0, 59], 7)
    const expected = [1, 23].flatMap((h) =>
      [0, 30, 59].flatMap((m) => [0, 59].map((s) => ((h * 60 + m) * 60 + s) * 1000 + 7)),
    )
    expect(times.size).toBe(12)
    expect(times.values).toEqual(expected)
    expect(times.values).toBe(times.values)
    expect(expected.map((_, i) => times.at(i))).toEqual(expected)
    for (const [i, ms] of expected.entries()) {
      expect([times.lowerBound(ms), times.lowerBound(ms - 1), times.lowerBound(ms + 1)]).toEqual([
        i,
        i,
        i + 1,
      ])
      expect(new ListedTimes(expected).lowerBound(ms)).toBe(i)
    }
  })

  it.each([
    [[1, 2], 3, [0, 1]],
    [[-1], 3, [2]],
    [[-3, -4], 3, [0]],
    [[3, 4], 3, [2]],
    [[1, -3], 3, [0]],
    [[3, -3], 3, [0, 2]],
    [[2, 1], 3, [0, 1]],
    [[1], 0, []],
  ])('positions %j of a set of %i are %j', (positions, size, expected) => {
    expect(chosenIndices(positions, size)).toEqual(expected)
  })
})

describe('what a date leaves out', () => {
  it('is the times of day', () => {
    const plain = parseRule('FREQ=DAILY;BYDAY=MO')
    expect(withoutTimes(plain)).toBe(plain)
    for (const part of ['BYHOUR=9', 'BYMINUTE=9', 'BYSECOND=9']) {
      expect(withoutTimes(parseRule(`FREQ=DAILY;BYDAY=MO;${part}`))).toEqual(plain)
    }
  })

  it.each([
    [
      'FREQ=DAILY;UNTIL=20300101T000000Z',
      'date',
      'UNTIL=20300101T000000Z: expected a date because the start is date.',
    ],
    [
      'FREQ=DAILY;UNTIL=20300101',
      'floating',
      'UNTIL=20300101: expected a local time without Z because the start is floating.',
    ],
    [
      'FREQ=DAILY;UNTIL=20300101T000000',
      'utc',
      'UNTIL=20300101T000000: expected a UTC time ending in Z because the start is utc.',
    ],
    [
      'FREQ=DAILY;UNTIL=20300101',
      'zoned',
      'UNTIL=20300101: expected a UTC time ending in Z because the start is zoned.',
    ],
    ['FREQ=HOURLY', 'date', 'FREQ=HOURLY: not allowed when the start is a date.'],
    ['FREQ=MINUTELY', 'date', 'FREQ=MINUTELY: not allowed when the start is a date.'],
    ['FREQ=SECONDLY', 'date', 'FREQ=SECONDLY: not allowed when the start is a date.'],
  ] as const)('%s does not fit a start that is %s', (rule, kind, message) => {
    const [, part, value] = /^(\w+)=([^:]*):/.exec(message) ?? []
    expect(() => checkUntilForm(parseRule(rule), kind)).toThrowError(
      expect.objectContaining({ code: 'invalid_rule', message, details: { part, value, position: 0 } }),
    )
  })

  it.each([
    ['FREQ=DAILY;UNTIL=20300101', 'date'],
    ['FREQ=HOURLY;UNTIL=20300101T000000', 'floating'],
    ['FREQ=HOURLY;UNTIL=20300101T000000Z', 'utc'],
    ['FREQ=SECONDLY;UNTIL=20300101T000000Z', 'zoned'],
    ['FREQ=DAILY;COUNT=3', 'date'],
  ] as const)('%s fits a start that is %s', (rule, kind) => {
    expect(() => checkUntilForm(parseRule(rule), kind)).not.toThrow()
  })
})

describe('the days that day limits allow', () => {
  const filter = (more: Partial<DayParts>) =>
    new DayFilter({
      byMonth: null,
      byMonthDay: null,
      byYearDay: null,
      byDay: null,
      ordinalScope: 'month',
      ...more,
    })
  const day = (text: string) => Date.parse(`${text}T00:00Z`) / 86_400_000
  const text = (n: number) => (Number.isFinite(n) ? new Date(n * 86_400_000).toISOString().slice(0, 10) : n)

  it('are found forwards and backwards up to a limit, inclusive', () => {
    const leapDays = filter({ byMonth: [2], byMonthDay: [29] })
    const [first, next] = [day('2028-02-29'), day('2032-02-29')]
    expect([text(leapDays.next(first, next)), text(leapDays.next(first + 1, next))]).toEqual([
      '2028-02-29',
      '2032-02-29',
    ])
    expect([leapDays.next(first + 1, next - 1), leapDays.next(first + 1, first + 1)]).toEqual([
      Infinity,
      Infinity,
    ])
    expect([text(leapDays.previous(next, first)), text(leapDays.previous(next - 1, first))]).toEqual([
      '2032-02-29',
      '2028-02-29',
    ])
    expect([leapDays.previous(next - 1, first + 1), leapDays.previous(next - 1, next - 1)]).toEqual([
      -Infinity,
      -Infinity,
    ])
    expect([leapDays.has(first), leapDays.has(first + 1), leapDays.has(day('2027-02-28'))]).toEqual([
      true,
      false,
      false,
    ])
    expect(text(leapDays.next(day('2097-01-01'), day('2200-01-01')))).toBe('2104-02-29')
    expect(text(leapDays.previous(day('2104-02-28'), day('2000-01-01')))).toBe('2096-02-29')
  })

  it('are found on the last day of a year and the first', () => {
    const edges = filter({ byYearDay: [1, -1] })
    expect(text(edges.next(day('2026-12-31'), day('2027-12-31')))).toBe('2026-12-31')
    expect(text(edges.next(day('2027-01-02'), day('2027-12-31')))).toBe('2027-12-31')
    expect(edges.next(day('2027-01-02'), day('2027-12-30'))).toBe(Infinity)
    expect(text(edges.previous(day('2027-01-01'), day('2026-01-01')))).toBe('2027-01-01')
    expect(text(edges.previous(day('2026-12-30'), day('2026-01-01')))).toBe('2026-01-01')
    expect(edges.previous(day('2026-12-30'), day('2026-01-02'))).toBe(-Infinity)
  })

  it('count an ordinal in the month or in the year', () => {
    const first = { weekday: 'MO', ordinal: 1 } as const
    const months = filter({ byDay: [first] })
    const years = filter({ byDay: [first], ordinalScope: 'year' })
    expect(text(months.next(day('2026-01-06'), day('2030-01-01')))).toBe('2026-02-02')
    expect(text(years.next(day('2026-01-06'), day('2030-01-01')))).toBe('2027-01-04')
    expect(text(years.previous(day('2026-12-31'), day('2000-01-01')))).toBe('2026-01-05')
    const mixed = filter({
      byDay: [
        { weekday: 'SU', ordinal: 0 },
        { weekday: 'MO', ordinal: -1 },
      ],
      ordinalScope: 'year',
    })
    expect(text(mixed.next(day('2026-12-21'), day('2027-01-01')))).toBe('2026-12-27')
    expect(text(mixed.next(day('2026-12-28'), day('2027-01-01')))).toBe('2026-12-28')
    expect(text(mixed.next(day('2026-12-29'), day('2027-01-01')))).toBe(Infinity)
  })
})
