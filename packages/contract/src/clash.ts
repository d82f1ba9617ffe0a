import * as z from 'zod'
import { answer } from './answer.ts'
import { instantText } from './instant.ts'
import { limits } from './limits.ts'

/**
 * An occurrence that is in the way: its own times, the id of its booking. Who may not read the booking sees the
 * title `Busy` and `redacted: true`.
 */
export const clashAnswer = answer({
  id: z.string().meta({ description: 'Id of the booking.' }),
  title: z.string(),
  startTime: instantText,
  endTime: instantText,
  redacted: z
    .literal(true)
    .optional()
    .meta({ description: 'Present when the title is hidden from the caller.' }),
}).meta({ id: 'Conflict', description: 'An occurrence that is in the way.' })

/** Occurrences in the way, earliest first, at most `limits.conflictsReportedMax`. */
export const clashList = z
  .array(clashAnswer)
  .max(limits.conflictsReportedMax)
  .meta({ description: `At most ${limits.conflictsReportedMax}, earliest first.` })

/** An interval in an answer, half-open. */
export const intervalAnswer = answer({ startTime: instantText, endTime: instantText }).meta({
  id: 'Interval',
})

export type ClashAnswer = z.output<typeof clashAnswer>
export type IntervalAnswer = z.output<typeof intervalAnswer>
