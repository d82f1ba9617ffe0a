import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { formatICalendarDuration, parseICalendarDuration } from './ical-duration.ts'
import { formatICalendar } from './ical-format.ts'
import { foldLine } from './ical-line.ts'
import { parseICalendar } from './ical-parse.ts'
import { icalTextMax } from './limits.ts'
import { createRecurrence } from './recurrence.ts'
import { formatWall, type Wall } from './wall.ts'
import { withSteps } from './work-budget.ts'
import { zoneOf } from './zone.ts'

const berlin = 'DTSTART;TZID=Europe/Berlin:20260105T090000'

function startsOf(text: string): string[] {
  const series = parseICalendar(text)
  const zone = series.zone ?? zoneOf('UTC')
  const recurrence = createRecurrence({ ...series, zone, durationMs: series.durationMs ?? 0 })
  return Array.from(recurrence, (o) => formatWall(o.start as number as Wall))
}

function codeOf(text: string): string {
  try {
    parseICalendar(text)
  } catch (error) {
    if (error instanceof CoreError) return error.code
    throw error
  }
  return 'none'
}

describe('a block is read', () => {
  it('in any order, folded or not, with either line break', () => {
    const plain = `${berlin}\r\nDURATION:PT1H30M\r\nRRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE\r\n`
    const folded =
      'rrule:FREQ=WEEKLY;COU\n NT=3;BYDAY=MO,\n\tWE\nDURATION:PT1H30M\n\nDTSTART;TZID="Europe/Berlin":20260105T0\n 90000'
    expect(parseICalendar(folded)).toEqual(parseICalendar(plain))
    expect(startsOf(plain)).toEqual(['2026-01-05T08:00:00', '2026-01-07T08:00:00', '2026-01-12T08:00:00'])
    expect(parseICalendar(plain).durationMs).toBe(5_400_000)
  })

  it('with dates, times, periods, UTC and other zones as RDATE and EXDATE', () => {
    const text = [
      berlin,
      'RRULE:FREQ=DAILY;COUNT=4',
      'RDATE;TZID=Europe/Berlin:20260201T090000,20260202T090000',
      'RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260301T090000/PT2H,20260302T090000/20260302T093000',
      'EXDATE:20260105T080000Z',
      'EXDATE;TZID=America/New_York:20260106T030000',
      'EXDATE;TZID=Europe/Berlin:20260107T090000',
    ].join('\r\n')
    expect(startsOf(text).map((s) => s.slice(5, 10))).toEqual(['01-08', '02-01', '02-02', '03-01', '03-02'])
    expect(parseICalendar(text).rdates.slice(2)).toMatchObject([
      { durationMs: 7_200_000 },
      { durationMs: 1_800_000 },
    ])
  })

  it.each([
    ['DTSTART:20260105T090000Z', 'utc'],
    ['DTSTART:20260105T090000', 'floating'],
    ['DTSTART;VALUE=DATE:20260105', 'date'],
    [berlin, 'zoned'],
  ])('%s is %s', (text, kind) => {
    expect(parseICalendar(text).startKind).toBe(kind)
  })

  it.each([
    ['DTEND;TZID=Europe/Berlin:20260105T100000', 3_600_000],
    ['DTEND:20260105T083000Z', 1_800_000],
    ['DTEND;TZID=America/New_York:20260105T040000', 3_600_000],
    ['DTEND;TZID=Europe/Berlin;X-NOTE=kept:20260105T090000', 0],
    ['DURATION:PT90M', 5_400_000],
    ['DURATION:P1D', 86_400_000],
    ['DURATION:P2W', 14 * 86_400_000],
    ['DURATION:+P1DT2H3M4S', 93_784_000],
    ['DURATION:PT0S', 0],
  ])('%s makes a duration', (line, durationMs) => {
    expect(parseICalendar(`${berlin}\n${line}`).durationMs).toBe(durationMs)
  })
})

it('a text may be as long as its bound', () => {
  const longest = berlin.padEnd(icalTextMax, '\n')
  expect(withSteps(10_000_000, () => codeOf(longest))).toBe('none')
  expect(codeOf(berlin.padEnd(icalTextMax + 1, '\n'))).toBe('invalid_ical')
})

describe('what RFC 5545 forbids is refused', () => {
  it.each([
    ['', 'no DTSTART'],
    ['RRULE:FREQ=DAILY', 'no DTSTART'],
    [`${berlin}\n${berlin}`, 'two DTSTART'],
    ['DTSTART;TZID=Europe/Berlin:20260105T090000Z', 'TZID on a UTC time'],
    ['DTSTART;TZID=Europe/Berlin;VALUE=DATE:20260105', 'TZID on a date'],
    ['DTSTART;TZID=Mars/Olympus:20260105T090000', 'unknown zone'],
    ['DTSTART;TZID=+01:00:20260105T090000', 'an offset for a zone'],
    ['DTSTART:20260105', 'a date without VALUE=DATE'],
    ['DTSTART;VALUE=DATE:20260105T090000', 'a time with VALUE=DATE'],
    ['DTSTART;VALUE=PERIOD:20260105T090000/PT1H', 'a period as start'],
    ['DTSTART;VALUE=TEXT:20260105T090000', 'an unknown value type'],
    ['DTSTART;FOO=1:20260105T090000', 'an unknown parameter'],
    ['DTSTART;TZID=A;TZID=B:20260105T090000', 'a parameter twice'],
    ['DTSTART:20260230T090000', 'a date that does not exist'],
    ['DTSTART:2026-01-05T09:00:00', 'another notation'],
    ['DTSTART', 'no value'],
    [`${berlin}\nEXRULE:FREQ=DAILY`, 'EXRULE'],
    [`${berlin}\nSUMMARY:x`, 'another property'],
    [`BEGIN:VEVENT\n${berlin}\nEND:VEVENT`, 'a component'],
    [`${berlin}\nEXDATE;VALUE=DATE:20260105`, 'EXDATE of another type'],
    [`${berlin}\nEXDATE:20260105T090000`, 'floating EXDATE of a zoned start'],
    [`${berlin}\nEXDATE:`, 'an empty EXDATE'],
    [`${berlin}\nEXDATE;VALUE=PERIOD:20260105T080000Z/PT1H`, 'a period as EXDATE'],
    ['DTSTART:20260105T090000\nEXDATE:20260105T090000Z', 'UTC EXDATE of a floating start'],
    ['DTSTART;VALUE=DATE:20260105\nRDATE:20260106T090000', 'RDATE of another type'],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z`, 'a period without an end'],
    [
      `${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z/20260106T070000Z`,
      'a period that ends before it starts',
    ],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z/PT0S`, 'a period without length'],
    [`${berlin}\nDTEND:20260105T070000Z`, 'an end before the start'],
    [`${berlin}\nDTEND:20260105T090000`, 'an end of another type'],
    [`${berlin}\nDURATION:PT1H\nDTEND:20260105T090000Z`, 'both DTEND and DURATION'],
    [`${berlin}\nDURATION:-PT1H`, 'a negative duration'],
    [`${berlin}\nDURATION:1H`, 'another duration notation'],
    [`${berlin}\nDURATION:P1DT`, 'a duration with an empty time'],
    [`${berlin}\nDURATION:PT1H5S`, 'hours and seconds without the minutes between them'],
    ['DTSTART;VALUE=DATE:20260105\nDURATION:PT1H', 'hours of a date'],
    ['X'.repeat(icalTextMax + 1), 'too long a text'],
  ])('%# %s: %s', (text) => {
    expect(codeOf(text)).toBe('invalid_ical')
    expect(() => parseICalendar(text)).toThrow(/^(Line \d+, .+: |The text ).{8,}\.$/s)
  })

  it.each([
    ['DTSTART:20260105', 4, 'DTSTART', 'DATE-TIME'],
    ['DTSTART;VALUE=DATE:20260105T090000', 4, 'DTSTART', 'DATE;'],
    ['DTSTART;VALUE=TEXT:20260105T090000', 4, 'DTSTART', 'VALUE=TEXT'],
    ['DTSTART;FOO=1:20260105T090000', 4, 'DTSTART', 'FOO'],
    ['DTSTART;TZID=A;TZID=B:20260105T090000', 4, 'DTSTART', 'TZID'],
    ['DTSTART;TZID=Mars/Olympus:20260105T090000', 4, 'DTSTART', 'Mars/Olympus'],
    ['DTSTART;TZID=Europe/Berlin:20260105T090000Z', 4, 'DTSTART', 'UTC'],
    ['DTSTART;TZID=Europe/Berlin;VALUE=DATE:20260105', 4, 'DTSTART', 'a date'],
    ['DTSTART;VALUE=PERIOD:20260105T090000/PT1H', 4, 'DTSTART', 'VALUE=PERIOD'],
    [`${berlin}\nEXDATE;VALUE=PERIOD:20260105T080000Z/PT1H`, 5, 'EXDATE', 'VALUE=PERIOD'],
    [`${berlin}\nEXDATE;VALUE=DATE:20260105`, 5, 'EXDATE', 'zoned'],
    [`${berlin}\nDTEND:20260105T090000`, 5, 'DTEND', 'the start'],
    [`${berlin}\nDTEND:20260105T070000Z`, 5, 'DTEND', 'before DTSTART'],
    [`${berlin}\nDURATION:PT1H\nDTEND:20260105T090000Z`, 5, 'DURATION', 'exclude'],
    [`${berlin}\nDURATION:1H`, 5, 'DURATION', '"1H"'],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z`, 5, 'RDATE', '20260106T080000Z'],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z/PT0S`, 5, 'RDATE', '"PT0S"'],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z/-PT1S`, 5, 'RDATE', '"-PT1S"'],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T080000Z/PT1H/PT1H`, 5, 'RDATE', 'period'],
    [`${berlin}\n${berlin}`, 5, 'DTSTART', 'twice'],
  ])('%j names line %i, %s, and %s', (text, line, property, told) => {
    expect(() => parseICalendar(`\r\n\n\n${text}`)).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(told), details: { property, line } }),
    )
  })

  it.each([
    [`${berlin}\nRRULE:FREQ=DAILY;UNTIL=20260110`],
    [`${berlin}\nRRULE:FREQ=DAILY;UNTIL=20260110T090000`],
    ['DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=DAILY;UNTIL=20260110T090000Z'],
    ['DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=HOURLY'],
    ['DTSTART:20260105T090000\nRRULE:FREQ=DAILY;UNTIL=20260110T090000Z'],
    ['DTSTART:20260105T090000Z\nRRULE:FREQ=DAILY;UNTIL=20260110T090000'],
    [`${berlin}\nRRULE:FREQ=DAILY;COUNT=0`],
  ])('%j: a rule that does not fit its start', (text) => {
    expect(codeOf(text)).toBe('invalid_rule')
  })

  it('a refusal names the property and the line', () => {
    const text = `${berlin}\nRRULE:FREQ=\n DAILY\nEXDATE;VALUE=DATE:20260105`
    expect(() => parseICalendar(text)).toThrow(/Line 4, EXDATE/)
  })
})

describe('writing', () => {
  it.each([
    [
      `${berlin}\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z;BYDAY=MO\r\nEXDATE;TZID=Europe/Berlin:20260112T090000,20260119T090000\r\nEXDATE:20260126T080000Z\r\n`,
    ],
    ['DTSTART:20260105T090000Z\r\nRRULE:FREQ=DAILY\r\nRDATE:20260201T120000Z\r\n'],
    ['DTSTART:20260105T090000\r\nRDATE:20260201T120000\r\n'],
    ['DTSTART;VALUE=DATE:20260105\r\nDURATION:P2D\r\nRRULE:FREQ=MONTHLY\r\nEXDATE;VALUE=DATE:20260205\r\n'],
    [
      `${berlin}\r\nRDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260201T090000/PT2H30M\r\nRDATE;VALUE=PERIOD:20260202T080000Z/PT5S\r\n`,
    ],
  ])('gives back what was read: %j', (text) => {
    const unfolded = formatICalendar(parseICalendar(text)).replaceAll('\r\n ', '')
    expect(unfolded).toBe(text)
    expect(parseICalendar(unfolded)).toEqual(parseICalendar(text))
  })

  it('folds between characters, whatever their width in UTF-8', () => {
    for (const character of ['e', 'é', '€', '😀']) {
      const line = `X:${character.repeat(60)}`
      const pieces = foldLine(line).split('\r\n')
      const widths = pieces.map((piece) => new TextEncoder().encode(piece).length)
      expect(Math.max(...widths)).toBeLessThanOrEqual(75)
      expect(Math.min(...widths.slice(0, -1))).toBeGreaterThan(75 - 4)
      expect(pieces.map((piece, i) => (i === 0 ? piece : piece.slice(1))).join('')).toBe(line)
    }
  })

  it.each([
    [0, 'PT0S'],
    [1000, 'PT1S'],
    [59_000, 'PT59S'],
    [60_000, 'PT1M'],
    [3_600_000, 'PT1H'],
    [3_661_000, 'PT1H1M1S'],
    [3_605_000, 'PT1H0M5S'],
    [86_400_000, 'PT24H'],
    [90_000_000, 'PT25H'],
  ])('writes %i ms as %s, which reads back in either case', (durationMs, text) => {
    expect(formatICalendarDuration(durationMs, false)).toBe(text)
    expect(parseICalendarDuration(text)).toBe(durationMs)
    expect(parseICalendarDuration(text.toLowerCase())).toBe(durationMs)
  })

  it.each([
    [86_400_000, 'P1D'],
    [14 * 86_400_000, 'P14D'],
    [0, 'PT0S'],
  ])('writes %i ms of local days as %s', (durationMs, text) => {
    expect(formatICalendarDuration(durationMs, true)).toBe(text)
    expect(parseICalendarDuration(text)).toBe(durationMs)
  })

  it('reads periods by a duration in either case', () => {
    const { rdates } = parseICalendar(`${berlin}\nrdate;value=period:20260106t090000z/pt1h`)
    expect(rdates).toEqual([{ start: Date.UTC(2026, 0, 6, 9), durationMs: 3_600_000 }])
  })

  it('folds long lines at 75 octets', () => {
    const minutes = Array.from({ length: 60 }, (_, i) => i).join(',')
    const text = formatICalendar(parseICalendar(`${berlin}\nRRULE:FREQ=DAILY;BYMINUTE=${minutes}`))
    const lines = text.split('\r\n')
    expect(Math.max(...lines.map((line) => line.length))).toBe(75)
    expect(parseICalendar(text).rules[0]?.byMinute).toHaveLength(60)
  })

  it('refuses milliseconds, which iCalendar cannot say', () => {
    const series = parseICalendar(berlin)
    expect(() => formatICalendar({ ...series, start: (series.start + 1) as Wall })).toThrow(CoreError)
  })
})
