/** Every way the core refuses an input. The set is closed: callers may switch over it exhaustively. */
export type CoreErrorCode =
  | 'invalid_rule'
  | 'never_occurs'
  | 'unknown_zone'
  | 'invalid_wall'
  | 'invalid_instant'
  | 'invalid_interval'
  | 'invalid_business_hours'
  | 'invalid_series'
  | 'invalid_exception'
  | 'invalid_ical'
  | 'budget_exceeded'

/** Plain, serialisable facts about a refusal. */
export type CoreErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/**
 * The only error the core throws for a bad input. `code` is for programs, `message` is a sentence for people,
 * `details` holds the facts the sentence was made from (for `invalid_rule`: `part`, `value`, `position`).
 */
export class CoreError extends Error {
  readonly code: CoreErrorCode
  readonly details: CoreErrorDetails

  constructor(code: CoreErrorCode, message: string, details: CoreErrorDetails = {}) {
    super(message)
    this.name = 'CoreError'
    this.code = code
    this.details = details
  }
}
