import {
  asInstant,
  asWall,
  type ICalendarEvent,
  type ICalendarSeries,
  type Instant,
  type Occurrence,
  parseRule,
  type Recurrence,
  type Wall,
  zoneOf,
} from '@booking/core'
import { type BookingRecord, type NotificationFacts, recurrenceOf } from '@booking/storage'

type Exception = NotificationFacts['exceptions'][number]

/** iCalendar has no fractions of seconds (RFC 5545 section 3.3.5). */
const wholeSeconds = (ms: number): number => Math.floor(ms / 1000) * 1000

const utc = zoneOf('UTC')

const fixedTimes = (start: number, end: number): ICalendarSeries => ({
  start: asWall(wholeSeconds(start)),
  startKind: 'utc',
  zone: utc,
  durationMs: Math.max(1000, wholeSeconds(end - start)),
  rules: [],
  rdates: [],
  exdates: [],
})

const wordsOf = ({ booking, resource }: NotificationFacts, title = booking.title) => ({
  uid: booking.id,
  sequence: booking.version,
  summary: title,
  ...(booking.description === null ? {} : { description: booking.description }),
  location: [resource.name, resource.location].filter((part) => part !== '').join(', '),
  isCancelled: booking.status === 'cancelled',
})

/** A booking as it is now: the series first, then each occurrence that has a time or title of its own. */
export const eventsOf = (facts: NotificationFacts): [ICalendarEvent, ...ICalendarEvent[]] => {
  const { booking, exceptions } = facts
  if (booking.recurrenceRule === null)
    return [{ ...wordsOf(facts), series: fixedTimes(booking.startsAt, booking.endsAt) }]
  const recurrence = recurrenceOf(booking)
  const without = exceptions.filter(({ kind }) => kind !== 'modified').map(({ wallStart }) => wallStart)
  const master = { ...wordsOf(facts), series: seriesTimes(booking, recurrence, without) }
  const moved = exceptions.filter(({ kind }) => kind === 'modified')
  return [master, ...moved.flatMap((exception) => movedEvent(facts, recurrence, exception) ?? [])]
}

/** One occurrence that does not take place; null where the series has none that starts so. */
export const cancelledEvent = (facts: NotificationFacts, wallStart: Wall): ICalendarEvent | null => {
  const recurrence = recurrenceOf(facts.booking)
  const occurrence = recurrence.at(wallStart)
  if (occurrence === null) return null
  return {
    ...wordsOf(facts),
    series: fixedTimes(occurrence.start, occurrence.end),
    occurrence: nameOf(recurrence, occurrence),
    isCancelled: true,
  }
}

/**
 * DTSTART is the first occurrence, not the anchor of the rule: calendars count it as one (RFC 5545 section 3.8.5.3).
 * UNTIL is the start of the last one, in UTC (section 3.3.10).
 */
const seriesTimes = (
  booking: BookingRecord,
  recurrence: Recurrence,
  without: readonly Wall[],
): ICalendarSeries => {
  const rule = parseRule(booking.recurrenceRule ?? '')
  const last = recurrence.last()
  const until =
    rule.until === null || last === null
      ? null
      : { form: 'utc' as const, instant: asInstant(wholeSeconds(last.start)) }
  return {
    start: wholeWall(recurrence.first()?.wallStart ?? recurrence.zone.wallOf(booking.startsAt as Instant)),
    startKind: startKindOf(recurrence),
    zone: recurrence.zone,
    durationMs: Math.max(1000, wholeSeconds(booking.durationMs)),
    rules: [{ ...rule, until }],
    rdates: [],
    exdates: without.map(wholeWall),
  }
}

const movedEvent = (
  facts: NotificationFacts,
  recurrence: Recurrence,
  { wallStart, newStartsAt, newEndsAt, newTitle }: Exception,
): ICalendarEvent | null => {
  const occurrence = recurrence.at(wallStart)
  if (occurrence === null) return null
  const start = newStartsAt ?? occurrence.start
  const end = newEndsAt ?? start + (occurrence.end - occurrence.start)
  return {
    ...wordsOf(facts, newTitle ?? undefined),
    series: fixedTimes(start, end),
    occurrence: nameOf(recurrence, occurrence),
  }
}

const nameOf = (recurrence: Recurrence, { wallStart }: Occurrence) => ({
  wallStart: wholeWall(wallStart),
  startKind: startKindOf(recurrence),
  zone: recurrence.zone,
})

const wholeWall = (wall: Wall): Wall => asWall(wholeSeconds(wall))

/** A series in UTC is written in UTC, which needs no VTIMEZONE. */
const startKindOf = ({ zone }: Recurrence): 'utc' | 'zoned' => (zone.id === utc.id ? 'utc' : 'zoned')
