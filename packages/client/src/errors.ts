import type { OperationId } from './operations.generated.ts'
import type { KnownOrOtherCode, Problem } from './problem.ts'

/** Which call failed. */
export interface CallFacts {
  readonly operation: OperationId
  /** Requests that were sent. */
  readonly attempts: number
  /** The key that was sent: give it to the next call to make sure that the change happens once. */
  readonly idempotencyKey: string | null
}

/**
 * What every error of this client is.
 *
 * @example
 * if (error instanceof BookingError) console.error(error.operation, error.attempts, error.message)
 */
export abstract class BookingError extends Error {
  readonly operation: OperationId
  /** Requests that were sent. */
  readonly attempts: number
  /** The key that was sent, or null. Calling again with it makes sure that the change happens once. */
  readonly idempotencyKey: string | null

  constructor(message: string, facts: CallFacts, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause })
    this.operation = facts.operation
    this.attempts = facts.attempts
    this.idempotencyKey = facts.idempotencyKey
  }
}

/**
 * The server answered with a problem. `problem` is told apart by its `code`; a code that this client does not know,
 * and an answer that is no problem document (a proxy's page), have the code `unknown`.
 *
 * @example
 * if (error instanceof BookingApiError && error.problem.code === 'booking_conflict')
 *   console.log(error.problem.alternatives)
 */
export class BookingApiError<Code extends KnownOrOtherCode = KnownOrOtherCode> extends BookingError {
  override readonly name = 'BookingApiError'
  /** HTTP status. 0: a redirect, which browsers do not show. */
  readonly status: number
  readonly code: Code
  /** What happened, for people. */
  readonly detail: string
  /** What is wrong with the request: where, and what to do. Empty when the problem is about something else. */
  readonly errors: readonly { readonly pointer: string; readonly message: string }[]
  /** Names the request when the problem is reported; null when the answer did not come from the API. */
  readonly requestId: string | null
  /** Milliseconds that the server asks to wait, or null. */
  readonly retryAfterMs: number | null
  readonly problem: Problem<Code>
  readonly headers: Headers

  constructor(
    problem: Problem<Code>,
    answer: { readonly status: number; readonly headers: Headers; readonly retryAfterMs: number | null },
    facts: CallFacts,
  ) {
    super(`${answer.status} ${problem.receivedCode ?? problem.code}: ${problem.detail}`, facts)
    this.status = answer.status
    this.code = problem.code as Code
    this.detail = problem.detail
    this.errors = problem.errors ?? []
    this.requestId = problem.requestId ?? answer.headers.get('x-request-id')
    this.retryAfterMs = answer.retryAfterMs
    this.problem = problem
    this.headers = answer.headers
  }
}

/**
 * No whole answer came: no connection, or one that broke. Whether a change happened is not known; a call with the
 * same `idempotencyKey` finds out.
 *
 * @example
 * if (error instanceof BookingNetworkError && error.idempotencyKey !== null)
 *   await booking.bookings.create(meeting, { idempotencyKey: error.idempotencyKey })
 */
export class BookingNetworkError extends BookingError {
  override readonly name: string = 'BookingNetworkError'
}

/**
 * An attempt took longer than `timeoutMs`. As with every network error, a change may have happened.
 *
 * @example
 * if (error instanceof BookingTimeoutError) console.log(`no answer within ${error.timeoutMs} ms`)
 */
export class BookingTimeoutError extends BookingNetworkError {
  override readonly name = 'BookingTimeoutError'
  readonly timeoutMs: number

  constructor(timeoutMs: number, facts: CallFacts) {
    super(`no answer within ${timeoutMs} ms`, facts)
    this.timeoutMs = timeoutMs
  }
}

/**
 * The server answered with success, but not with JSON: most likely something else than the API answers at `baseUrl`.
 *
 * @example
 * if (error instanceof BookingAnswerError) console.log(error.status, error.excerpt)
 */
export class BookingAnswerError extends BookingError {
  override readonly name = 'BookingAnswerError'
  readonly status: number
  /** The first 200 characters of the body. */
  readonly excerpt: string

  constructor(answer: { readonly status: number; readonly text: string }, facts: CallFacts) {
    super(`answered ${answer.status} with a body that is no JSON`, facts)
    this.status = answer.status
    this.excerpt = answer.text.slice(0, 200)
  }
}

/**
 * Whether an error is a problem with one of these codes; TypeScript then knows the fields of that problem.
 *
 * @example
 * if (isProblem(error, 'booking_conflict')) console.log(error.problem.conflicts)
 */
export function isProblem<const Code extends KnownOrOtherCode>(
  error: unknown,
  ...codes: readonly Code[]
): error is BookingApiError<Code> {
  return error instanceof BookingApiError && (codes as readonly string[]).includes(error.code)
}
