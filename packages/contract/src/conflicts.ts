import * as z from 'zod'
import { answer } from './answer.ts'
import { clashAnswer, clashList } from './clash.ts'
import { instant, instantText } from './instant.ts'
import { startBeforeEnd } from './interval.ts'
import { recurrenceRule, timeZone } from './named-text.ts'
import { uuid, uuidText } from './uuid.ts'

/** A rule holds no space, so a space in a query string is a `+` that was not encoded. */
const queryRule = recurrenceRule.refine((value) => !value.includes(' '), {
  error: 'must not contain spaces; in a query string write + as %2B',
})

/** Query of GET /conflicts. */
export const conflictsQuery = z
  .strictObject({
    resourceId: uuid,
    startTime: instant,
    endTime: instant,
    recurrenceRule: queryRule.optional(),
    timeZone: timeZone
      .optional()
      .meta({ description: "Zone in which the rule recurs; the resource's when absent." }),
  })
  .check(startBeforeEnd)

/**
 * Every conflict of a slot or of a series. `proof: "exact"` says that nothing was sampled: for a rule without end
 * either `disjointForever` is true, or `firstClash` is the first occurrence in the way, however far away.
 */
export const conflictsAnswer = answer({
  resourceId: uuidText,
  startTime: instantText,
  endTime: instantText,
  recurrenceRule: z.string().optional(),
  hasConflicts: z.boolean(),
  conflicts: clashList,
  totalConflicts: z.int().min(0).meta({ description: 'Occurrences in the way as far as they are stored.' }),
  occurrencesChecked: z
    .int()
    .min(0)
    .meta({ description: 'Occurrences of the rule that were compared one by one.' }),
  proof: z.literal('exact'),
  disjointForever: z
    .boolean()
    .optional()
    .meta({ description: 'Rules without end: true when none will ever be in the way.' }),
  firstClash: clashAnswer
    .optional()
    .meta({ description: 'Rules without end: the first occurrence in the way.' }),
  timeZoneData: z
    .string()
    .optional()
    .meta({ description: 'Version of the time zone data on which the proof rests.' }),
}).meta({ id: 'Conflicts' })

export type ConflictsQuery = z.output<typeof conflictsQuery>
export type ConflictsAnswer = z.output<typeof conflictsAnswer>
