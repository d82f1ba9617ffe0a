import { describe, expect, it } from 'vitest'
import { CoreError } from './errors.ts'
import { formatICalendarMessage, type ICalendarEvent } from './ical-event.ts'
import { formatICalendar } from './ical-format.ts'
import { contentLines, foldLine } from './ical-line.ts'
import { parseICalendar } from './ical-parse.ts'
import { escapeText } from './ical-text.ts'
import { timeZoneLines } from './ical-zone.ts'
import { asInstant, type Instant } from './instant.ts'
import { datesMax, icalTextMax, rulesMax } from './limits.ts'
import { parseWall, type Wall } from './wall.ts'
import { withSteps } from './work-budget.ts'
import { zoneOf } from './zone.ts'

const zonesFrom = (zoneId: string, date: string) =>
  timeZoneLines(zoneOf(zoneId), parseWall(date) as number as Instant)
const berlin = 'DTSTART;TZID=Europe/Berlin:20260105T090000'

function refusal(work: () => unknown): CoreError {
  try {
    work()
  } catch (error) {
    if (error instanceof CoreError) return error
    throw error
  }
  throw new Error('accepted')
}

describe('a VTIMEZONE', () => {
  it('of a fixed zone is one observance', () => {
    expect(zonesFrom('Asia/Kolkata', '2026-06-01T00:00')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:Asia/Kolkata',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:+0530',
      'TZOFFSETTO:+0530',
      'END:STANDARD',
      'END:VTIMEZONE',
    ])
  })

  it('of a yearly pattern is the offset before it and two rules', () => {
    expect(zonesFrom('America/New_York', '2026-06-01T00:00')).toEqual([
      'BEGIN:VTIMEZONE',
      'TZID:America/New_York',
      'BEGIN:STANDARD',
      'DTSTART:19700101T000000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0500',
      'END:STANDARD',
      'BEGIN:DAYLIGHT',
      'DTSTART:20260308T020000',
      'TZOFFSETFROM:-0500',
      'TZOFFSETTO:-0400',
      'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU',
      'END:DAYLIGHT',
      'BEGIN:STANDARD',
      'DTSTART:20261101T020000',
      'TZOFFSETFROM:-0400',
      'TZOFFSETTO:-0500',
      'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU',
      'END:STANDARD',
      'END:VTIMEZONE',
    ])
  })

  it.each([
    ['Europe/Berlin', ['BYMONTH=3;BYDAY=-1SU', 'BYMONTH=10;BYDAY=-1SU']],
    [
      'America/Santiago',
      ['BYMONTH=4;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU', 'BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU'],
    ],
    ['Asia/Jerusalem', ['BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR', 'BYMONTH=10;BYDAY=-1SU']],
    ['Australia/Sydney', ['BYMONTH=4;BYDAY=1SU', 'BYMONTH=10;BYDAY=1SU']],
  ])('of %s has the rules %j', (zoneId, rules) => {
    const found = zonesFrom(zoneId, '2026-06-01T00:00').filter((line) => line.startsWith('RRULE'))
    expect(found).toEqual(rules.map((rule) => `RRULE:FREQ=YEARLY;${rule}`))
  })

  it.each([
    // The hour of the change moved in 2011; its dates did not.
    ['America/St_Johns', '2008-06-01T00:00', ['20080309T000100', '20120311T020000']],
    // The dates moved in 2007.
    ['America/New_York', '2005-06-01T00:00', ['20050403T020000', '20070311T020000']],
    // The changes end in 2014, and in 2016.
    ['Europe/Moscow', '2009-06-01T00:00', ['20090329T020000', '20141026T020000']],
    ['Europe/Istanbul', '2010-06-01T00:00', ['20100328T030000', '20160327T030000']],
  ])('of %s from %s on has no rules: each change stands by itself', (zoneId, from, some) => {
    const lines = zonesFrom(zoneId, from)
    expect(lines.filter((line) => line.startsWith('RRULE'))).toEqual([])
    for (const start of some) expect(lines).toContain(`DTSTART:${start}`)
  })

  it('of an offset with seconds, or west of UTC by half an hour, writes them', () => {
    expect(zonesFrom('America/New_York', '1850-06-01T00:00')).toContain('TZOFFSETFROM:-045602')
    expect(zonesFrom('America/St_Johns', '2026-06-01T00:00')).toContain('TZOFFSETFROM:-0330')
  })
})

describe('a message', () => {
  const event: ICalendarEvent = {
    uid: 'b-1@example.com',
    sequence: 3,
    series: parseICalendar(`${berlin}\nDURATION:PT1H\nRRULE:FREQ=WEEKLY;COUNT=3`),
    summary: 'Standup',
    isCancelled: false,
  }
  const write = (more: Partial<ICalendarEvent> = {}, ...others: ICalendarEvent[]) =>
    formatICalendarMessage({
      method: 'REQUEST',
      productId: '-//Booking//EN',
      stampedAt: asInstant(Date.UTC(2026, 0, 1, 12)),
      organizer: 'rooms@example.com',
      attendee: 'ann@example.com',
      events: [{ ...event, ...more }, ...others],
    })
      .replaceAll('\r\n ', '')
      .split('\r\n')
  const withoutZones = (lines: string[]) => {
    const [from, to] = [lines.indexOf('BEGIN:VTIMEZONE'), lines.lastIndexOf('END:VTIMEZONE')]
    return from < 0 ? lines : [...lines.slice(0, from), ...lines.slice(to + 1)]
  }

  it('is written to the letter', () => {
    expect(withoutZones(write({ description: 'Daily, short', location: 'Room; 1' }))).toEqual([
      'BEGIN:VCALENDAR',
      'VERSION:2.0',
      'PRODID:-//Booking//EN',
      'CALSCALE:GREGORIAN',
      'METHOD:REQUEST',
      'BEGIN:VEVENT',
      'UID:b-1@example.com',
      'DTSTAMP:20260101T120000Z',
      'SEQUENCE:3',
      'DTSTART;TZID=Europe/Berlin:20260105T090000',
      'DURATION:PT1H',
      'RRULE:FREQ=WEEKLY;COUNT=3',
      'SUMMARY:Standup',
      'DESCRIPTION:Daily\\, short',
      'LOCATION:Room\\; 1',
      'STATUS:CONFIRMED',
      'ORGANIZER:mailto:rooms@example.com',
      'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:ann@example.com',
      'END:VEVENT',
      'END:VCALENDAR',
      '',
    ])
    const bare = write({ isCancelled: true, description: '' })
    expect(bare).toContain('STATUS:CANCELLED')
    expect(bare.filter((line) => /^(DESCRIPTION|LOCATION|RECURRENCE-ID)/.test(line))).toEqual([])
  })

  it('names an occurrence in UTC or in its zone, and has each zone once', () => {
    const wallStart = parseWall('2026-01-12T09:00')
    const inUtc = write({ occurrence: { wallStart, startKind: 'utc', zone: zoneOf('UTC') } })
    expect(inUtc).toContain('RECURRENCE-ID:20260112T090000Z')
    const series = parseICalendar('DTSTART:20260112T090000Z\nDURATION:PT1H')
    const zoned = write(
      { series, occurrence: { wallStart, startKind: 'zoned', zone: zoneOf('Asia/Tokyo') } },
      event,
      event,
    )
    expect(zoned).toContain('RECURRENCE-ID;TZID=Asia/Tokyo:20260112T090000')
    expect(zoned.filter((line) => line.startsWith('TZID:'))).toEqual([
      'TZID:Asia/Tokyo',
      'TZID:Europe/Berlin',
    ])
    expect(write({ series }).filter((line) => line.startsWith('TZID:'))).toEqual([])
  })

  it('has the clocks from the year of the earliest time it names', () => {
    const zone = zoneOf('Europe/Berlin')
    const earlier = { wallStart: parseWall('2019-01-12T09:00'), startKind: 'zoned', zone } as const
    expect(write({ occurrence: earlier })).toContain('DTSTART:20190331T020000')
    expect(write()).toContain('DTSTART:20260329T020000')
  })

  it.each(['a"b', 'a,b', 'a:b', 'a;b', 'a b', 'a\tb', 'a\u0000b', ''])('refuses the uid %j', (uid) => {
    const { code, message } = refusal(() => write({ uid }))
    expect([code, message]).toEqual([
      'invalid_ical',
      'An address or uid has a character that cannot stand in a message.',
    ])
  })
})

describe('lines', () => {
  it.each([
    ['plain', 'plain'],
    ['a\\b;c,d', 'a\\\\b\\;c\\,d'],
    ['a\r\nb\rc\nd', 'a\\nb\\nc\\nd'],
    ['a\u0085b\u2028c\u2029d', 'a\\nb\\nc\\nd'],
    ['a\tb\u0000c\u007fd\u009fe', 'a\tbcde'],
  ])('%j is written %j', (text, escaped) => {
    expect(escapeText(text)).toBe(escaped)
  })

  it('are numbered as they stand, continued by a space or a tab', () => {
    expect([...contentLines('A:1\n\nB;P=x;Q="a:b,c":2\n  3\n\t4\r\n\r\nc:\n')]).toEqual([
      { name: 'A', parameters: new Map(), value: '1', number: 1 },
      {
        name: 'B',
        parameters: new Map([
          ['P', 'x'],
          ['Q', 'a:b,c'],
        ]),
        value: '2 34',
        number: 3,
      },
      { name: 'C', parameters: new Map(), value: '', number: 7 },
    ])
    expect([...contentLines('')]).toEqual([])
  })

  it('are folded after 75 octets', () => {
    const text = (length: number) => 'x'.repeat(length)
    expect(foldLine(text(75))).toBe(text(75))
    expect(foldLine(text(76))).toBe(`${text(75)}\r\n x`)
    expect(foldLine(text(75 + 74))).toBe(`${text(75)}\r\n ${text(74)}`)
    expect(foldLine(text(75 + 75))).toBe(`${text(75)}\r\n ${text(74)}\r\n x`)
    for (const [character, width] of [
      ['\u007f', 1],
      ['\u0080', 2],
      ['\u07ff', 2],
      ['\u0800', 3],
      ['\uffff', 3],
      ['\u{10000}', 4],
    ] as const) {
      expect(foldLine(text(75 - width) + character)).not.toContain('\r\n')
      expect(foldLine(text(76 - width) + character)).toBe(`${text(76 - width)}\r\n ${character}`)
    }
  })
})

describe('a refusal tells what is wrong', () => {
  it.each<readonly [text: string, told: string]>([
    ['', 'Line 0, DTSTART: the property is missing.'],
    [`${berlin}\n${berlin}`, 'Line 2, DTSTART: the property stands twice.'],
    [
      `${berlin}\nDTEND:20260105T090000Z\nDTEND:20260105T090000Z`,
      'Line 3, DTEND: the property stands twice.',
    ],
    [
      `${berlin}\nSUMMARY:x`,
      'Line 2, SUMMARY: only DTSTART, DTEND, DURATION, RRULE, RDATE and EXDATE are read here.',
    ],
    [
      `${berlin}\nconstructor:x`,
      'Line 2, CONSTRUCTOR: only DTSTART, DTEND, DURATION, RRULE, RDATE and EXDATE are read here.',
    ],
    [`${berlin}\nRRULE;TZID=UTC:FREQ=DAILY`, 'Line 2, RRULE: unknown parameter TZID.'],
    [`${berlin}\nDURATION;VALUE=DATE:P1D`, 'Line 2, DURATION: unknown parameter VALUE.'],
    ['DTSTART;A=1;a=2:20260105T090000', 'Line 1, DTSTART: the parameter A stands twice.'],
    [
      'DTSTART 20260105T090000, and much more text than is told here',
      'Line 1, DTSTART 20260105T090000, and much more t: expected NAME;PARAMETER=value:value.',
    ],
    ['DTSTART:20260105T09000', 'Line 1, DTSTART: "20260105T09000" is not an existing date or time.'],
    [`DTSTART:${'9'.repeat(60)}`, `Line 1, DTSTART: "${'9'.repeat(40)}" is not an existing date or time.`],
    ['DTSTART;VALUE=text:20260105T090000', 'Line 1, DTSTART: VALUE=TEXT is not allowed.'],
    ['DTSTART;VALUE=period:20260105T090000Z/PT1H', 'Line 1, DTSTART: VALUE=PERIOD is not allowed.'],
    ['DTSTART:20260105', 'Line 1, DTSTART: "20260105" is not a DATE-TIME; a date needs VALUE=DATE.'],
    [
      'DTSTART;VALUE=date:20260105T090000',
      'Line 1, DTSTART: "20260105T090000" is not a DATE; a date needs VALUE=DATE.',
    ],
    ['DTSTART;TZID=UTC:20260105T090000Z', 'Line 1, DTSTART: TZID is not allowed on a UTC time.'],
    ['DTSTART;TZID=UTC;VALUE=DATE:20260105', 'Line 1, DTSTART: TZID is not allowed on a date.'],
    [
      `DTSTART;TZID=${'Z'.repeat(70)}:20260105T090000`,
      `Line 1, DTSTART: TZID=${'Z'.repeat(64)} is not an IANA time zone.`,
    ],
    [`${berlin}\nEXDATE:20260106`, 'Line 2, EXDATE: "20260106" is not a DATE-TIME; a date needs VALUE=DATE.'],
    [
      `${berlin}\nEXDATE;VALUE=DATE:20260106`,
      'Line 2, EXDATE: its values do not have the type of DTSTART, which is zoned.',
    ],
    [
      'DTSTART:20260105T090000Z\nEXDATE:20260106T090000',
      'Line 2, EXDATE: its values do not have the type of DTSTART, which is utc.',
    ],
    [
      'DTSTART:20260105T090000\nRDATE;TZID=UTC:20260106T090000',
      'Line 2, RDATE: its values do not have the type of DTSTART, which is floating.',
    ],
    [`${berlin}\nEXDATE;VALUE=PERIOD:20260106T090000Z/PT1H`, 'Line 2, EXDATE: VALUE=PERIOD is not allowed.'],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z`, 'Line 2, RDATE: "20260106T090000Z" is not a period.'],
    [
      `${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z/PT1H/${'x'.repeat(60)}`,
      `Line 2, RDATE: "20260106T090000Z/PT1H/${'x'.repeat(38)}" is not a period.`,
    ],
    [
      `${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z/PT0S`,
      'Line 2, RDATE: "PT0S" does not end after its start.',
    ],
    [
      `${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z/20260106T090000Z`,
      'Line 2, RDATE: "20260106T090000Z" does not end after its start.',
    ],
    [`${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z/P`, 'Line 2, RDATE: "P" does not end after its start.'],
    [
      `${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z/xPT1H`,
      'Line 2, RDATE: "xPT1H" is not an existing date or time.',
    ],
    [
      `${berlin}\nRDATE;VALUE=PERIOD:20260106T090000Z/20260106T100000`,
      'Line 2, RDATE: the end does not have the type of the start.',
    ],
    [`${berlin}\nDTEND;VALUE=PERIOD:20260105T090000Z`, 'Line 2, DTEND: VALUE=PERIOD is not allowed.'],
    [`${berlin}\nDTEND:20260105T075959Z`, 'Line 2, DTEND: it lies before DTSTART.'],
    [`${berlin}\nDTEND;VALUE=DATE:20260106`, 'Line 2, DTEND: the end does not have the type of the start.'],
    [
      `${berlin}\nDTEND:20260105T090000Z\nDURATION:PT1H`,
      'Line 3, DURATION: DTEND and DURATION exclude each other.',
    ],
    [`${berlin}\nDURATION:${'1'.repeat(60)}`, `Line 2, DURATION: "${'1'.repeat(40)}" is not a duration.`],
    ['DTSTART;VALUE=DATE:20260105\nDURATION:PT25H', 'Line 2, DURATION: a date lasts whole days.'],
    [`${berlin}${'\nRRULE:FREQ=DAILY'.repeat(rulesMax + 1)}`, `Line 0, RRULE: at most ${rulesMax} rules.`],
    ['x'.repeat(icalTextMax + 1), `The text has more than ${icalTextMax} characters.`],
  ])('%.60s: %s', (text, told) => {
    const { code, message, details } = refusal(() => parseICalendar(text))
    expect([code, message]).toEqual(['invalid_ical', told])
    expect(details).toHaveProperty('line')
  })

  it('of too many dates, while as many as there may be are read', () => {
    const full = (name: string) =>
      `DTSTART;VALUE=DATE:20260105${`\n${name};VALUE=DATE:${Array(20_000).fill('20260106').join(',')}`.repeat(5)}`
    expect(datesMax).toBe(100_000)
    const read = (text: string) => withSteps(2_000_000, () => parseICalendar(text))
    expect(read(full('RDATE')).rdates).toHaveLength(datesMax)
    expect(read(full('EXDATE')).exdates).toHaveLength(datesMax)
    for (const name of ['RDATE', 'EXDATE']) {
      const { message, details } = refusal(() => read(`${full(name)}\n${name};VALUE=DATE:20260107`))
      expect([message, details]).toEqual([
        `Line 0, RDATE: at most ${datesMax} dates.`,
        { property: 'RDATE', line: 0 },
      ])
    }
  })

  it.each([
    ['blank lines', '\n'],
    ['rules', 'RRULE:FREQ=DAILY\n'],
    ['dates', 'RDATE:20260105T090000\n'],
    ['folds', ' \n'],
  ])('of a megabyte of %s, before all of it is read', (_, line) => {
    const text = `${berlin}\n${line.repeat(1_000_000 / line.length)}`
    expect(refusal(() => parseICalendar(text)).code).toBe('budget_exceeded')
  })

  it('of the first line that is refused, however many are behind it', () => {
    const text = `${berlin}\n${'X-A:1\n'.repeat(100_000)}`
    expect(refusal(() => withSteps(1000, () => parseICalendar(text))).details).toEqual({
      property: 'X-A',
      line: 2,
    })
  })

  it('of a list, before any of its values is read', () => {
    const text = `${berlin}\nRDATE:${'x,'.repeat(20_000)}`
    expect(refusal(() => parseICalendar(text)).code).toBe('budget_exceeded')
  })

  it('of what iCalendar cannot write', () => {
    const series = parseICalendar(`${berlin}\nDURATION:PT1H`)
    const told = (more: object) => refusal(() => formatICalendar({ ...series, ...more })).message
    const ms = parseWall('2026-01-05T09:00:00.001')
    expect(told({ start: ms })).toBe(`iCalendar has no milliseconds, and ${ms} ms has some.`)
    expect(told({ durationMs: 1 })).toBe('iCalendar has no milliseconds, and 1 ms has some.')
    expect(told({ exdates: [ms] })).toContain('no milliseconds')
    expect(told({ rdates: [{ start: ms as number as Instant }] })).toContain('no milliseconds')
    expect(told({ rdates: [{ wallStart: 0 as Wall, durationMs: 1500 }] })).toContain('no milliseconds')
    expect(told({ zone: null })).toBe('A zoned start needs its zone.')
  })
})

it('dates of every kind are written in their own lines: local before UTC, plain before periods', () => {
  const at = (text: string) => parseWall(text)
  const fixed = (text: string) => ({ start: parseWall(text) as number as Instant })
  const text = formatICalendar({
    ...parseICalendar(berlin),
    rdates: [
      fixed('2026-02-01T10:00'),
      { ...fixed('2026-02-02T10:00'), durationMs: 60_000 },
      at('2026-02-03T10:00'),
      { wallStart: at('2026-02-04T10:00'), durationMs: 86_400_000 },
      { wallStart: at('2026-02-05T10:00') },
    ],
    exdates: [fixed('2026-02-06T10:00'), at('2026-02-07T10:00')],
  })
  expect(text.replaceAll('\r\n ', '').split('\r\n')).toEqual([
    berlin,
    'RDATE;TZID=Europe/Berlin:20260203T100000,20260205T100000',
    'RDATE:20260201T100000Z',
    'RDATE;VALUE=PERIOD;TZID=Europe/Berlin:20260204T100000/PT24H',
    'RDATE;VALUE=PERIOD:20260202T100000Z/PT1M',
    'EXDATE;TZID=Europe/Berlin:20260207T100000',
    'EXDATE:20260206T100000Z',
    '',
  ])
})
