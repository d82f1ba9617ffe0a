import * as z from 'zod'
import { calendarDate } from './date.ts'
import { limits } from './limits.ts'
import { reason } from './named-text.ts'

/** Time of day `HH:MM`, 00:00 to 23:59. */
const timeOfDay = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as 09:00' })
  .meta({ examples: ['09:00'] })

/** Time of day at which something ends: `24:00` is the end of the day. */
const endOfDay = z
  .string()
  .regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, {
    error: 'must be a time of day such as 18:00, at most 24:00',
  })
  .meta({ examples: ['18:00'] })

const range = { start: timeOfDay, end: endOfDay }

/** A stretch of the day; an end at or before the start lies on the next day. */
const clockRange = z
  .strictObject(range)
  .meta({ description: 'An `end` at or before `start` lies on the next day.' })

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const
export type Weekday = (typeof weekdays)[number]

const dayHours = z
  .array(clockRange)
  .max(limits.rangesPerDayMax)
  .optional()
  .meta({ description: 'Hours of this weekday instead of the usual ones; an empty list means closed.' })

const weekly = z.strictObject({
  monday: dayHours,
  tuesday: dayHours,
  wednesday: dayHours,
  thursday: dayHours,
  friday: dayHours,
  saturday: dayHours,
  sunday: dayHours,
})

/** A break of 24 hours would leave nothing open on any day. */
const pause = clockRange.refine(
  ({ start, end }) => start !== end && !(start === '00:00' && end === '24:00'),
  {
    error: 'must be shorter than a day',
    path: ['end'],
  },
)

const closedDate = z.strictObject({
  date: calendarDate.meta({ description: 'Closed date.' }),
  reason: reason.optional(),
})

const closedDates = z
  .strictObject({
    from: calendarDate.meta({ description: 'First closed date.' }),
    to: calendarDate.meta({ description: 'Last closed date, included.' }),
    reason: reason.optional(),
  })
  .check((context) => {
    const { from, to } = context.value
    if (to < from) {
      context.issues.push({ code: 'custom', message: 'must not be before from', path: ['to'], input: to })
    }
  })

/**
 * When a resource may be booked, in its own time zone. `start` to `end` holds every day; `weekly` replaces it for
 * single weekdays, `breaks` and `closures` are taken away from it.
 */
export const businessHours = z
  .strictObject({
    ...range,
    weekly: weekly.optional().meta({ description: 'Hours that differ by weekday.' }),
    breaks: z.array(pause).max(limits.rangesPerDayMax).optional().meta({ description: 'Daily breaks.' }),
    closures: z
      .array(z.union([closedDate, closedDates], { error: 'must have a date, or from and to' }))
      .max(limits.closuresMax)
      .optional()
      .meta({ description: 'Closed dates.' }),
  })
  .meta({
    id: 'BusinessHours',
    description:
      "Opening hours in the resource's time zone. `start` and `end` hold every day unless `weekly` says otherwise; an `end` at or before `start` lies on the next day.",
  })

export type BusinessHours = z.output<typeof businessHours>
