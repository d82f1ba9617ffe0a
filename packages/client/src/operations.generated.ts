// Generated from @booking/contract by `pnpm --filter @booking/client run generate`. What can be called.
import type { ApiCall } from './api-call.ts'
import type { CallOptions, ChangeOptions, ReadUnlessOptions, WriteOptions } from './call-options.ts'
import type { OperationRow } from './operation-row.ts'
import type {
  Availability,
  Booking,
  BookingCreate,
  BookingException,
  BookingExceptionList,
  BookingHistory,
  BookingHistoryQuery,
  BookingList,
  BookingUpdate,
  BulkAvailability,
  BulkAvailabilityRequest,
  CancelBookingQuery,
  CheckAvailabilityQuery,
  Conflicts,
  CreateBookingQuery,
  CreateExceptionQuery,
  CreateRecurringBookingQuery,
  CreateResourceQuery,
  DeleteExceptionQuery,
  DeleteResourceQuery,
  DetectConflictsQuery,
  ExceptionCreate,
  ExceptionReplace,
  FreeSlots,
  Health,
  ListBookingsQuery,
  ListExceptionsQuery,
  ListFreeSlotsQuery,
  ListOccurrencesQuery,
  ListResourcesQuery,
  ListUsersQuery,
  Me,
  OccurrenceList,
  PatchBookingQuery,
  Permissions,
  PermissionsUpdate,
  Probe,
  RebookRequest,
  RebookSkippedQuery,
  Rebooked,
  RecurringBookingCreate,
  RefreshRequest,
  ReplaceExceptionQuery,
  ReplacePermissionsQuery,
  ReplaceResourceQuery,
  Resource,
  ResourceCreate,
  ResourceList,
  ResourceUpdate,
  TokenRequest,
  Tokens,
  UpdateBookingQuery,
  User,
  UserCreate,
  UserList,
  UserUpdate,
} from './types.generated.ts'

/** How each operation is called. */
export const operationTable = {
  health: { group: 'health', name: 'get', method: 'GET', path: '/health', repeat: 'safe', open: true, alsoAnswers: [503] },
  healthLive: { group: 'health', name: 'live', method: 'GET', path: '/health/live', repeat: 'safe', open: true },
  healthReady: { group: 'health', name: 'ready', method: 'GET', path: '/health/ready', repeat: 'safe', open: true, alsoAnswers: [503] },
  listResources: { group: 'resources', name: 'list', method: 'GET', path: '/resources', repeat: 'safe', query: true, items: 'resources', allPages: 'listAll' },
  createResource: { group: 'resources', name: 'create', method: 'POST', path: '/resources', repeat: 'keyed', body: true, queryOptions: ['dryRun'] },
  getResource: { group: 'resources', name: 'get', method: 'GET', path: '/resources/{resourceId}', repeat: 'safe' },
  replaceResource: { group: 'resources', name: 'replace', method: 'PUT', path: '/resources/{resourceId}', repeat: 'keyed', body: true, queryOptions: ['dryRun'] },
  deleteResource: { group: 'resources', name: 'delete', method: 'DELETE', path: '/resources/{resourceId}', repeat: 'keyed', queryOptions: ['dryRun'] },
  checkAvailability: { group: 'availability', name: 'check', method: 'GET', path: '/availability', repeat: 'safe', query: true },
  checkAvailabilityBulk: { group: 'availability', name: 'checkBulk', method: 'POST', path: '/availability/bulk', repeat: 'safe', body: true },
  listFreeSlots: { group: 'availability', name: 'listFreeSlots', method: 'GET', path: '/availability/slots', repeat: 'safe', query: true },
  detectConflicts: { group: 'conflicts', name: 'detect', method: 'GET', path: '/conflicts', repeat: 'safe', query: true },
  createBooking: { group: 'bookings', name: 'create', method: 'POST', path: '/bookings', repeat: 'keyed', body: true, queryOptions: ['dryRun','notifyAttendees'] },
  listBookings: { group: 'bookings', name: 'list', method: 'GET', path: '/bookings', repeat: 'safe', query: true, items: 'bookings', allPages: 'listAll' },
  createRecurringBooking: { group: 'bookings', name: 'createRecurring', method: 'POST', path: '/bookings/recurring', repeat: 'keyed', body: true, queryOptions: ['dryRun','notifyAttendees'] },
  getBooking: { group: 'bookings', name: 'get', method: 'GET', path: '/bookings/{bookingId}', repeat: 'safe' },
  updateBooking: { group: 'bookings', name: 'update', method: 'PUT', path: '/bookings/{bookingId}', repeat: 'keyed', body: true, queryOptions: ['scope','occurrenceDate','occurrenceStart','dropExceptions','dryRun','notifyAttendees'] },
  patchBooking: { group: 'bookings', name: 'patch', method: 'PATCH', path: '/bookings/{bookingId}', repeat: 'keyed', body: true, queryOptions: ['scope','occurrenceDate','occurrenceStart','dropExceptions','dryRun','notifyAttendees'] },
  cancelBooking: { group: 'bookings', name: 'cancel', method: 'DELETE', path: '/bookings/{bookingId}', repeat: 'keyed', queryOptions: ['reason','scope','occurrenceDate','occurrenceStart','dropExceptions','dryRun','notifyAttendees'] },
  listOccurrences: { group: 'bookings', name: 'listOccurrences', method: 'GET', path: '/bookings/{bookingId}/occurrences', repeat: 'safe', query: true, items: 'occurrences', allPages: 'listAllOccurrences' },
  rebookSkipped: { group: 'bookings', name: 'rebookSkipped', method: 'POST', path: '/bookings/{bookingId}/rebook', repeat: 'keyed', body: true, queryOptions: ['dryRun','notifyAttendees'] },
  bookingHistory: { group: 'bookings', name: 'history', method: 'GET', path: '/bookings/{bookingId}/history', repeat: 'safe', query: true, items: 'history', allPages: 'historyAll' },
  createException: { group: 'exceptions', name: 'create', method: 'POST', path: '/bookings/{bookingId}/exceptions', repeat: 'keyed', body: true, queryOptions: ['dryRun','notifyAttendees'] },
  listExceptions: { group: 'exceptions', name: 'list', method: 'GET', path: '/bookings/{bookingId}/exceptions', repeat: 'safe', query: true, items: 'exceptions', allPages: 'listAll' },
  getException: { group: 'exceptions', name: 'get', method: 'GET', path: '/bookings/{bookingId}/exceptions/{exceptionId}', repeat: 'safe' },
  replaceException: { group: 'exceptions', name: 'replace', method: 'PUT', path: '/bookings/{bookingId}/exceptions/{exceptionId}', repeat: 'keyed', body: true, queryOptions: ['dryRun','notifyAttendees'] },
  deleteException: { group: 'exceptions', name: 'delete', method: 'DELETE', path: '/bookings/{bookingId}/exceptions/{exceptionId}', repeat: 'keyed', queryOptions: ['dryRun','notifyAttendees'] },
  getPermissions: { group: 'permissions', name: 'get', method: 'GET', path: '/resources/{resourceId}/permissions', repeat: 'safe' },
  replacePermissions: { group: 'permissions', name: 'replace', method: 'PUT', path: '/resources/{resourceId}/permissions', repeat: 'keyed', body: true, queryOptions: ['dryRun'] },
  issueToken: { group: 'auth', name: 'issueToken', method: 'POST', path: '/auth/token', repeat: 'once', body: true, open: true },
  refreshToken: { group: 'auth', name: 'refreshToken', method: 'POST', path: '/auth/refresh', repeat: 'once', body: true, open: true },
  logout: { group: 'auth', name: 'logout', method: 'POST', path: '/auth/logout', repeat: 'once', body: true, open: true },
  getMe: { group: 'auth', name: 'getMe', method: 'GET', path: '/auth/me', repeat: 'safe' },
  createUser: { group: 'users', name: 'create', method: 'POST', path: '/users', repeat: 'keyed', body: true },
  listUsers: { group: 'users', name: 'list', method: 'GET', path: '/users', repeat: 'safe', query: true, items: 'users', allPages: 'listAll' },
  getUser: { group: 'users', name: 'get', method: 'GET', path: '/users/{userId}', repeat: 'safe' },
  updateUser: { group: 'users', name: 'update', method: 'PATCH', path: '/users/{userId}', repeat: 'keyed', body: true },
} as const satisfies Readonly<Record<string, OperationRow>>

/**
 * Id of an operation, as in the OpenAPI document.
 *
 * @example
 * const slow: readonly OperationId[] = ['listFreeSlots', 'checkAvailabilityBulk']
 */
export type OperationId = keyof typeof operationTable

/** `client.health` */
export interface HealthMethods {
  /**
   * Health of the system. For monitoring. Degraded, and still 200, when requests are served without Redis or worker, or the worker is behind.
   *
   * `GET /health`
   */
  get(options?: CallOptions): ApiCall<Health>
  /**
   * Whether the process runs. For orchestrators: restart the process when this fails. Touches nothing else.
   *
   * `GET /health/live`
   */
  live(options?: CallOptions): ApiCall<Probe>
  /**
   * Whether the process takes requests. For orchestrators and load balancers: send no requests while this fails (starting, stopping, database gone).
   *
   * `GET /health/ready`
   */
  ready(options?: CallOptions): ApiCall<Probe>
}

/** `client.resources` */
export interface ResourcesMethods {
  /**
   * List bookable resources. Resources that the caller may view. Deleted ones are left out unless `includeInactive=true`.
   *
   * `GET /resources`
   */
  list(query?: ListResourcesQuery, options?: CallOptions): ApiCall<ResourceList>
  /** Every item of `list`, page after page. `page` is where to begin. */
  listAll(query?: ListResourcesQuery, options?: CallOptions): AsyncGenerator<ResourceList['resources'][number], void, undefined>
  /**
   * Create a resource. For administrators.
   *
   * `POST /resources`
   * @throws {BookingApiError} malformed_json, forbidden, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, unknown_time_zone, and what any call can end with
   */
  create(body: ResourceCreate, options?: WriteOptions & CreateResourceQuery): ApiCall<Resource>
  /**
   * Get one resource. A resource that the caller may not view is answered as one that does not exist.
   *
   * `GET /resources/{resourceId}`
   * @throws {BookingApiError} resource_not_found, and what any call can end with
   */
  get(resourceId: string, options?: CallOptions): ApiCall<Resource>
  /**
   * Get one resource. A resource that the caller may not view is answered as one that does not exist.
   *
   * `GET /resources/{resourceId}`
   * @throws {BookingApiError} resource_not_found, and what any call can end with
   */
  get(resourceId: string, options: ReadUnlessOptions): ApiCall<Resource | null>
  /**
   * Change a resource. For administrators. Fields that are absent stay as they are. Bookings that exist are kept.
   *
   * `PUT /resources/{resourceId}`
   * @throws {BookingApiError} malformed_json, forbidden, resource_not_found, idempotency_in_progress, precondition_failed, payload_too_large, unsupported_media_type, idempotency_key_reused, unknown_time_zone, and what any call can end with
   */
  replace(resourceId: string, body: ResourceUpdate, options?: ChangeOptions & ReplaceResourceQuery): ApiCall<Resource>
  /**
   * Take a resource out of use. For administrators. The resource stays with `isActive: false` and takes no new bookings.
   *
   * `DELETE /resources/{resourceId}`
   * @throws {BookingApiError} forbidden, resource_not_found, idempotency_in_progress, precondition_failed, idempotency_key_reused, and what any call can end with
   */
  delete(resourceId: string, options?: ChangeOptions & DeleteResourceQuery): ApiCall<Resource>
}

/** `client.availability` */
export interface AvailabilityMethods {
  /**
   * Check one time slot. Whether a half-open slot is free. Outside business hours and inactive resources are told in `reasons`.
   *
   * `GET /availability`
   * @throws {BookingApiError} resource_not_found, and what any call can end with
   */
  check(query: CheckAvailabilityQuery, options?: CallOptions): ApiCall<Availability>
  /**
   * Check many time slots. The answers come in the order of the slots. Nothing is changed.
   *
   * `POST /availability/bulk`
   * @throws {BookingApiError} malformed_json, resource_not_found, payload_too_large, unsupported_media_type, and what any call can end with
   */
  checkBulk(body: BulkAvailabilityRequest, options?: CallOptions): ApiCall<BulkAvailability>
  /**
   * List free slots. Slots of `duration` minutes within business hours and free of bookings, earliest first.
   *
   * `GET /availability/slots`
   * @throws {BookingApiError} resource_not_found, and what any call can end with
   */
  listFreeSlots(query: ListFreeSlotsQuery, options?: CallOptions): ApiCall<FreeSlots>
}

/** `client.conflicts` */
export interface ConflictsMethods {
  /**
   * Find every conflict of a slot or a series. The answer is exact. For a rule without end it is either the first conflict, however far away, or the statement that there will never be one.
   *
   * `GET /conflicts`
   * @throws {BookingApiError} resource_not_found, invalid_recurrence_rule, rule_never_occurs, self_overlap, too_many_occurrences, unknown_time_zone, unsupported_frequency, and what any call can end with
   */
  detect(query: DetectConflictsQuery, options?: CallOptions): ApiCall<Conflicts>
}

/** `client.bookings` */
export interface BookingsMethods {
  /**
   * Create a single booking. The answer is final: once it says 201, no other booking will ever overlap this one.
   *
   * `POST /bookings`
   * @throws {BookingApiError} malformed_json, forbidden, on_behalf_forbidden, resource_not_found, booking_conflict, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, outside_business_hours, over_capacity, resource_inactive, and what any call can end with
   */
  create(body: BookingCreate, options?: WriteOptions & CreateBookingQuery): ApiCall<Booking>
  /**
   * List bookings. Bookings that the caller may read. With `from` and `to`: those with an occurrence that overlaps the window.
   *
   * `GET /bookings`
   */
  list(query?: ListBookingsQuery, options?: CallOptions): ApiCall<BookingList>
  /** Every item of `list`, page after page. `page` is where to begin. */
  listAll(query?: ListBookingsQuery, options?: CallOptions): AsyncGenerator<BookingList['bookings'][number], void, undefined>
  /**
   * Create a recurring booking. Local to the zone of the series: 09:00 stays 09:00 through daylight saving. A rule without COUNT and UNTIL recurs for ever and is guarded for ever. The series begins at the first match at or after `startTime`.
   *
   * `POST /bookings/recurring`
   * @throws {BookingApiError} malformed_json, forbidden, on_behalf_forbidden, resource_not_found, booking_conflict, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, invalid_recurrence_rule, outside_business_hours, over_capacity, resource_inactive, rule_never_occurs, self_overlap, too_many_occurrences, unknown_time_zone, unsupported_frequency, and what any call can end with
   */
  createRecurring(body: RecurringBookingCreate, options?: WriteOptions & CreateRecurringBookingQuery): ApiCall<Booking>
  /**
   * Get one booking. For its creator, its attendees and everybody who may view its resource.
   *
   * `GET /bookings/{bookingId}`
   * @throws {BookingApiError} booking_not_found, and what any call can end with
   */
  get(bookingId: string, options?: CallOptions): ApiCall<Booking>
  /**
   * Get one booking. For its creator, its attendees and everybody who may view its resource.
   *
   * `GET /bookings/{bookingId}`
   * @throws {BookingApiError} booking_not_found, and what any call can end with
   */
  get(bookingId: string, options: ReadUnlessOptions): ApiCall<Booking | null>
  /**
   * Change a booking. Fields that are absent stay as they are, so an answer can be sent back as it came. `scope` chooses the occurrences of a series; `following` splits it.
   *
   * `PUT /bookings/{bookingId}`
   * @throws {BookingApiError} invalid_interval, malformed_json, forbidden, booking_not_found, resource_not_found, ambiguous_occurrence, booking_cancelled, booking_conflict, idempotency_in_progress, orphaned_exceptions, precondition_failed, payload_too_large, unsupported_media_type, idempotency_key_reused, invalid_recurrence_rule, no_such_occurrence, not_a_series, outside_business_hours, over_capacity, resource_inactive, rule_never_occurs, self_overlap, too_many_occurrences, unknown_time_zone, unsupported_frequency, and what any call can end with
   */
  update(bookingId: string, body: BookingUpdate, options?: ChangeOptions & UpdateBookingQuery): ApiCall<Booking>
  /**
   * Change fields of a booking. The same as PUT.
   *
   * `PATCH /bookings/{bookingId}`
   * @throws {BookingApiError} invalid_interval, malformed_json, forbidden, booking_not_found, resource_not_found, ambiguous_occurrence, booking_cancelled, booking_conflict, idempotency_in_progress, orphaned_exceptions, precondition_failed, payload_too_large, unsupported_media_type, idempotency_key_reused, invalid_recurrence_rule, no_such_occurrence, not_a_series, outside_business_hours, over_capacity, resource_inactive, rule_never_occurs, self_overlap, too_many_occurrences, unknown_time_zone, unsupported_frequency, and what any call can end with
   */
  patch(bookingId: string, body: BookingUpdate, options?: ChangeOptions & PatchBookingQuery): ApiCall<Booking>
  /**
   * Cancel a booking. The booking stays and its time is free. `scope` chooses the occurrences of a series.
   *
   * `DELETE /bookings/{bookingId}`
   * @throws {BookingApiError} forbidden, booking_not_found, ambiguous_occurrence, idempotency_in_progress, orphaned_exceptions, precondition_failed, idempotency_key_reused, no_such_occurrence, not_a_series, and what any call can end with
   */
  cancel(bookingId: string, options?: ChangeOptions & CancelBookingQuery): ApiCall<Booking>
  /**
   * List the occurrences of a booking. Exceptions are applied; cancelled and skipped occurrences are listed as such. A single booking has one.
   *
   * `GET /bookings/{bookingId}/occurrences`
   * @throws {BookingApiError} booking_not_found, and what any call can end with
   */
  listOccurrences(bookingId: string, query?: ListOccurrencesQuery, options?: CallOptions): ApiCall<OccurrenceList>
  /** Every item of `listOccurrences`, page after page. `page` is where to begin. */
  listAllOccurrences(bookingId: string, query?: ListOccurrencesQuery, options?: CallOptions): AsyncGenerator<OccurrenceList['occurrences'][number], void, undefined>
  /**
   * Book skipped occurrences after all. Tries the occurrences that a series was created without; those still in conflict stay skipped.
   *
   * `POST /bookings/{bookingId}/rebook`
   * @throws {BookingApiError} malformed_json, forbidden, booking_not_found, booking_cancelled, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, no_such_occurrence, not_a_series, resource_inactive, and what any call can end with
   */
  rebookSkipped(bookingId: string, body?: RebookRequest, options?: WriteOptions & RebookSkippedQuery): ApiCall<Rebooked>
  /**
   * What happened to a booking. Who did what and when, newest first.
   *
   * `GET /bookings/{bookingId}/history`
   * @throws {BookingApiError} booking_not_found, and what any call can end with
   */
  history(bookingId: string, query?: BookingHistoryQuery, options?: CallOptions): ApiCall<BookingHistory>
  /** Every item of `history`, page after page. `page` is where to begin. */
  historyAll(bookingId: string, query?: BookingHistoryQuery, options?: CallOptions): AsyncGenerator<BookingHistory['history'][number], void, undefined>
}

/** `client.exceptions` */
export interface ExceptionsMethods {
  /**
   * Cancel or modify one occurrence. A moved occurrence is checked for conflicts and frees its old slot. COUNT is not refilled.
   *
   * `POST /bookings/{bookingId}/exceptions`
   * @throws {BookingApiError} invalid_interval, malformed_json, forbidden, booking_not_found, ambiguous_occurrence, booking_cancelled, booking_conflict, idempotency_in_progress, occurrence_already_excepted, payload_too_large, unsupported_media_type, idempotency_key_reused, no_such_occurrence, not_a_series, outside_business_hours, and what any call can end with
   */
  create(bookingId: string, body: ExceptionCreate, options?: WriteOptions & CreateExceptionQuery): ApiCall<BookingException>
  /**
   * List the exceptions of a series. By the original start of their occurrences, earliest first.
   *
   * `GET /bookings/{bookingId}/exceptions`
   * @throws {BookingApiError} booking_not_found, not_a_series, and what any call can end with
   */
  list(bookingId: string, query?: ListExceptionsQuery, options?: CallOptions): ApiCall<BookingExceptionList>
  /** Every item of `list`, page after page. `page` is where to begin. */
  listAll(bookingId: string, query?: ListExceptionsQuery, options?: CallOptions): AsyncGenerator<BookingExceptionList['exceptions'][number], void, undefined>
  /**
   * Get one exception. An exception that was undone is not found.
   *
   * `GET /bookings/{bookingId}/exceptions/{exceptionId}`
   * @throws {BookingApiError} booking_not_found, exception_not_found, not_a_series, and what any call can end with
   */
  get(bookingId: string, exceptionId: string, options?: CallOptions): ApiCall<BookingException>
  /**
   * Replace an exception. What the exception does is replaced as a whole; the occurrence it is about stays.
   *
   * `PUT /bookings/{bookingId}/exceptions/{exceptionId}`
   * @throws {BookingApiError} invalid_interval, malformed_json, forbidden, booking_not_found, exception_not_found, booking_cancelled, booking_conflict, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, no_such_occurrence, not_a_series, outside_business_hours, and what any call can end with
   */
  replace(bookingId: string, exceptionId: string, body: ExceptionReplace, options?: WriteOptions & ReplaceExceptionQuery): ApiCall<BookingException>
  /**
   * Undo an exception. The occurrence goes back to its original slot, unless that is taken by now (409).
   *
   * `DELETE /bookings/{bookingId}/exceptions/{exceptionId}`
   * @throws {BookingApiError} forbidden, booking_not_found, exception_not_found, booking_cancelled, booking_conflict, idempotency_in_progress, idempotency_key_reused, not_a_series, and what any call can end with
   */
  delete(bookingId: string, exceptionId: string, options?: WriteOptions & DeleteExceptionQuery): ApiCall<BookingException>
}

/** `client.permissions` */
export interface PermissionsMethods {
  /**
   * Who may do what on a resource. For administrators and those who may manage the resource.
   *
   * `GET /resources/{resourceId}/permissions`
   * @throws {BookingApiError} forbidden, resource_not_found, and what any call can end with
   */
  get(resourceId: string, options?: CallOptions): ApiCall<Permissions>
  /**
   * Say who may do what on a resource. For administrators and those who may manage the resource. Replaces what there was. Bookings that exist are kept.
   *
   * `PUT /resources/{resourceId}/permissions`
   * @throws {BookingApiError} malformed_json, forbidden, resource_not_found, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, and what any call can end with
   */
  replace(resourceId: string, body: PermissionsUpdate, options?: WriteOptions & ReplacePermissionsQuery): ApiCall<Permissions>
}

/** `client.auth` */
export interface AuthMethods {
  /**
   * Sign in. Email and password for an access token and a refresh token.
   *
   * `POST /auth/token`
   * @throws {BookingApiError} malformed_json, invalid_credentials, payload_too_large, unsupported_media_type, and what any call can end with
   */
  issueToken(body: TokenRequest, options?: CallOptions): ApiCall<Tokens>
  /**
   * Get new tokens. A refresh token is good for one use and gives the next one. One that comes again after it was used ends the session.
   *
   * `POST /auth/refresh`
   * @throws {BookingApiError} malformed_json, invalid_refresh_token, payload_too_large, unsupported_media_type, and what any call can end with
   */
  refreshToken(body: RefreshRequest, options?: CallOptions): ApiCall<Tokens>
  /**
   * Sign out. Ends the session of a refresh token. Access tokens live on until they expire. A token that is not known is answered alike.
   *
   * `POST /auth/logout`
   * @throws {BookingApiError} malformed_json, payload_too_large, unsupported_media_type, and what any call can end with
   */
  logout(body: RefreshRequest, options?: CallOptions): ApiCall<void>
  /**
   * Who am I. What the token says, and the user where it is one of this system.
   *
   * `GET /auth/me`
   */
  getMe(options?: CallOptions): ApiCall<Me>
}

/** `client.users` */
export interface UsersMethods {
  /**
   * Create a user. For administrators.
   *
   * `POST /users`
   * @throws {BookingApiError} malformed_json, forbidden, email_taken, idempotency_in_progress, payload_too_large, unsupported_media_type, idempotency_key_reused, and what any call can end with
   */
  create(body: UserCreate, options?: WriteOptions): ApiCall<User>
  /**
   * List users. For administrators, in the order in which they were made.
   *
   * `GET /users`
   * @throws {BookingApiError} forbidden, and what any call can end with
   */
  list(query?: ListUsersQuery, options?: CallOptions): ApiCall<UserList>
  /** Every item of `list`, page after page. `page` is where to begin. */
  listAll(query?: ListUsersQuery, options?: CallOptions): AsyncGenerator<UserList['users'][number], void, undefined>
  /**
   * Get one user. For administrators.
   *
   * `GET /users/{userId}`
   * @throws {BookingApiError} forbidden, user_not_found, and what any call can end with
   */
  get(userId: string, options?: CallOptions): ApiCall<User>
  /**
   * Get one user. For administrators.
   *
   * `GET /users/{userId}`
   * @throws {BookingApiError} forbidden, user_not_found, and what any call can end with
   */
  get(userId: string, options: ReadUnlessOptions): ApiCall<User | null>
  /**
   * Change a user. For administrators. A new password and isActive false end all sessions; access tokens live on until they expire.
   *
   * `PATCH /users/{userId}`
   * @throws {BookingApiError} malformed_json, forbidden, user_not_found, idempotency_in_progress, precondition_failed, payload_too_large, unsupported_media_type, idempotency_key_reused, and what any call can end with
   */
  update(userId: string, body: UserUpdate, options?: ChangeOptions): ApiCall<User>
}

/**
 * Every operation of the API, by what it is about. Made by `createBookingClient`.
 *
 * @example
 * const cancel = (booking: BookingClient, id: string) => booking.bookings.cancel(id)
 */
export interface BookingClient {
  readonly health: HealthMethods
  readonly resources: ResourcesMethods
  readonly availability: AvailabilityMethods
  readonly conflicts: ConflictsMethods
  readonly bookings: BookingsMethods
  readonly exceptions: ExceptionsMethods
  readonly permissions: PermissionsMethods
  readonly auth: AuthMethods
  readonly users: UsersMethods
}
