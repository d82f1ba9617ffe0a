// Generated from @booking/contract by `pnpm --filter @booking/client run generate`. What can go wrong.

/**
 * Every problem code that this client knows, in the order of docs/errors.md.
 *
 * @example
 * const missing = problemCodes.filter((code) => !(code in translations))
 */
export const problemCodes = [
  'malformed_json',
  'invalid_request',
  'invalid_interval',
  'unauthenticated',
  'token_expired',
  'invalid_credentials',
  'invalid_refresh_token',
  'forbidden',
  'on_behalf_forbidden',
  'not_found',
  'resource_not_found',
  'booking_not_found',
  'user_not_found',
  'exception_not_found',
  'method_not_allowed',
  'booking_conflict',
  'ambiguous_occurrence',
  'occurrence_already_excepted',
  'orphaned_exceptions',
  'booking_cancelled',
  'email_taken',
  'idempotency_in_progress',
  'precondition_failed',
  'payload_too_large',
  'unsupported_media_type',
  'invalid_recurrence_rule',
  'unsupported_frequency',
  'rule_never_occurs',
  'unknown_time_zone',
  'outside_business_hours',
  'over_capacity',
  'resource_inactive',
  'too_many_occurrences',
  'self_overlap',
  'not_a_series',
  'no_such_occurrence',
  'idempotency_key_reused',
  'rate_limited',
  'internal',
  'overloaded',
  'deadline_exceeded',
  'identity_unavailable',
  'database_unavailable',
] as const

/**
 * A problem code that this client knows; docs/errors.md says what to do about each.
 *
 * @example
 * const isBusy = (code: ProblemCode) => code === 'overloaded' || code === 'rate_limited'
 */
export type ProblemCode = (typeof problemCodes)[number]
