import * as z from 'zod'
import { answer } from './answer.ts'
import { instantText } from './instant.ts'
import { openEnum } from './open-enum.ts'
import { pageQuery, pagination } from './pagination.ts'
import { uuidText } from './uuid.ts'

/** What was done to a booking; `retimed` by the system, when time zone data changed. */
export const historyActions = [
  'created',
  'updated',
  'retimed',
  'split',
  'cancelled',
  'rebooked',
  'exception_created',
  'exception_replaced',
  'exception_deleted',
] as const
export type HistoryAction = (typeof historyActions)[number]

/**
 * `pending`: is going to be sent, or again. `failed`: refused by the mail server, or tried for a day. `not_configured`:
 * there is no mail server. `no_address`: the attendee is neither an e-mail address nor the id of a user.
 * `superseded`: the booking was cancelled, or the attendee taken off it, before the message was sent.
 */
export const notificationStatuses = [
  'pending',
  'sent',
  'failed',
  'not_configured',
  'no_address',
  'superseded',
] as const

const notificationAnswer = answer({
  attendee: z.string(),
  status: openEnum(notificationStatuses),
  attempts: z.int().min(0),
  lastError: z.string().nullable().meta({
    description:
      'Code of the last failure: an SMTP reply such as `550`, or of the connection, such as `ETIMEDOUT`.',
  }),
  at: instantText.meta({ description: 'When it came to this.' }),
}).meta({ id: 'Notification' })

export const historyEntryAnswer = answer({
  id: z.string(),
  bookingId: uuidText,
  action: openEnum(historyActions),
  actor: z.string().nullable().meta({ description: 'Id of the user; null when the system did it.' }),
  at: instantText,
  requestId: z.string().nullable(),
  notifications: z.array(notificationAnswer).meta({
    description: 'Whom the change was told by e-mail; empty where that was not asked for.',
  }),
  changes: z.record(z.string(), z.unknown()).meta({
    description: 'What changed, by field name.',
    override: { type: 'object', additionalProperties: true },
  }),
}).meta({ id: 'HistoryEntry' })

/** Query of GET /bookings/{bookingId}/history; newest first. */
export const historyQuery = z.strictObject(pageQuery)

export const historyAnswer = answer({ history: z.array(historyEntryAnswer), pagination }).meta({
  id: 'BookingHistory',
})

export type HistoryEntryAnswer = z.output<typeof historyEntryAnswer>
export type HistoryQuery = z.output<typeof historyQuery>
export type HistoryAnswer = z.output<typeof historyAnswer>
