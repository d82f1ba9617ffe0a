import * as z from 'zod'
import { limits } from './limits.ts'
import { text } from './text.ts'

/** Title of a booking or of a modified occurrence, 1 to 200 characters. */
export const title = text({ charsMax: limits.titleCharsMax }).meta({ examples: ['Client Meeting'] })

/** Description of a booking, up to 10,000 characters; it may be empty. */
export const description = text({ charsMax: limits.descriptionCharsMax, charsMin: 0 })

/** Why something is cancelled, moved or closed. */
export const reason = text({ charsMax: limits.reasonCharsMax, charsMin: 0 }).meta({
  examples: ['Holiday - Office Closed'],
})

/** Id of a user: opaque, 1 to 255 characters. */
export const userId = text({ charsMax: limits.userIdCharsMax, blank: true }).meta({
  description: 'Id of a user: an opaque text.',
  examples: ['user-123'],
})

/** Name of an IANA time zone. Only its size is judged here: a zone that nobody knows is 422 `unknown_time_zone`. */
export const timeZone = text({ charsMax: limits.timeZoneCharsMax }).meta({
  description: 'IANA time zone. One that does not exist is answered with 422 `unknown_time_zone`.',
  examples: ['UTC', 'Europe/Berlin'],
})

/** RFC 5545 RRULE value. Only its size is judged here: what it says is judged by the recurrence engine (422). */
export const recurrenceRule = text({ charsMax: limits.recurrenceRuleCharsMax, charsMin: 0 }).meta({
  description:
    'An RFC 5545 RRULE value, with or without `RRULE:`. No COUNT and no UNTIL means without end. SECONDLY and MINUTELY are refused.',
  examples: [
    'FREQ=DAILY;COUNT=5',
    'FREQ=WEEKLY;COUNT=8;BYDAY=MO,WE,FR',
    'FREQ=MONTHLY;COUNT=6;BYMONTHDAY=15',
  ],
})

/** Items without repetition, in the order of their first appearance. */
export function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)]
}

/** Participants as a set: an id that is repeated is kept once. At most 500 entries. */
export const attendees = z
  .array(userId)
  .max(limits.attendeesMax)
  .transform(distinct)
  .meta({ description: 'Ids of the participants; an id that is repeated is kept once.' })
