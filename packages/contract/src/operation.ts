import type * as z from 'zod'
import type { DeprecatedPart, Deprecation } from './deprecation.ts'
import type { RequestHeaderName, ResponseHeaderName } from './headers.ts'
import { type ProblemCode, problemKinds } from './problem-codes.ts'

export type HttpMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** A named example, as it travels. */
export interface Example {
  readonly summary: string
  readonly value: unknown
}

/** One success answer of an operation. Problems are listed by code instead. */
export interface AnswerSpec {
  readonly description: string
  /** Absent: the answer has no body. */
  readonly schema?: z.ZodType
  readonly headers?: readonly ResponseHeaderName[]
  readonly examples?: Readonly<Record<string, Example>>
}

/** Everything the contract says about one operation. `path` is an OpenAPI template below `basePath`. */
export interface Operation {
  readonly operationId: string
  readonly method: HttpMethod
  readonly path: `/${string}`
  readonly tag: string
  readonly summary: string
  readonly description: string
  /** `open`: no token is asked for. `limited`: neither, but requests are counted. */
  readonly security: 'bearer' | 'open' | 'limited'
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** False where the body may be left out. */
  readonly bodyRequired?: boolean
  /** Keys are lower-case header names. */
  readonly headers: z.ZodObject<Partial<Record<RequestHeaderName, z.ZodType>>>
  readonly responses: Readonly<Record<number, AnswerSpec>>
  readonly problems: readonly ProblemCode[]
  /** The operation as a whole is going to be taken away. */
  readonly deprecated?: Deprecation
  /** Query parameters and properties of the body that are; their schemas are marked `deprecated` as well. */
  readonly deprecatedParts?: readonly DeprecatedPart[]
  readonly examples?: {
    readonly body?: Readonly<Record<string, Example>>
    /** By the names of path and query parameters, as they are read from JSON: together they make one request. */
    readonly parameters?: Readonly<Record<string, string | number>>
  }
}

/** Keeps the exact types of an operation, so that `z.output<typeof createBooking.body>` is known. */
export function defineOperation<const T extends Operation>(operation: T): T {
  return operation
}

/** Path below which every operation lives. */
export const basePath = '/api/v1'

/** Path in the notation of routers: `/bookings/{bookingId}` is `/bookings/:bookingId`. */
export function routePath(operation: Pick<Operation, 'path'>): string {
  return operation.path.replace(/\{(\w+)\}/g, ':$1')
}

/** Problems of every operation that asks for a token. */
export const bearerProblems = [
  'invalid_request',
  'unauthenticated',
  'token_expired',
  'rate_limited',
  'internal',
  'overloaded',
  'deadline_exceeded',
  'identity_unavailable',
  'database_unavailable',
] as const satisfies readonly ProblemCode[]

/** Problems of every operation that asks for no token and counts requests. */
export const openProblems = [
  'invalid_request',
  'rate_limited',
  'internal',
  'overloaded',
  'deadline_exceeded',
  'database_unavailable',
] as const satisfies readonly ProblemCode[]

/** Problems of every operation that reads a body. */
export const bodyProblems = [
  'malformed_json',
  'payload_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[]

/** Problems of every operation that takes an Idempotency-Key. */
export const idempotencyProblems = [
  'idempotency_in_progress',
  'idempotency_key_reused',
] as const satisfies readonly ProblemCode[]

/** What a rule of recurrence can be refused for. */
export const recurrenceProblems = [
  'invalid_recurrence_rule',
  'unsupported_frequency',
  'rule_never_occurs',
  'unknown_time_zone',
  'too_many_occurrences',
  'self_overlap',
] as const satisfies readonly ProblemCode[]

/** What a claim on a resource's time can be refused for. */
export const claimProblems = [
  'resource_not_found',
  'booking_conflict',
  'outside_business_hours',
  'over_capacity',
  'resource_inactive',
] as const satisfies readonly ProblemCode[]

/** Every status an operation answers with, ascending. */
export function statusesOf(operation: Operation): number[] {
  const problems = operation.problems.map((code) => problemKinds[code].status)
  return [...new Set([...Object.keys(operation.responses).map(Number), ...problems])].sort((a, b) => a - b)
}
