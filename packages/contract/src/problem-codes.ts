import { limits } from './limits.ts'

/** What a problem code stands for. */
export interface ProblemKind {
  /** HTTP status it is always answered with. */
  readonly status: number
  /** The same for every occurrence of the problem (RFC 9457 section 3.1.3). */
  readonly title: string
  /** What it means. */
  readonly description: string
  /** What the caller does about it, one sentence. */
  readonly remedy: string
}

/** Every problem this API answers with: a closed table, one status a code. */
export const problemKinds = {
  malformed_json: {
    status: 400,
    title: 'The body is not JSON',
    description: 'The request body cannot be read as JSON in UTF-8.',
    remedy: 'Send a JSON document and check quotes, commas and encoding.',
  },
  invalid_request: {
    status: 400,
    title: 'The request is not valid',
    description: 'A field, parameter or header is missing, unknown, of the wrong kind or out of its bounds.',
    remedy: 'Correct what the errors list names and send the request again.',
  },
  invalid_interval: {
    status: 400,
    title: 'The end is not later than the start',
    description: 'Together with what is stored, the times of the request make an empty or reversed interval.',
    remedy: 'Send an endTime later than the startTime, or send both.',
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication is required',
    description: 'The request carries no bearer token, or one that is not valid here.',
    remedy: 'Send a valid token in the Authorization header, after the word Bearer.',
  },
  token_expired: {
    status: 401,
    title: 'The token has expired',
    description: 'The token was valid once; its exp lies in the past.',
    remedy: 'Get a new token and send the request again.',
  },
  invalid_credentials: {
    status: 401,
    title: 'Email and password do not belong together',
    description: 'Nobody can sign in with this email and password.',
    remedy: 'Check both, or ask an administrator.',
  },
  invalid_refresh_token: {
    status: 401,
    title: 'The refresh token is not valid',
    description: 'The refresh token is unknown, expired, used before, or its session has ended.',
    remedy: 'Sign in again with POST /auth/token.',
  },
  forbidden: {
    status: 403,
    title: 'Not allowed',
    description: 'The caller is known but may not do this.',
    remedy: 'Ask the owner of the booking, a manager of the resource or an administrator.',
  },
  on_behalf_forbidden: {
    status: 403,
    title: 'Not allowed to book for others',
    description: 'createdBy names somebody else than the subject of the token.',
    remedy: 'Leave createdBy out, or use the token of an administrator or of a manager of the resource.',
  },
  not_found: {
    status: 404,
    title: 'No such address',
    description: 'Nothing is served at this path.',
    remedy: 'Check the path against the API reference.',
  },
  resource_not_found: {
    status: 404,
    title: 'No such resource',
    description: 'No resource has this id, or the caller may not see it.',
    remedy: 'Check the id; GET /resources lists what there is.',
  },
  booking_not_found: {
    status: 404,
    title: 'No such booking',
    description: 'No booking has this id, or the caller may not see it.',
    remedy: 'Check the id; GET /bookings lists what there is.',
  },
  user_not_found: {
    status: 404,
    title: 'No such user',
    description: 'No user has this id.',
    remedy: 'Check the id; GET /users lists who there is.',
  },
  exception_not_found: {
    status: 404,
    title: 'No such exception',
    description: 'The booking has no exception with this id; perhaps it was undone.',
    remedy: 'Check the id; GET /bookings/{bookingId}/exceptions lists what there is.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    description: 'The path exists, but not with this method.',
    remedy: 'Use one of the methods in the Allow header.',
  },
  booking_conflict: {
    status: 409,
    title: 'The time is taken',
    description: 'At least one occurrence overlaps a booking of the same resource. Nothing was changed.',
    remedy:
      'Choose another time, for example one of the alternatives, or send conflictPolicy "skip" for a series.',
  },
  ambiguous_occurrence: {
    status: 409,
    title: 'The date has several occurrences',
    description: 'The series has more than one occurrence on this date.',
    remedy: 'Send occurrenceStart with one of the candidates.',
  },
  occurrence_already_excepted: {
    status: 409,
    title: 'The occurrence has another exception',
    description: 'An exception with other contents exists for this occurrence.',
    remedy: 'Replace it with PUT /bookings/{bookingId}/exceptions/{exceptionId}.',
  },
  orphaned_exceptions: {
    status: 409,
    title: 'Exceptions would lose their occurrence',
    description: 'After the change the listed exceptions would be about occurrences that no longer exist.',
    remedy: 'Send dropExceptions=true to drop them, or change the series in another way.',
  },
  booking_cancelled: {
    status: 409,
    title: 'The booking is cancelled',
    description: 'A cancelled booking cannot be changed.',
    remedy: 'Create a new booking.',
  },
  email_taken: {
    status: 409,
    title: 'The email has a user already',
    description: 'Another user has this email address.',
    remedy: 'Use another address, or change the user who has it.',
  },
  idempotency_in_progress: {
    status: 409,
    title: 'The first request is still running',
    description: 'A request with this Idempotency-Key has not been answered yet.',
    remedy: 'Wait as long as Retry-After says and send the same request with the same key.',
  },
  precondition_failed: {
    status: 412,
    title: 'The object has changed',
    description: 'If-Match does not name the present version.',
    remedy: 'Read the object again, apply the change to it and send it with the new ETag.',
  },
  payload_too_large: {
    status: 413,
    title: 'The body is too large',
    description: `The request body is larger than ${limits.bodyBytesMax} bytes.`,
    remedy: 'Send less, or split the request.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'The body is not of a type served here',
    description: 'Bodies are JSON.',
    remedy: 'Send the body with Content-Type: application/json.',
  },
  invalid_recurrence_rule: {
    status: 422,
    title: 'The recurrence rule is not valid',
    description: 'The rule is no RFC 5545 RRULE, has COUNT with UNTIL, or has a part or value out of range.',
    remedy: 'Correct the part of the rule that the detail names.',
  },
  unsupported_frequency: {
    status: 422,
    title: 'The frequency is too high',
    description: 'SECONDLY and MINUTELY rules are not served over HTTP.',
    remedy: 'Use HOURLY or a lower frequency.',
  },
  rule_never_occurs: {
    status: 422,
    title: 'The rule never occurs',
    description: 'No date satisfies the rule, for example 30 February.',
    remedy: 'Change the part of the rule that rules every date out.',
  },
  unknown_time_zone: {
    status: 422,
    title: 'Unknown time zone',
    description: 'The name is not in the IANA time zone database.',
    remedy: 'Use a name such as Europe/Berlin or UTC.',
  },
  outside_business_hours: {
    status: 422,
    title: 'Outside business hours',
    description:
      "The booking is not wholly within the resource's business hours, in the resource's time zone.",
    remedy: 'Choose a time within the business hours; GET /availability/slots lists free ones.',
  },
  over_capacity: {
    status: 422,
    title: 'Too many attendees',
    description: 'The booking has more attendees than the resource holds.',
    remedy: 'Choose a larger resource or fewer attendees.',
  },
  resource_inactive: {
    status: 422,
    title: 'The resource is not in use',
    description: 'The resource was deleted and takes no bookings.',
    remedy: 'Choose another resource.',
  },
  too_many_occurrences: {
    status: 422,
    title: 'Too many occurrences',
    description: 'The series has more occurrences within the booking horizon than one series may have.',
    remedy: 'Use a lower frequency, a COUNT or an UNTIL.',
  },
  self_overlap: {
    status: 422,
    title: 'The series overlaps itself',
    description: 'An occurrence lasts longer than the time to the next one.',
    remedy: 'Shorten the booking or let it recur less often.',
  },
  not_a_series: {
    status: 422,
    title: 'The booking is not a series',
    description: 'The request needs a series, but the booking is a single one.',
    remedy: 'Change or cancel the booking itself.',
  },
  no_such_occurrence: {
    status: 422,
    title: 'No occurrence on this date',
    description: 'The series has no occurrence whose original start is on this local date.',
    remedy: 'Use one of the nearest dates.',
  },
  idempotency_key_reused: {
    status: 422,
    title: 'The key was used for another request',
    description: 'This Idempotency-Key came with another body before.',
    remedy: 'Use a new key for a new request.',
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    description: 'The caller has used up the requests of this window.',
    remedy: 'Wait as long as Retry-After says.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong here',
    description: 'The server failed in a way it should not have. The outcome of a change is uncertain.',
    remedy: 'Send the request again with the same Idempotency-Key; if it fails again, report the requestId.',
  },
  overloaded: {
    status: 503,
    title: 'Too busy',
    description: 'The server takes no more work at the moment. Nothing was changed.',
    remedy: 'Wait as long as Retry-After says and send the same request again.',
  },
  deadline_exceeded: {
    status: 503,
    title: 'The request took too long',
    description:
      'The request did not finish in its time and was stopped. The outcome of a change is uncertain.',
    remedy: 'Send the same request again with the same Idempotency-Key.',
  },
  identity_unavailable: {
    status: 503,
    title: 'Tokens cannot be checked',
    description:
      'The keys of the issuer of tokens cannot be fetched, so nothing is known of this token. Nothing was changed.',
    remedy: 'Wait as long as Retry-After says and send the same request again.',
  },
  database_unavailable: {
    status: 503,
    title: 'The database cannot be reached',
    description: 'The server cannot reach its database. The outcome of a change is uncertain.',
    remedy: 'Wait as long as Retry-After says and send the same request again with the same Idempotency-Key.',
  },
} as const satisfies Readonly<Record<string, ProblemKind>>

export type ProblemCode = keyof typeof problemKinds

/** Every code, in the order of the table. */
export const problemCodes = Object.keys(problemKinds) as ProblemCode[]

/** `type` of the problem document: a reference relative to the server's origin (RFC 9457 section 3.1.1). */
export function problemType(code: ProblemCode): string {
  return `/problems/${code}`
}
