import * as z from 'zod'
import { refusedField } from './answer.ts'
import { instant } from './instant.ts'
import { startBeforeEnd } from './interval.ts'
import { metadata } from './metadata.ts'
import { attendees, description, recurrenceRule, timeZone, title, userId } from './named-text.ts'
import { queryBoolean } from './query.ts'
import { uuid } from './uuid.ts'

/** What happens when an occurrence of a series conflicts: everything is refused, or that occurrence is left out. */
export const conflictPolicies = ['reject', 'skip'] as const
export type ConflictPolicy = (typeof conflictPolicies)[number]

const createFields = {
  resourceId: uuid,
  title,
  description: description.optional(),
  startTime: instant,
  endTime: instant,
  createdBy: userId.optional().meta({
    description: "The token's subject when absent. Another one is 403 unless the caller may book for others.",
  }),
  attendees: attendees.default([]),
  metadata: metadata.default({}),
}

const seriesOnly = 'belongs to a series; send it to POST /bookings/recurring'

/** Body of POST /bookings. */
export const bookingCreateBody = z
  .strictObject({
    ...createFields,
    recurrenceRule: refusedField(seriesOnly),
    timeZone: refusedField(seriesOnly),
    conflictPolicy: refusedField(seriesOnly),
  })
  .check(startBeforeEnd)
  .meta({ id: 'BookingCreate' })

/** Body of POST /bookings/recurring. */
export const recurringBookingCreateBody = z
  .strictObject({
    ...createFields,
    recurrenceRule,
    timeZone: timeZone
      .optional()
      .meta({ description: "Zone in which the series recurs; the resource's when absent." }),
    conflictPolicy: z.enum(conflictPolicies).default('reject').meta({
      description: '`reject`: all or nothing. `skip`: occurrences that conflict are left out and listed.',
    }),
  })
  .check(startBeforeEnd)
  .meta({ id: 'RecurringBookingCreate' })

const dryRun = queryBoolean.default(false).meta({
  description: 'True: everything is checked and answered with 200, nothing is kept.',
  override: { default: false },
})

const notifyAttendees = queryBoolean.default(false).meta({
  description:
    'True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each.',
  override: { default: false },
})

/** Query of the writing operations that can be tried out. */
export const dryRunQuery = z.strictObject({ dryRun })

/** Query of those that change a booking. */
export const bookingWriteQuery = z.strictObject({ dryRun, notifyAttendees })

export type BookingCreateBody = z.output<typeof bookingCreateBody>
export type RecurringBookingCreateBody = z.output<typeof recurringBookingCreateBody>
export type DryRunQuery = z.output<typeof dryRunQuery>
export type BookingWriteQuery = z.output<typeof bookingWriteQuery>
