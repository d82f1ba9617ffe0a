import {
  formatInstant,
  type ProblemCode,
  type ProblemError,
  type ProblemExtensions,
  problemDocument,
  problemKinds,
} from '@booking/contract'
import type { Refusal, RefusalCode, RefusalDetails } from '@booking/storage'
import { presentClash, presentInterval } from './present/present-clash.ts'

/** A request that ends with a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly code: ProblemCode
  readonly detail: string | undefined
  readonly extensions: ProblemExtensions
  readonly headers: Record<string, string>

  constructor(
    code: ProblemCode,
    options: { detail?: string; extensions?: ProblemExtensions; headers?: Record<string, string> } = {},
  ) {
    super(code)
    this.code = code
    this.detail = options.detail
    this.extensions = options.extensions ?? {}
    this.headers = options.headers ?? {}
  }
}

/** A request whose parts do not fit the contract. */
export const invalidRequest = (errors: ProblemError[]): Problem =>
  new Problem('invalid_request', {
    detail: errors[0]?.message ?? 'The request is not valid.',
    extensions: { errors },
  })

/** A problem as it travels (RFC 9457). */
export const problemAnswer = (problem: Problem, request: { path: string; requestId: string }) => {
  const { code, detail, extensions, headers } = problem
  const document = problemDocument(code, {
    ...(detail === undefined ? {} : { detail }),
    instance: request.path,
    requestId: request.requestId,
    ...extensions,
  })
  return {
    status: problemKinds[code].status,
    body: JSON.stringify(document),
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  }
}

type Teller<Code extends RefusalCode> = (details: RefusalDetails[Code]) => ConstructorParameters<
  typeof Problem
>[1] & {
  code?: ProblemCode
}

const retryAfter = ({ retryAfterSeconds }: { retryAfterSeconds: number }) => ({
  headers: { 'Retry-After': String(retryAfterSeconds) },
})

const withoutMore = () => ({})

/** A 401 names the scheme it asks for (RFC 9110, section 15.5.2). */
const withChallenge = () => ({ headers: { 'WWW-Authenticate': 'Bearer realm="booking"' } })

/** How each refusal of the storage is told. A code that is missing here does not compile. */
const tellers: { [Code in RefusalCode]: Teller<Code> } = {
  resource_not_found: withoutMore,
  booking_not_found: withoutMore,
  exception_not_found: withoutMore,
  resource_inactive: withoutMore,
  booking_cancelled: withoutMore,
  not_a_series: withoutMore,
  invalid_credentials: withChallenge,
  invalid_refresh_token: withChallenge,
  user_not_found: withoutMore,
  email_taken: withoutMore,
  forbidden: ({ why }) => ({ detail: why }),
  invalid_request: ({ why }) => ({ detail: why }),
  on_behalf_forbidden: withoutMore,
  booking_conflict: ({ conflicts, totalConflicts, occurrencesChecked, alternatives }) => ({
    detail: `${totalConflicts === 1 ? 'One occurrence is' : `${totalConflicts} occurrences are`} in the way. Nothing was changed.`,
    extensions: {
      conflicts: conflicts.map(presentClash),
      totalConflicts,
      occurrencesChecked,
      alternatives: alternatives.map(presentInterval),
    },
  }),
  outside_business_hours: ({ start, end }) => ({
    detail: `${formatInstant(start)} to ${formatInstant(end)} is not wholly within the resource's business hours.`,
  }),
  over_capacity: ({ attendees, capacity }) => ({
    detail: `The booking has ${attendees} attendees; the resource holds ${capacity}.`,
  }),
  unknown_time_zone: withoutMore,
  invalid_recurrence_rule: ({ message }) => ({ detail: message }),
  unsupported_frequency: withoutMore,
  rule_never_occurs: ({ message }) => ({ detail: message }),
  too_many_occurrences: ({ maximum, until }) => ({
    detail: `The series has more than ${maximum} occurrences before ${formatInstant(until)}.`,
  }),
  self_overlap: ({ start, nextStart }) => ({
    detail: `The occurrence at ${formatInstant(start)} is not over when the next one begins at ${formatInstant(nextStart)}.`,
  }),
  invalid_interval: withoutMore,
  no_such_occurrence: ({ date, nearest }) => ({
    detail: `The series has no occurrence on ${date}.`,
    extensions: { nearest },
  }),
  ambiguous_occurrence: ({ date, starts }) => ({
    detail: `The series has ${starts.length} occurrences on ${date}.`,
    extensions: { candidates: starts.map(formatInstant) },
  }),
  occurrence_already_excepted: ({ exceptionId }) => ({ extensions: { exceptionId } }),
  orphaned_exceptions: ({ exceptions }) => ({
    extensions: { exceptions: exceptions.map(({ id, date }) => ({ id, exceptionDate: date })) },
  }),
  precondition_failed: withoutMore,
  idempotency_key_reused: withoutMore,
  idempotency_in_progress: () => ({ headers: { 'Retry-After': '1' } }),
  overloaded: retryAfter,
  database_unavailable: retryAfter,
}

/** A refusal of the storage as a problem; the codes are the same. */
export const problemOf = (refusal: Refusal): Problem => {
  const tell = tellers[refusal.code] as Teller<RefusalCode>
  return new Problem(refusal.code, tell(refusal.details))
}
