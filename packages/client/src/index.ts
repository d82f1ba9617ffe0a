export type { Answer, ApiCall } from './api-call.ts'
export type { CallOptions, ChangeOptions, ReadUnlessOptions, WriteOptions } from './call-options.ts'
export type { ClientOptions, RetryNotice, TokenSource } from './client-options.ts'
export { createBookingClient } from './create-booking-client.ts'
export {
  type BookingSession,
  BookingSignedOutError,
  createBookingSession,
  type SessionOptions,
  type SessionTokens,
} from './create-booking-session.ts'
export type { Deprecation } from './deprecation.ts'
export {
  BookingAnswerError,
  BookingApiError,
  BookingError,
  BookingNetworkError,
  BookingTimeoutError,
  isProblem,
} from './errors.ts'
export type { BookingClient, OperationId } from './operations.generated.ts'
export type { KnownOrOtherCode, Problem } from './problem.ts'
export { type ProblemCode, problemCodes } from './problem-codes.generated.ts'
export type * from './types.generated.ts'
