/** A clash as it is told to people: an occurrence that is in the way. */
export interface Clash {
  /** Id of the booking the occurrence belongs to. */
  readonly bookingId: string
  readonly title: string
  /** The title is hidden from the actor. */
  readonly redacted?: true
  /** Milliseconds since the epoch. */
  readonly start: number
  readonly end: number
}

/** A free interval that the same request could have instead. */
export interface Alternative {
  readonly start: number
  readonly end: number
}

/** Every reason for which a verb refuses what it is asked, with what is needed to explain it. */
export interface RefusalDetails {
  resource_not_found: { resourceId: string }
  resource_inactive: { resourceId: string }
  booking_not_found: { bookingId: string }
  exception_not_found: { exceptionId: string }
  forbidden: { why: string }
  invalid_credentials: Record<string, never>
  invalid_refresh_token: Record<string, never>
  user_not_found: { userId: string }
  email_taken: Record<string, never>
  invalid_request: { why: string }
  on_behalf_forbidden: { createdBy: string }
  booking_conflict: {
    conflicts: Clash[]
    totalConflicts: number
    occurrencesChecked: number
    alternatives: Alternative[]
  }
  outside_business_hours: { start: number; end: number }
  over_capacity: { attendees: number; capacity: number }
  unknown_time_zone: { timeZone: string }
  invalid_recurrence_rule: { message: string; part?: string; value?: string; position?: number }
  unsupported_frequency: { frequency: string }
  rule_never_occurs: { message: string }
  too_many_occurrences: { maximum: number; until: number }
  self_overlap: { start: number; nextStart: number }
  invalid_interval: { start: number; end: number }
  not_a_series: { bookingId: string }
  booking_cancelled: { bookingId: string }
  no_such_occurrence: { date: string; nearest: string[] }
  ambiguous_occurrence: { date: string; starts: number[] }
  occurrence_already_excepted: { exceptionId: string; date: string }
  orphaned_exceptions: { exceptions: { id: string; date: string }[] }
  precondition_failed: { version: number }
  idempotency_key_reused: { key: string }
  idempotency_in_progress: { key: string }
  overloaded: { retryAfterSeconds: number }
  database_unavailable: { retryAfterSeconds: number }
}

export type RefusalCode = keyof RefusalDetails

/** What a verb throws when it does not do what it is asked: a closed set of codes, each with its details. */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  override readonly name = 'Refusal'
  readonly code: Code
  readonly details: RefusalDetails[Code]

  constructor(code: Code, details: RefusalDetails[Code], options?: { cause?: unknown }) {
    super(code, options)
    this.code = code
    this.details = details
  }

  is<C extends RefusalCode>(code: C): this is Refusal<C> {
    return (this.code as RefusalCode) === code
  }
}
