import { createHash } from 'node:crypto'
import {
  asInstant,
  describeRule,
  formatICalendarMessage,
  type ICalendarEvent,
  parseRule,
} from '@booking/core'
import type { NotificationFacts } from '@booking/storage'
import { cancelledEvent, eventsOf } from './calendar-events.ts'
import type { MailMessage } from './mail-message.ts'

const PRODUCT_ID = '-//Booking//Booking 1//EN'

/** What a message says in a calendar's terms, and the word that begins its subject. */
interface Telling {
  readonly method: 'REQUEST' | 'CANCEL'
  readonly headline: 'Invitation' | 'Changed' | 'Cancelled'
  readonly events: readonly [ICalendarEvent, ...ICalendarEvent[]]
}

/**
 * The e-mail that tells one attendee of one change. Nothing of it but the booking's own words comes from people, and
 * those cannot leave their places: neither a header nor a calendar line can be added by them.
 *
 * @param sender address of the organizer
 */
export const composeMessage = (
  facts: NotificationFacts & { readonly address: string },
  { sender, nowMs }: { readonly sender: string; readonly nowMs: number },
): MailMessage => {
  const telling = tellingOf(facts)
  const { method, events } = telling
  return {
    messageId: messageIdOf(facts, sender),
    to: facts.address,
    subject: `${telling.headline}: ${facts.booking.title}`,
    text: textOf(facts, telling),
    calendar: {
      method,
      content: formatICalendarMessage({
        method,
        productId: PRODUCT_ID,
        stampedAt: asInstant(Math.floor(nowMs / 1000) * 1000),
        organizer: sender,
        attendee: facts.address,
        events,
      }),
    },
  }
}

const tellingOf = (facts: NotificationFacts): Telling => {
  const { booking, event, attendee } = facts
  const [master, ...rest] = eventsOf(facts)
  if (booking.status === 'cancelled' || !booking.attendees.includes(attendee))
    return { method: 'CANCEL', headline: 'Cancelled', events: [{ ...master, isCancelled: true }] }
  const gone = cancelledOccurrence(facts)
  if (gone !== null) return { method: 'CANCEL', headline: 'Cancelled', events: [gone] }
  const headline = event.kind === 'booking.created' ? 'Invitation' : 'Changed'
  return { method: 'REQUEST', headline, events: [master, ...rest] }
}

/** The occurrence that the event took away, if it did and nobody has undone it since. */
const cancelledOccurrence = (facts: NotificationFacts): ICalendarEvent | null => {
  const { kind, payload } = facts.event
  if (kind !== 'exception.created' && kind !== 'exception.replaced') return null
  const exception = facts.exceptions.find(({ id }) => id === payload.exceptionId)
  return exception?.kind === 'cancelled' ? cancelledEvent(facts, exception.wallStart) : null
}

const messageIdOf = ({ event, attendee }: NotificationFacts, sender: string): string => {
  const person = createHash('sha256').update(attendee).digest('hex').slice(0, 16)
  return `<${event.id}.${person}@${sender.slice(sender.lastIndexOf('@') + 1)}>`
}

const sentences: Record<Telling['headline'], string> = {
  Invitation: 'You are invited:',
  Changed: 'This booking has changed:',
  Cancelled: 'This does not take place, or not with you:',
}

const textOf = (facts: NotificationFacts, { headline, method, events }: Telling): string => {
  const { booking, resource } = facts
  const [event] = events
  const zone = booking.timeZone ?? resource.timeZone
  const isOneOccurrence = event.occurrence !== undefined
  const start = isOneOccurrence ? event.series.start : booking.startsAt
  const end = start + (event.series.durationMs ?? 0)
  const rule = booking.recurrenceRule
  const reason = booking.cancelReason ?? facts.event.payload.reason
  return [
    sentences[headline],
    '',
    booking.title,
    `When: ${timeText(start, zone)} to ${timeText(end, zone)} (${zone})`,
    ...(rule === null || isOneOccurrence ? [] : [`Repeats: ${describeRule(parseRule(rule))}`]),
    `Where: ${event.location ?? ''}`,
    ...(method === 'CANCEL' && typeof reason === 'string' ? [`Reason: ${reason}`] : []),
    ...(booking.description === null ? [] : ['', booking.description]),
    '',
  ].join('\n')
}

const timeText = (instant: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeStyle: 'short', timeZone }).format(instant)
