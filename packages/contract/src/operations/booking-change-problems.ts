import { claimProblems, recurrenceProblems } from '../operation.ts'
import type { ProblemCode } from '../problem-codes.ts'

/** What PUT and PATCH of a booking can be refused for, beyond what every change can. */
export const bookingChangeProblems = [
  ...claimProblems,
  ...recurrenceProblems,
  'booking_not_found',
  'booking_cancelled',
  'forbidden',
  'precondition_failed',
  'invalid_interval',
  'not_a_series',
  'no_such_occurrence',
  'ambiguous_occurrence',
  'orphaned_exceptions',
] as const satisfies readonly ProblemCode[]
