import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { CoreError } from './errors.ts'
import { formatICalendarMessage, type ICalendarEvent } from './ical-event.ts'
import { asInstant, type Instant } from './instant.ts'
import { parseRule } from './rule-parse.ts'
import { parseWall } from './wall.ts'
import { zoneOf } from './zone.ts'

const hourMs = 3_600_000

const seriesIn = (zoneId: string, start = '2026-01-05T09:00:00'): ICalendarEvent => ({
  uid: 'b-1@example.com',
  sequence: 3,
  series: {
    start: parseWall(start),
    startKind: 'zoned',
    zone: zoneOf(zoneId),
    durationMs: hourMs,
    rules: [parseRule('FREQ=WEEKLY;BYDAY=MO')],
    rdates: [],
    exdates: [parseWall('2026-01-12T09:00:00')],
  },
  summary: 'Standup',
  isCancelled: false,
})

const messageOf = (...events: [ICalendarEvent, ...ICalendarEvent[]]): string =>
  formatICalendarMessage({
    method: 'REQUEST',
    productId: '-//Booking//EN',
    stampedAt: asInstant(Date.parse('2026-01-01T12:00:00Z')),
    organizer: 'rooms@example.com',
    attendee: 'ann@example.com',
    events,
  })

const componentOf = (text: string) => new ICAL.Component(ICAL.parse(text) as unknown[])

describe('a message read by another library', () => {
  test('has the event with its rule, its exceptions, its sequence and its people', () => {
    const calendar = componentOf(messageOf(seriesIn('Europe/Berlin')))
    expect(calendar.getFirstPropertyValue('method')).toBe('REQUEST')
    const event = calendar.getFirstSubcomponent('vevent')
    expect(event?.getFirstPropertyValue('uid')).toBe('b-1@example.com')
    expect(event?.getFirstPropertyValue('sequence')).toBe(3)
    expect(String(event?.getFirstPropertyValue('rrule'))).toBe('FREQ=WEEKLY;BYDAY=MO')
    expect(String(event?.getFirstPropertyValue('exdate'))).toBe('2026-01-12T09:00:00')
    expect(event?.getFirstPropertyValue('status')).toBe('CONFIRMED')
    expect(event?.getFirstPropertyValue('organizer')).toBe('mailto:rooms@example.com')
    expect(event?.getFirstPropertyValue('attendee')).toBe('mailto:ann@example.com')
  })

  test('names a moved occurrence by its original start in the zone of the series', () => {
    const moved: ICalendarEvent = {
      ...seriesIn('Europe/Berlin'),
      series: {
        ...seriesIn('Europe/Berlin').series,
        start: parseWall('2026-01-19T14:00:00'),
        startKind: 'utc',
        zone: zoneOf('UTC'),
        rules: [],
        exdates: [],
      },
      occurrence: {
        wallStart: parseWall('2026-01-19T09:00:00'),
        startKind: 'zoned',
        zone: zoneOf('Europe/Berlin'),
      },
    }
    const [, override] = componentOf(messageOf(seriesIn('Europe/Berlin'), moved)).getAllSubcomponents(
      'vevent',
    )
    expect(String(override?.getFirstPropertyValue('recurrence-id'))).toBe('2026-01-19T09:00:00')
    expect(override?.getFirstProperty('recurrence-id')?.getParameter('tzid')).toBe('Europe/Berlin')
    expect(String(override?.getFirstPropertyValue('dtstart'))).toBe('2026-01-19T14:00:00Z')
  })

  test.each([
    'Europe/Berlin',
    'America/New_York',
    'America/Santiago',
    'America/St_Johns',
    'Asia/Jerusalem',
    'Asia/Tokyo',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'Australia/Lord_Howe',
    'Pacific/Chatham',
    'Europe/Dublin',
  ])('reads the clocks of %s as they are, for twenty years', (zoneId) => {
    const zone = zoneOf(zoneId)
    const calendar = componentOf(messageOf(seriesIn(zoneId, '2027-05-03T09:00:00')))
    const theirs = new ICAL.Timezone(calendar.getFirstSubcomponent('vtimezone') as ICAL.Component)
    const from = Date.parse('2027-01-05T01:30:00Z')
    for (let instant = from; instant < from + 20 * 365 * 24 * hourMs; instant += 41 * hourMs) {
      const wall = zone.wallOf(asInstant(instant))
      // A time that happens twice means either.
      if (zone.resolve(wall).instant !== instant || zone.resolve(wall).shift !== 'none') continue
      const time = ICAL.Time.fromDateTimeString(new Date(wall).toISOString().slice(0, 19))
      expect(theirs.utcOffset(time) * 1000, new Date(instant).toISOString()).toBe(wall - instant)
    }
  })
})

test('clocks that change by a yearly pattern are two rules that every client knows', () => {
  const text = messageOf(seriesIn('Europe/Berlin'))
  expect(text).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n')
  expect(text).toContain('RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n')
  expect(messageOf(seriesIn('America/New_York'))).toContain('RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n')
})

test('words of people stay one value: no line break of theirs begins a line of ours', () => {
  const summary = 'A\r\nMETHOD:CANCEL\nATTENDEE:mailto:eve@example.com\u2028X\u0000; b, c \\ d'
  const text = messageOf({ ...seriesIn('UTC'), summary, description: summary, location: summary })
  expect(text).not.toMatch(/^(?:ATTENDEE:|METHOD:CANCEL)/m)
  const event = componentOf(text).getFirstSubcomponent('vevent')
  expect(event?.getFirstPropertyValue('summary')).toBe(
    'A\nMETHOD:CANCEL\nATTENDEE:mailto:eve@example.com\nX; b, c \\ d',
  )
  expect(event?.getAllProperties('attendee')).toHaveLength(1)
})

test('no line is longer than 75 octets, no character is cut, and every line ends in CRLF', () => {
  const summary = '🗓️ Besprechung über größere Räume – 会議室 '.repeat(10)
  const text = messageOf({ ...seriesIn('UTC'), summary })
  const lines = text.split('\r\n')
  expect(lines.pop()).toBe('')
  for (const line of lines) {
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    expect(line).not.toMatch(/[\r\n\ufffd]/)
  }
  expect(componentOf(text).getFirstSubcomponent('vevent')?.getFirstPropertyValue('summary')).toBe(summary)
})

test.each(['a@b\r\nX:1', 'a@b,c@d', 'a b@c', 'a@b"', ''])('the address %j is refused', (attendee) => {
  const write = () =>
    formatICalendarMessage({
      method: 'CANCEL',
      productId: 'p',
      stampedAt: asInstant(0),
      organizer: 'rooms@example.com',
      attendee,
      events: [seriesIn('UTC')],
    })
  expect(write).toThrow(CoreError)
})

test('a stamp or a sequence that is no number of its kind is refused', () => {
  const write = (stampedAt: number, sequence: number) => () =>
    formatICalendarMessage({
      method: 'REQUEST',
      productId: 'p',
      stampedAt: stampedAt as Instant,
      organizer: 'rooms@example.com',
      attendee: 'ann@example.com',
      events: [{ ...seriesIn('UTC'), sequence }],
    })
  expect(write(Number.NaN, 0)).toThrowError(expect.objectContaining({ code: 'invalid_instant' }))
  for (const sequence of [Number.NaN, -1, 0.5, Infinity]) {
    expect(write(0, sequence)).toThrowError(expect.objectContaining({ code: 'invalid_ical' }))
  }
})
