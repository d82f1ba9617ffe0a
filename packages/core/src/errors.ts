/**
 * Every way the core refuses an input. The set is closed: callers may switch over it exhaustively.
 * @example
 * const code: CoreErrorCode = 'invalid_rule'
 * new CoreError(code, 'No rule.').code // => 'invalid_rule'
 */
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

/**
 * Plain, serialisable facts about a refusal.
 * @example
 * const details: CoreErrorDetails = { part: 'COUNT', value: '0', position: 17 }
 * new CoreError('invalid_rule', 'No rule.', details).details.part // => 'COUNT'
 */
export type CoreErrorDetails = Readonly<Record<string, string | number | boolean | null>>

/**
 * The only error the core throws for a bad input. `code` is for programs, `message` is a sentence for people,
 * `details` holds the facts the sentence was made from (for `invalid_rule`: `part`, `value`, `position`).
 * @example
 * const codeOf = (work: () => unknown) => {
 *   try {
 *     return work()
 *   } catch (error) {
 *     return error instanceof CoreError ? [error.code, error.details.part] : error
 *   }
 * }
 * codeOf(() => parseRule('FREQ=DAILY;COUNT=0')) // => ['invalid_rule', 'COUNT']
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
