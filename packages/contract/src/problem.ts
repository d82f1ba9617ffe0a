import * as z from 'zod'
import { answer } from './answer.ts'
import { clashList, intervalAnswer } from './clash.ts'
import { calendarDate } from './date.ts'
import { instantText } from './instant.ts'
import { limits } from './limits.ts'
import { openEnum } from './open-enum.ts'
import { type ProblemCode, problemCodes, problemKinds, problemType } from './problem-codes.ts'

/** One fault of a request: where it is and what to do about it. */
export const problemError = answer({
  pointer: z.string().meta({
    description:
      'Where: `/timeSlots/0/endTime` is a JSON pointer into the body (empty: the body as a whole), `?limit` a query parameter, `{bookingId}` a path parameter, `Idempotency-Key` a header.',
    examples: ['/timeSlots/0/endTime', '?limit', '{bookingId}', 'Idempotency-Key'],
  }),
  message: z.string(),
}).meta({ id: 'ProblemError' })

/** Fields that single codes add to their problem document. */
const extensions = {
  conflicts: clashList
    .optional()
    .meta({ description: `booking_conflict: at most ${limits.conflictsReportedMax}, earliest first.` }),
  totalConflicts: z.int().min(0).optional().meta({ description: 'booking_conflict.' }),
  occurrencesChecked: z.int().min(0).optional().meta({ description: 'booking_conflict.' }),
  alternatives: z
    .array(intervalAnswer)
    .max(limits.alternativesMax)
    .optional()
    .meta({ description: 'booking_conflict: the nearest free slots of the same length, each verified.' }),
  nearest: z
    .array(calendarDate)
    .optional()
    .meta({ description: 'no_such_occurrence: the nearest dates that have one.' }),
  candidates: z
    .array(instantText)
    .optional()
    .meta({ description: 'ambiguous_occurrence: the original starts on that date.' }),
  exceptionId: z
    .string()
    .optional()
    .meta({ description: 'occurrence_already_excepted: the exception that is there.' }),
  exceptions: z
    .array(answer({ id: z.string(), exceptionDate: calendarDate }))
    .optional()
    .meta({ description: 'orphaned_exceptions: the exceptions that would be left.' }),
}

/** An RFC 9457 problem document. Codes: docs/errors.md. */
export const problemAnswer = answer({
  type: z.string().meta({ format: 'uri-reference' }),
  title: z.string(),
  status: z.int().min(400).max(599),
  detail: z.string(),
  instance: z.string().meta({ format: 'uri-reference', description: 'Path of the request.' }),
  code: openEnum(problemCodes as [ProblemCode, ...ProblemCode[]]),
  requestId: z.string().meta({ description: 'As in X-Request-Id; name it when you report the problem.' }),
  errors: z.array(problemError).max(limits.problemErrorsMax).optional(),
  ...extensions,
}).meta({ id: 'Problem', description: 'An RFC 9457 problem document.' })

export type ProblemError = z.output<typeof problemError>
export type ProblemAnswer = z.output<typeof problemAnswer>

/** Fields of a problem document that depend on its code. */
export type ProblemExtensions = Pick<ProblemAnswer, keyof typeof extensions | 'errors'>

/** The problem document of a code. `detail` is for people and says what happened in this case. */
export function problemDocument(
  code: ProblemCode,
  occurrence: { detail?: string; instance: string; requestId: string } & ProblemExtensions,
): ProblemAnswer {
  const { detail, instance, requestId, ...extra } = occurrence
  const kind = problemKinds[code]
  return {
    type: problemType(code),
    title: kind.title,
    status: kind.status,
    detail: detail ?? `${kind.description} ${kind.remedy}`,
    instance,
    code,
    requestId,
    ...extra,
  }
}
