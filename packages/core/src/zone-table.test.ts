import { describe, expect, it } from 'vitest'
import { dayMs, dayOf, weekdayOf, yearStart } from './civil.ts'
import { firstYear, regularYear, ZoneTable } from './zone-table.ts'

const hourMs = 3_600_000
const minuteMs = 60_000

interface Change {
  readonly instant: number
  readonly offset: number
}

/** A made-up zone: the offset before its first change, and its changes, ascending; it counts how often it is asked. */
function source(before: number, changes: readonly Change[]) {
  let asked = 0
  const table = new ZoneTable((instant) => {
    asked++
    return changes.findLast((change) => change.instant <= instant)?.offset ?? before
  })
  return {
    table,
    /** The transitions the table finds in a year, and how many questions that took. */
    of: (year: number) => {
      asked = 0
      const { instants, offsets } = table.of(year)
      return { instants: [...instants], offsets: [...offsets], asked }
    },
  }
}

const at = (year: number, month: number, day: number, ms = 0) => dayOf(year, month, day) * dayMs + ms
const nthSunday = (year: number, month: number, n: number) => {
  const first = dayOf(year, month, 1)
  return (first + ((6 - weekdayOf(first) + 7) % 7) + 7 * (n - 1)) * dayMs
}

/** Summer time by the rule of the United States, from 1800 to 2199. */
const yearly = Array.from({ length: 400 }, (_, i) => 1800 + i).flatMap((year): Change[] => [
  { instant: nthSunday(year, 3, 2) + 7 * hourMs, offset: -4 * hourMs },
  { instant: nthSunday(year, 11, 1) + 6 * hourMs, offset: -5 * hourMs },
])

describe('the transitions of a year', () => {
  it('are found to the second, wherever in the day they fall', () => {
    for (const ms of [0, 1000, 899_000, 900_000, 901_000, 2 * hourMs, 12_345_000, dayMs - 1000]) {
      for (const day of [1, 2, 3, 4, 5, 6, 7]) {
        const instant = at(1999, 3, day, ms)
        const { instants, offsets } = source(0, [{ instant, offset: hourMs }]).of(1999)
        expect([instants, offsets]).toEqual([[instant], [0, hourMs]])
      }
    }
  })

  it('are found when they are a week apart, and two days beyond the edges of the year', () => {
    const changes = [
      { instant: at(1999, 12, 30), offset: 1 * hourMs },
      { instant: at(2000, 1, 6, 1), offset: 2 * hourMs },
      { instant: at(2000, 6, 1), offset: 3 * hourMs },
      { instant: at(2000, 6, 8), offset: 2 * hourMs },
      { instant: at(2000, 12, 25), offset: 1 * hourMs },
      { instant: at(2001, 1, 3), offset: 0 },
      { instant: at(2001, 1, 3, 1), offset: hourMs },
    ].map((change) => ({ ...change, instant: Math.ceil(change.instant / 1000) * 1000 }))
    const { instants, offsets } = source(0, changes).of(2000)
    expect(instants).toEqual(changes.slice(1, 6).map((change) => change.instant))
    expect(offsets.map((ms) => ms / hourMs)).toEqual([1, 2, 3, 2, 1, 0])
  })

  it('cost a question each six days, and few more for what falls on the same point of the week', () => {
    expect(source(hourMs, []).of(2026)).toEqual({ instants: [], offsets: [hourMs], asked: 63 })
    const zone = source(-5 * hourMs, yearly)
    expect(zone.of(2027).instants).toEqual([at(2027, 3, 14, 7 * hourMs), at(2027, 11, 7, 6 * hourMs)])
    const second = zone.of(2028)
    expect(second.instants).toEqual([at(2028, 3, 12, 7 * hourMs), at(2028, 11, 5, 6 * hourMs)])
    expect(second.asked).toBeLessThan(80)
    expect(zone.of(2028).asked).toBe(0)
  })

  it.each([
    [1909, 2],
    [1910, 16],
    [1932, 16],
    [1933, 63],
    [1934, 16],
    [1941, 63],
    [1943, 63],
    [1944, 63],
    [1945, 63],
    [1946, 16],
    [1976, 63],
    [2000, 63],
    [2004, 63],
    [2008, 63],
    [2009, 16],
    [2010, 63],
    [2024, 16],
    [2025, 63],
    [2037, 63],
  ])(
    'of %d cost %d questions: fewer where all changes of clocks that came soon after one another are known',
    (year, asked) => {
      expect(source(0, []).of(year).asked).toBe(asked)
    },
  )

  it('cost at most twenty questions to find the first time, on a quarter of an hour fewer', () => {
    const questions = (ms: number) =>
      source(0, [{ instant: at(2027, 6, 9, ms), offset: hourMs }]).of(2027).asked - 63
    expect(questions(7 * hourMs)).toBeLessThan(15)
    expect(questions(12_345_000)).toBeLessThan(25)
  })

  it('that are no longer on the usual point of the week are not mistaken for it', () => {
    const changes = [
      { instant: at(2004, 3, 14, 7 * hourMs), offset: hourMs },
      { instant: at(2004, 3, 24, 7 * hourMs), offset: 0 },
      { instant: at(2004, 6, 6, 6 * hourMs), offset: hourMs },
      { instant: at(2004, 9, 5, 6 * hourMs + 900_000), offset: 0 },
    ]
    const { instants } = source(0, changes).of(2004)
    expect(instants).toEqual(changes.map((change) => change.instant))
  })
})

describe('a year cut by walls', () => {
  it('has a gap where clocks go forward and a fold where they go back, each with the offset before it', () => {
    const spring = at(1999, 3, 14, 7 * hourMs)
    const autumn = at(1999, 11, 7, 6 * hourMs)
    const { segments, startMs, endMs } = source(-5 * hourMs, yearly).table.of(1999)
    expect([startMs, endMs]).toEqual([at(1999, 1, 1), at(2000, 1, 1)])
    const inYear = (wall: number) => wall - startMs
    expect(segments).toEqual([
      ...[0, -5 * hourMs, 0],
      ...[inYear(spring - 5 * hourMs), -5 * hourMs, 1],
      ...[inYear(spring - 4 * hourMs), -4 * hourMs, 0],
      ...[inYear(autumn - 5 * hourMs), -4 * hourMs, 2],
      ...[inYear(autumn - 4 * hourMs), -5 * hourMs, 0],
      inYear(endMs),
    ])
  })

  it('begins and ends with the year, whatever changes beside it', () => {
    // The clocks go from 23:30 to 00:30 at the beginning of the year, and again at its end.
    const changes = [
      { instant: at(1998, 12, 30), offset: 1 * hourMs },
      { instant: at(1999, 1, 1, -1.5 * hourMs), offset: 2 * hourMs },
      { instant: at(2000, 1, 1, -2.5 * hourMs), offset: 3 * hourMs },
      { instant: at(2000, 1, 2), offset: 4 * hourMs },
    ]
    const halfAnHour = 30 * minuteMs
    expect(source(0, changes).table.of(1999).segments).toEqual([
      ...[0, 1 * hourMs, 1],
      ...[halfAnHour, 2 * hourMs, 0],
      ...[365 * dayMs - halfAnHour, 2 * hourMs, 1],
      365 * dayMs,
    ])
  })
})

describe('years that other years stand for', () => {
  it('before 1800 are those of 1799, or of 1796 where they are leap', () => {
    const { table } = source(7 * minuteMs, [])
    expect(table.of(1)).toBe(table.of(1799))
    expect(table.of(1600)).toBe(table.of(4))
    expect(table.of(1600).startMs).toBe(yearStart(1796) * dayMs)
    expect(table.of(1601).startMs).toBe(yearStart(1799) * dayMs)
    expect(table.of(firstYear).startMs).toBe(yearStart(1800) * dayMs)
    expect(table.of(firstYear + 1).startMs).toBe(yearStart(1801) * dayMs)
  })

  it('from 2100 on are the fourteen after it, and from 2038 on where the zone keeps to the same rule', () => {
    const zone = source(-5 * hourMs, yearly)
    const kinds = new Set(Array.from({ length: 400 }, (_, i) => zone.table.of(regularYear + i)))
    expect(kinds.size).toBe(14)
    for (const { startMs } of kinds) {
      expect(startMs).toBeGreaterThan(yearStart(regularYear) * dayMs)
      expect(startMs).toBeLessThanOrEqual(yearStart(regularYear + 28) * dayMs)
    }
    for (const year of [2038, 2039, 2044, 2099]) expect(kinds.has(zone.table.of(year))).toBe(true)
    expect(kinds.has(zone.table.of(2037))).toBe(false)
    expect(zone.of(2050).asked).toBe(0)
  })

  it('far ahead are those of the year that lies whole cycles of 400 years before', () => {
    const { table } = source(-5 * hourMs, yearly)
    for (const year of [2100, 2101, 2128, 2400, 2499]) {
      expect(table.of(year + 400)).toBe(table.of(year))
      expect(table.of(year + 7600)).toBe(table.of(year))
    }
    expect(table.of(2400).endMs - table.of(2400).startMs).toBe(366 * dayMs)
    expect(table.of(2500).endMs - table.of(2500).startMs).toBe(365 * dayMs)
  })

  it('a template costs a question each four weeks', () => {
    expect(source(0, []).of(2101).asked).toBe(15)
  })

  it('are their own from 2038 on where the clocks follow the moon, short remains of summer included', () => {
    // From 2038 to 2087 summer time is suspended for thirty days that come eleven days earlier each year.
    const changes = yearly.flatMap((change, i): Change[] => {
      const year = 1800 + Math.floor(i / 2)
      if (year < 2038 || year > 2087) return [change]
      const [spring, autumn] = [yearly[i - (i % 2)] as Change, yearly[i - (i % 2) + 1] as Change]
      const suspended = at(year, 10, 4, 7 * hourMs) - (year - 2038) * 11 * dayMs
      const isInside = suspended > spring.instant && suspended + 30 * dayMs < autumn.instant
      if (i % 2 === 1) return [change]
      if (!isInside) return [change]
      return [
        spring,
        { instant: suspended, offset: -5 * hourMs },
        { instant: suspended + 30 * dayMs, offset: -4 * hourMs },
      ]
    })
    const zone = source(-5 * hourMs, changes)
    for (const year of [2038, 2039, 2040, 2050, 2087, 2088, 2099]) {
      const expected = changes.map(({ instant }) => instant)
      const found = zone.of(year).instants
      expect(found).toEqual(expected.filter((t) => t >= at(year, 1, 1) && t < at(year + 1, 1, 1)))
    }
    expect(zone.table.of(2060).startMs).toBe(yearStart(2060) * dayMs)
  })
})
