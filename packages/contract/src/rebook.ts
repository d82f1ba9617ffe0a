import * as z from 'zod'
import { answer } from './answer.ts'
import { bookingAnswer, skippedOccurrenceAnswer } from './booking.ts'
import { calendarDate } from './date.ts'
import { limits } from './limits.ts'

/** Body of POST /bookings/{bookingId}/rebook: which skipped dates to try again; all of them when absent. */
export const rebookBody = z
  .strictObject({
    occurrenceDates: z
      .array(calendarDate)
      .min(1)
      .max(limits.rebookDatesMax)
      .optional()
      .meta({ description: 'Skipped dates to try again; all of them when absent.' }),
  })
  .meta({ id: 'RebookRequest' })

export const rebookAnswer = answer({
  booking: bookingAnswer,
  rebooked: z.array(skippedOccurrenceAnswer).meta({ description: 'Occurrences that are booked now.' }),
  skipped: z.array(skippedOccurrenceAnswer).meta({ description: 'Occurrences that still conflict.' }),
}).meta({ id: 'Rebooked' })

export type RebookBody = z.output<typeof rebookBody>
export type RebookAnswer = z.output<typeof rebookAnswer>
