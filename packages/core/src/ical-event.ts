import { CoreError } from './errors.ts'
import { formatICalendar } from './ical-format.ts'
import { foldLine } from './ical-line.ts'
import type { ICalendarSeries } from './ical-parse.ts'
import { escapeText } from './ical-text.ts'
import { timeZoneLines } from './ical-zone.ts'
import { asInstant, type Instant } from './instant.ts'
import { formatBasicDateTime } from './rule-format.ts'
import type { Wall } from './wall.ts'
import type { Zone } from './zone.ts'

/**
 * One VEVENT of a message: a single event, a series, or one occurrence of a series.
 * @example
 * const event: ICalendarEvent = {
 *   uid: 'b-1@example.com',
 *   sequence: 0,
 *   series: parseICalendar('DTSTART:20260105T090000Z\nDURATION:PT1H'),
 *   summary: 'Standup',
 *   isCancelled: false,
 * }
 * event.series.startKind // => 'utc'
 */
export interface ICalendarEvent {
  /** The same in every message about one event. */
  readonly uid: string
  /** Rises with every change (RFC 5545 section 3.8.7.4). */
  readonly sequence: number
  readonly series: ICalendarSeries
  /** Set for one occurrence: its original start in the terms of the series' own start. */
  readonly occurrence?: { readonly wallStart: Wall; readonly startKind: 'utc' | 'zoned'; readonly zone: Zone }
  readonly summary: string
  readonly description?: string
  readonly location?: string
  readonly isCancelled: boolean
}

/**
 * A message about one event or series to one recipient (RFC 5546 section 3.2).
 * @example
 * const event: ICalendarEvent = {
 *   uid: 'b-1@example.com',
 *   sequence: 0,
 *   series: parseICalendar('DTSTART:20260105T090000Z\nDURATION:PT1H'),
 *   summary: 'Standup',
 *   isCancelled: false,
 * }
 * const message: ICalendarMessage = {
 *   method: 'REQUEST',
 *   productId: '-//Example//EN',
 *   stampedAt: asInstant(Date.UTC(2026, 0, 1)),
 *   organizer: 'rooms@example.com',
 *   attendee: 'ann@example.com',
 *   events: [event],
 * }
 * message.events.length // => 1
 */
export interface ICalendarMessage {
  /** RFC 5546: REQUEST tells of an event as it is now, CANCEL takes it, or the occurrences that are listed, away. */
  readonly method: 'REQUEST' | 'CANCEL'
  /** Names the program (RFC 5545 section 3.7.3). */
  readonly productId: string
  readonly stampedAt: Instant
  /** E-mail addresses. */
  readonly organizer: string
  readonly attendee: string
  readonly events: readonly [ICalendarEvent, ...ICalendarEvent[]]
}

/**
 * A whole iCalendar object for one recipient (RFC 5546 section 3.2), with a VTIMEZONE for each zone that is named:
 * folded, with CRLF, ending in one. No text that is given can add a line.
 *
 * @throws CoreError `invalid_instant` for a stamp that is no instant; `invalid_ical` for a sequence that is no whole
 *   number from 0 on, for times with milliseconds, and for an address or uid with a space, a control
 *   character, a quote, a comma, a colon or a semicolon
 * @example
 * const event: ICalendarEvent = {
 *   uid: 'b-1@example.com',
 *   sequence: 0,
 *   series: parseICalendar('DTSTART:20260105T090000Z\nDURATION:PT1H'),
 *   summary: 'Standup',
 *   isCancelled: false,
 * }
 * const message: ICalendarMessage = {
 *   method: 'REQUEST',
 *   productId: '-//Example//EN',
 *   stampedAt: asInstant(Date.UTC(2026, 0, 1)),
 *   organizer: 'rooms@example.com',
 *   attendee: 'ann@example.com',
 *   events: [event],
 * }
 * formatICalendarMessage(message).includes('METHOD:REQUEST\r\n') // => true
 * formatICalendarMessage({ ...message, attendee: 'ann example' }) // => throws invalid_ical
 */
export function formatICalendarMessage(message: ICalendarMessage): string {
  const zones = new Map<string, Zone>()
  for (const { series, occurrence } of message.events) {
    if (series.startKind === 'zoned' && series.zone !== null) zones.set(series.zone.id, series.zone)
    if (occurrence?.startKind === 'zoned') zones.set(occurrence.zone.id, occurrence.zone)
  }
  const earliest = Math.min(
    ...message.events.flatMap(({ series, occurrence }) => [
      series.start,
      occurrence?.wallStart ?? series.start,
    ]),
  )
  const head = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${escapeText(message.productId)}`,
    'CALSCALE:GREGORIAN',
    `METHOD:${message.method}`,
    ...[...zones.values()].flatMap((zone) => timeZoneLines(zone, zone.instantOf(earliest as Wall))),
  ]
  const events = message.events.map((event) => eventText(message, event))
  return `${contentText(head)}${events.join('')}${contentText(['END:VCALENDAR'])}`
}

function eventText(message: ICalendarMessage, event: ICalendarEvent): string {
  const { occurrence } = event
  const before = [
    'BEGIN:VEVENT',
    `UID:${checked(event.uid)}`,
    `DTSTAMP:${formatBasicDateTime(asInstant(message.stampedAt))}Z`,
    `SEQUENCE:${checkedSequence(event.sequence)}`,
    ...(occurrence === undefined ? [] : [recurrenceId(occurrence)]),
  ]
  const after = [
    `SUMMARY:${escapeText(event.summary)}`,
    ...(event.description ? [`DESCRIPTION:${escapeText(event.description)}`] : []),
    ...(event.location ? [`LOCATION:${escapeText(event.location)}`] : []),
    `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `ORGANIZER:mailto:${checked(message.organizer)}`,
    `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:${checked(message.attendee)}`,
    'END:VEVENT',
  ]
  return `${contentText(before)}${formatICalendar(event.series)}${contentText(after)}`
}

function recurrenceId({ wallStart, startKind, zone }: NonNullable<ICalendarEvent['occurrence']>): string {
  const time = formatBasicDateTime(wallStart)
  return startKind === 'utc' ? `RECURRENCE-ID:${time}Z` : `RECURRENCE-ID;TZID=${zone.id}:${time}`
}

function contentText(lines: readonly string[]): string {
  return lines.map((line) => `${foldLine(line)}\r\n`).join('')
}

/** @throws CoreError `invalid_ical` for what would end the value, or the line */
function checked(value: string): string {
  if (/^[^\p{Cc}\s",:;]+$/u.test(value)) return value
  throw new CoreError('invalid_ical', 'An address or uid has a character that cannot stand in a message.', {})
}

function checkedSequence(sequence: number): number {
  if (Number.isSafeInteger(sequence) && sequence >= 0) return sequence
  throw new CoreError('invalid_ical', `The sequence ${sequence} is not a whole number from 0 on.`, {
    value: String(sequence),
  })
}
