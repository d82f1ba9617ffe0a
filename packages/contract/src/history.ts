import * as z from 'zod'
import { answer } from './answer.ts'
import { instantText } from './instant.ts'
import { pageQuery, pagination } from './pagination.ts'
import { uuidText } from './uuid.ts'

/** What was done to a booking. */
export const historyActions = [
  'created',
  'updated',
  'split',
  'cancelled',
  'rebooked',
  'exception_created',
  'exception_replaced',
  'exception_deleted',
] as const
export type HistoryAction = (typeof historyActions)[number]

export const historyEntryAnswer = answer({
  id: z.string(),
  bookingId: uuidText,
  action: z.enum(historyActions),
  actor: z.string().nullable().meta({ description: 'Id of the user; null when the system did it.' }),
  at: instantText,
  requestId: z.string().nullable(),
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
