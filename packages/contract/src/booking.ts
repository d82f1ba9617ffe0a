import * as z from 'zod'
import { answer } from './answer.ts'
import { clashList } from './clash.ts'
import { calendarDate } from './date.ts'
import { instant, instantText } from './instant.ts'
import { fromBeforeTo } from './interval.ts'
import { limits } from './limits.ts'
import { metadata } from './metadata.ts'
import { userId } from './named-text.ts'
import { pageQuery, pagination } from './pagination.ts'
import { queryBoolean } from './query.ts'
import { text } from './text.ts'
import { uuid, uuidText } from './uuid.ts'

/** `completed` is derived: the last occurrence has ended. */
export const bookingStatuses = ['active', 'cancelled', 'completed'] as const
export type BookingStatus = (typeof bookingStatuses)[number]

/** An occurrence that a series was created without, because it conflicted. */
export const skippedOccurrenceAnswer = answer({
  occurrenceDate: calendarDate.meta({ description: "Local date of the occurrence in the series' zone." }),
  startTime: instantText,
  endTime: instantText,
  conflicts: clashList.optional().meta({ description: 'What was in the way, when it is known.' }),
}).meta({ id: 'SkippedOccurrence' })

/** A booking, single or series, as it is answered. The fields after `updatedAt` are present where they apply. */
export const bookingAnswer = answer({
  id: uuidText,
  resourceId: uuidText,
  title: z.string(),
  description: z.string().optional(),
  startTime: instantText,
  endTime: instantText,
  isRecurring: z.boolean(),
  recurrenceRule: z.string().optional(),
  createdBy: z.string(),
  attendees: z.array(z.string()),
  metadata,
  status: z.enum(bookingStatuses),
  createdAt: instantText,
  updatedAt: instantText,
  version: z.int().min(1).meta({ description: 'Grows by one with every change; the ETag carries it.' }),
  timeZone: z.string().optional().meta({ description: 'Series: the zone in which it recurs.' }),
  occurrenceCount: z
    .int()
    .min(0)
    .nullable()
    .optional()
    .meta({ description: 'Series: null when it has no end.' }),
  firstOccurrence: instantText
    .nullable()
    .optional()
    .meta({ description: 'Series: start of the first occurrence.' }),
  lastOccurrence: instantText
    .nullable()
    .optional()
    .meta({ description: 'Series: start of the last occurrence, null without end.' }),
  skipped: z
    .array(skippedOccurrenceAnswer)
    .optional()
    .meta({ description: 'Series: occurrences left out because they conflicted.' }),
  summary: z.string().optional().meta({ description: 'Series: the rule in words.' }),
  startAdjusted: z.boolean().optional().meta({
    description:
      'Series: true when the start that was sent did not match the rule and the first match was taken.',
  }),
  cancelledAt: instantText.optional(),
  cancelledBy: z.string().optional(),
  cancellationReason: z.string().optional(),
}).meta({ id: 'Booking' })

/** Query of GET /bookings. `from` and `to` keep bookings with an occurrence that overlaps the window. */
export const bookingListQuery = z
  .strictObject({
    ...pageQuery,
    resourceId: uuid.optional(),
    from: instant.optional(),
    to: instant.optional(),
    createdBy: userId.optional(),
    attendee: userId.optional(),
    status: z
      .enum(bookingStatuses)
      .optional()
      .meta({ description: '`completed`: the last occurrence is over.' }),
    recurring: queryBoolean.optional().meta({ description: 'Only series, or only single bookings.' }),
    q: text({ charsMax: limits.searchCharsMax })
      .optional()
      .meta({ description: 'Words to look for in title and description.' }),
  })
  .check(fromBeforeTo())

export const bookingListAnswer = answer({ bookings: z.array(bookingAnswer), pagination }).meta({
  id: 'BookingList',
})

export type SkippedOccurrenceAnswer = z.output<typeof skippedOccurrenceAnswer>
export type BookingAnswer = z.output<typeof bookingAnswer>
export type BookingListQuery = z.output<typeof bookingListQuery>
export type BookingListAnswer = z.output<typeof bookingListAnswer>
