import * as z from 'zod'
import { answer } from './answer.ts'
import { calendarDate } from './date.ts'
import { instant, instantText } from './instant.ts'
import { fromBeforeTo } from './interval.ts'
import { limits } from './limits.ts'
import { pageQuery, pagination } from './pagination.ts'
import { uuidText } from './uuid.ts'

export const occurrenceStatuses = ['active', 'cancelled', 'skipped', 'completed'] as const
export type OccurrenceStatus = (typeof occurrenceStatuses)[number]

/** One occurrence of a booking, with its local start as a clock on the wall of the series' zone shows it. */
export const occurrenceAnswer = answer({
  bookingId: uuidText,
  occurrenceDate: calendarDate.meta({ description: "Local date of the original start in the series' zone." }),
  occurrenceStart: instantText.meta({ description: 'Original start.' }),
  startTime: instantText,
  endTime: instantText,
  status: z.enum(occurrenceStatuses),
  title: z.string(),
  localStart: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/)
    .meta({ description: 'Local start without offset.', examples: ['2025-01-20T09:00:00'] }),
  offset: z
    .string()
    .regex(/^[+-]\d{2}:\d{2}$/)
    .meta({ description: 'Offset of the local start from UTC.', examples: ['+00:00'] }),
  timeZone: z.string(),
  exceptionId: uuidText.optional().meta({ description: 'The exception that cancelled or modified it.' }),
}).meta({ id: 'Occurrence' })

/** Query of GET /bookings/{bookingId}/occurrences: occurrences that overlap `[from, to)`. */
export const occurrenceListQuery = z
  .strictObject({
    ...pageQuery,
    from: instant.optional().meta({ description: 'The first occurrence when absent.' }),
    to: instant.optional().meta({ description: '366 days after `from` when absent.' }),
  })
  .check(fromBeforeTo(limits.occurrenceWindowDaysMax))

export const occurrenceListAnswer = answer({ occurrences: z.array(occurrenceAnswer), pagination }).meta({
  id: 'OccurrenceList',
})

export type OccurrenceAnswer = z.output<typeof occurrenceAnswer>
export type OccurrenceListQuery = z.output<typeof occurrenceListQuery>
export type OccurrenceListAnswer = z.output<typeof occurrenceListAnswer>
