// Generated from @booking/contract by `pnpm --filter @booking/client run generate`. What travels.

/** Body of `resources.create`. */
export interface ResourceCreate {
  name: string
  type: string
  /** People. */
  capacity: number
  /** Default: `""`. */
  location?: string | undefined
  amenities?: readonly string[] | undefined
  /** null means always open. */
  businessHours?: BusinessHours | null | undefined
  /** IANA time zone. One that does not exist is answered with 422 `unknown_time_zone`. Default: `"UTC"`. */
  timeZone?: string | undefined
  /** Default: `true`. */
  isActive?: boolean | undefined
}

/** Opening hours in the resource's time zone. `start` and `end` hold every day unless `weekly` says otherwise; an `end` at or before `start` lies on the next day. */
export interface BusinessHours {
  start: string
  end: string
  /** Hours that differ by weekday. */
  weekly?: {
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    monday?: readonly {
      start: string
      end: string
    }[] | undefined
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    tuesday?: readonly {
      start: string
      end: string
    }[] | undefined
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    wednesday?: readonly {
      start: string
      end: string
    }[] | undefined
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    thursday?: readonly {
      start: string
      end: string
    }[] | undefined
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    friday?: readonly {
      start: string
      end: string
    }[] | undefined
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    saturday?: readonly {
      start: string
      end: string
    }[] | undefined
    /** Hours of this weekday instead of the usual ones; an empty list means closed. */
    sunday?: readonly {
      start: string
      end: string
    }[] | undefined
  } | undefined
  /** Daily breaks. */
  breaks?: readonly {
    start: string
    end: string
  }[] | undefined
  /** Closed dates. */
  closures?: readonly ({
    /** Closed date. */
    date: CalendarDate
    reason?: string | undefined
  } | {
    /** First closed date. */
    from: CalendarDate
    /** Last closed date, included. */
    to: CalendarDate
    reason?: string | undefined
  })[] | undefined
}

/** A calendar date that exists, `YYYY-MM-DD`. */
export type CalendarDate = string

/** A UUID of any version, in either case. */
export type Uuid = string

/** Fields that are absent stay as they are. */
export interface ResourceUpdate {
  name?: string | undefined
  type?: string | undefined
  /** People. */
  capacity?: number | undefined
  location?: string | undefined
  amenities?: readonly string[] | undefined
  /** null means always open. */
  businessHours?: BusinessHours | null | undefined
  /** IANA time zone. One that does not exist is answered with 422 `unknown_time_zone`. */
  timeZone?: string | undefined
  isActive?: boolean | undefined
  /** Accepted and ignored. */
  id?: unknown
  /** Accepted and ignored. */
  version?: unknown
  /** Accepted and ignored. */
  createdAt?: unknown
  /** Accepted and ignored. */
  updatedAt?: unknown
}

/** A Date, or RFC 3339 text with `Z` or an offset, at most milliseconds, years 1970 to 9999. */
export type Instant = string | Date

/** Body of `availability.checkBulk`. */
export interface BulkAvailabilityRequest {
  resourceId: Uuid
  timeSlots: readonly {
    startTime: Instant
    endTime: Instant
  }[]
}

/** Body of `bookings.create`. */
export interface BookingCreate {
  resourceId: Uuid
  title: string
  description?: string | undefined
  startTime: Instant
  endTime: Instant
  /** The token's subject when absent. Another one is 403 unless the caller may book for others. */
  createdBy?: string | undefined
  /** Ids of the participants; an id that is repeated is kept once. */
  attendees?: readonly string[] | undefined
  /** Default: `{}`. */
  metadata?: Metadata | undefined
}

/** Custom fields: a JSON object of at most 16384 bytes and 5 levels. */
export type Metadata = Record<string, unknown>

/** Body of `bookings.createRecurring`. */
export interface RecurringBookingCreate {
  resourceId: Uuid
  title: string
  description?: string | undefined
  startTime: Instant
  endTime: Instant
  /** The token's subject when absent. Another one is 403 unless the caller may book for others. */
  createdBy?: string | undefined
  /** Ids of the participants; an id that is repeated is kept once. */
  attendees?: readonly string[] | undefined
  /** Default: `{}`. */
  metadata?: Metadata | undefined
  /** An RFC 5545 RRULE value, with or without `RRULE:`. No COUNT and no UNTIL means without end. SECONDLY and MINUTELY are refused. */
  recurrenceRule: string
  /** Zone in which the series recurs; the resource's when absent. */
  timeZone?: string | undefined
  /** `reject`: all or nothing. `skip`: occurrences that conflict are left out and listed. Default: `"reject"`. */
  conflictPolicy?: 'reject' | 'skip' | undefined
}

/** Fields that are absent stay as they are. */
export interface BookingUpdate {
  resourceId?: Uuid | undefined
  title?: string | undefined
  /** null takes the description away. */
  description?: string | null | undefined
  startTime?: Instant | undefined
  endTime?: Instant | undefined
  /** Id of a user: an opaque text. */
  createdBy?: string | undefined
  /** Ids of the participants; an id that is repeated is kept once. */
  attendees?: readonly string[] | undefined
  /** Replaces the metadata as a whole. */
  metadata?: Metadata | undefined
  /** An RFC 5545 RRULE value, with or without `RRULE:`. No COUNT and no UNTIL means without end. SECONDLY and MINUTELY are refused. */
  recurrenceRule?: string | undefined
  /** IANA time zone. One that does not exist is answered with 422 `unknown_time_zone`. */
  timeZone?: string | undefined
  /** Series: what happens to occurrences that conflict after the change; `reject` when absent. */
  conflictPolicy?: 'reject' | 'skip' | undefined
  /** Accepted and ignored. */
  id?: unknown
  /** Accepted and ignored. */
  isRecurring?: unknown
  /** Accepted and ignored. */
  status?: unknown
  /** Accepted and ignored. */
  createdAt?: unknown
  /** Accepted and ignored. */
  updatedAt?: unknown
  /** Accepted and ignored. */
  version?: unknown
  /** Accepted and ignored. */
  occurrenceCount?: unknown
  /** Accepted and ignored. */
  firstOccurrence?: unknown
  /** Accepted and ignored. */
  lastOccurrence?: unknown
  /** Accepted and ignored. */
  skipped?: unknown
  /** Accepted and ignored. */
  summary?: unknown
  /** Accepted and ignored. */
  startAdjusted?: unknown
  /** Accepted and ignored. */
  cancelledAt?: unknown
  /** Accepted and ignored. */
  cancelledBy?: unknown
  /** Accepted and ignored. */
  cancellationReason?: unknown
}

/** Body of `bookings.rebookSkipped`. */
export interface RebookRequest {
  /** Skipped dates to try again; all of them when absent. */
  occurrenceDates?: readonly CalendarDate[] | undefined
}

/** Body of `exceptions.create`. */
export interface ExceptionCreate {
  exceptionType: 'cancelled' | 'modified'
  /** Local date, in the series' zone, of the occurrence's original start. */
  exceptionDate: CalendarDate
  /** Original start of the occurrence, when its date has several. */
  occurrenceStart?: Instant | undefined
  /** Modified start; alone it moves the occurrence and keeps its length. */
  newStartTime?: Instant | undefined
  /** Modified end. */
  newEndTime?: Instant | undefined
  newTitle?: string | undefined
  reason?: string | undefined
}

/** Body of `exceptions.replace`. */
export interface ExceptionReplace {
  exceptionType: 'cancelled' | 'modified'
  /** Must be the stored date when it is sent. */
  exceptionDate?: CalendarDate | undefined
  /** Original start of the occurrence, when its date has several. */
  occurrenceStart?: Instant | undefined
  /** Modified start; alone it moves the occurrence and keeps its length. */
  newStartTime?: Instant | undefined
  /** Modified end. */
  newEndTime?: Instant | undefined
  newTitle?: string | undefined
  reason?: string | undefined
  /** Accepted and ignored. */
  id?: unknown
  /** Accepted and ignored. */
  bookingId?: unknown
  /** Accepted and ignored. */
  createdAt?: unknown
}

/** Body of `permissions.replace`. */
export interface PermissionsUpdate {
  /** `open`: every authenticated user may view and book. `restricted`: only those with a grant. */
  access: 'open' | 'restricted'
  /** Default: `[]`. */
  grants?: readonly {
    /** Id of a user: an opaque text. */
    userId: string
    /** `view`: see the resource and its bookings. `book`: also book it. `manage`: also change the bookings of others and book in their name. `manage` counts on open resources too. */
    permission: 'view' | 'book' | 'manage'
  }[] | undefined
}

/** Body of `auth.issueToken`. */
export interface TokenRequest {
  email: string
  password: string
}

/** Body of `auth.refreshToken`, `auth.logout`. */
export interface RefreshRequest {
  refreshToken: string
}

/** Body of `users.create`. */
export interface UserCreate {
  email: string
  name: string
  /** Decides rate limits; `admin` may do everything. Default: `"standard"`. */
  role?: 'standard' | 'premium' | 'admin' | undefined
  /** 12 to 256 characters of any kind. */
  password: string
}

/** Fields that are absent stay as they are. */
export interface UserUpdate {
  name?: string | undefined
  /** Decides rate limits; `admin` may do everything. */
  role?: 'standard' | 'premium' | 'admin' | undefined
  /** false ends all sessions and lets nobody sign in. */
  isActive?: boolean | undefined
  /** A new password ends all sessions. */
  password?: string | undefined
}

/** Answer of `health.get`. */
export interface Health {
  status: 'healthy' | 'degraded' | 'unhealthy'
  timestamp: InstantUtc
  version: string
  /** As people read it, for example `2h 15m 30s`. */
  uptime: string
  checks?: {
    database: {
      status: 'up' | 'down' | 'off'
      latencyMs?: number | undefined
      pool?: {
        max: number
        active: number
        idle: number
        /** Requests that wait for a connection. */
        waiting: number
      } | undefined
    }
    redis: {
      status: 'up' | 'down' | 'off'
      latencyMs?: number | undefined
    }
    worker: {
      status: 'up' | 'down' | 'off'
      lastSeenAt?: InstantUtc | null | undefined
    }
    horizon: {
      status: 'up' | 'down' | 'off'
      /** How far the horizon, up to which series are written out, is behind where it belongs. */
      lagSeconds?: number | undefined
    }
  } | undefined
}

/** UTC with milliseconds. */
export type InstantUtc = string

/** Part of `Problem`. */
export interface ProblemError {
  /** Where: `/timeSlots/0/endTime` is a JSON pointer into the body (empty: the body as a whole), `?limit` a query parameter, `{bookingId}` a path parameter, `Idempotency-Key` a header. */
  pointer: string
  message: string
}

/** An occurrence that is in the way. */
export interface Conflict {
  /** Id of the booking. */
  id: string
  title: string
  startTime: InstantUtc
  endTime: InstantUtc
  /** Present when the title is hidden from the caller. */
  redacted?: true | undefined
}

/** Part of `Problem`, `FreeSlots`. */
export interface Interval {
  startTime: InstantUtc
  endTime: InstantUtc
}

/** Answer of `health.live`, `health.ready`. */
export interface Probe {
  status: 'ok' | 'unavailable'
}

/** Answer of `resources.list`. */
export interface ResourceList {
  resources: Resource[]
  pagination: Pagination
}

/** Answer of `resources.create`, `resources.get`, `resources.replace`, `resources.delete`. */
export interface Resource {
  id: UuidText
  name: string
  type: string
  capacity: number
  location: string
  amenities: string[]
  /** null means always open. */
  businessHours: BusinessHours | null
  timeZone: string
  isActive: boolean
  /** Grows by one with every change; the ETag carries it. */
  version: number
  createdAt: InstantUtc
  updatedAt: InstantUtc
}

/** A UUID in lower case. New ids are UUIDv7. */
export type UuidText = string

/** Part of `ResourceList`, `BookingList`, `OccurrenceList`, `BookingHistory`, `BookingExceptionList`, `UserList`. */
export interface Pagination {
  page: number
  limit: number
  total: number
  pages: number
}

/** Answer of `availability.check`. */
export interface Availability {
  available: boolean
  resourceId: UuidText
  startTime: InstantUtc
  endTime: InstantUtc
  /** At most 100, earliest first. */
  conflicts: Conflict[]
  /** Minutes, with a fraction where the slot has one. */
  duration: number
  resourceName: string
  /** Present when something other than a conflict is in the way. */
  reasons?: ('outside_business_hours' | 'inactive')[] | undefined
}

/** Answer of `availability.checkBulk`. */
export interface BulkAvailability {
  /** One for each time slot, in the order they were sent. */
  results: {
    startTime: InstantUtc
    endTime: InstantUtc
    available: boolean
    /** At most 100, earliest first. */
    conflicts: Conflict[]
    /** Present when something other than a conflict is in the way. */
    reasons?: ('outside_business_hours' | 'inactive')[] | undefined
  }[]
}

/** Answer of `availability.listFreeSlots`. */
export interface FreeSlots {
  resourceId: UuidText
  from: InstantUtc
  to: InstantUtc
  /** Minutes. */
  duration: number
  /** Minutes. */
  step: number
  slots: Interval[]
  /** True when the window holds more slots than `limit`. */
  truncated: boolean
}

/** Answer of `conflicts.detect`. */
export interface Conflicts {
  resourceId: UuidText
  startTime: InstantUtc
  endTime: InstantUtc
  recurrenceRule?: string | undefined
  hasConflicts: boolean
  /** At most 100, earliest first. */
  conflicts: Conflict[]
  /** Occurrences in the way as far as they are stored. */
  totalConflicts: number
  /** Occurrences of the rule that were compared one by one. */
  occurrencesChecked: number
  proof: 'exact'
  /** Rules without end: true when none will ever be in the way. */
  disjointForever?: boolean | undefined
  /** Rules without end: the first occurrence in the way. */
  firstClash?: Conflict | undefined
  /** Version of the time zone data on which the proof rests. */
  timeZoneData?: string | undefined
}

/** Answer of `bookings.create`, `bookings.createRecurring`, `bookings.get`, `bookings.update`, `bookings.patch`, `bookings.cancel`. */
export interface Booking {
  id: UuidText
  resourceId: UuidText
  title: string
  description?: string | undefined
  startTime: InstantUtc
  endTime: InstantUtc
  isRecurring: boolean
  recurrenceRule?: string | undefined
  createdBy: string
  attendees: string[]
  metadata: Metadata
  status: 'active' | 'cancelled' | 'completed'
  createdAt: InstantUtc
  updatedAt: InstantUtc
  /** Grows by one with every change; the ETag carries it. */
  version: number
  /** Series: the zone in which it recurs. */
  timeZone?: string | undefined
  /** Series: null when it has no end. */
  occurrenceCount?: number | null | undefined
  /** Series: start of the first occurrence. */
  firstOccurrence?: InstantUtc | null | undefined
  /** Series: start of the last occurrence, null without end. */
  lastOccurrence?: InstantUtc | null | undefined
  /** Series: occurrences left out because they conflicted. */
  skipped?: SkippedOccurrence[] | undefined
  /** Series: the rule in words. */
  summary?: string | undefined
  /** Series: true when the start that was sent did not match the rule and the first match was taken. */
  startAdjusted?: boolean | undefined
  cancelledAt?: InstantUtc | undefined
  cancelledBy?: string | undefined
  cancellationReason?: string | undefined
}

/** Part of `Booking`, `Rebooked`. */
export interface SkippedOccurrence {
  /** Local date of the occurrence in the series' zone. */
  occurrenceDate: CalendarDate
  startTime: InstantUtc
  endTime: InstantUtc
  /** What was in the way, when it is known. */
  conflicts?: Conflict[] | undefined
}

/** Answer of `bookings.list`. */
export interface BookingList {
  bookings: Booking[]
  pagination: Pagination
}

/** Answer of `bookings.listOccurrences`. */
export interface OccurrenceList {
  occurrences: Occurrence[]
  pagination: Pagination
}

/** Part of `OccurrenceList`. */
export interface Occurrence {
  bookingId: UuidText
  /** Local date of the original start in the series' zone. */
  occurrenceDate: CalendarDate
  /** Original start. */
  occurrenceStart: InstantUtc
  startTime: InstantUtc
  endTime: InstantUtc
  status: 'active' | 'cancelled' | 'skipped' | 'completed'
  title: string
  /** Local start without offset. */
  localStart: string
  /** Offset of the local start from UTC. */
  offset: string
  timeZone: string
  /** The exception that cancelled or modified it. */
  exceptionId?: UuidText | undefined
}

/** Answer of `bookings.rebookSkipped`. */
export interface Rebooked {
  booking: Booking
  /** Occurrences that are booked now. */
  rebooked: SkippedOccurrence[]
  /** Occurrences that still conflict. */
  skipped: SkippedOccurrence[]
}

/** Answer of `bookings.history`. */
export interface BookingHistory {
  history: HistoryEntry[]
  pagination: Pagination
}

/** Part of `BookingHistory`. */
export interface HistoryEntry {
  id: string
  bookingId: UuidText
  action: 'created' | 'updated' | 'retimed' | 'split' | 'cancelled' | 'rebooked' | 'exception_created' | 'exception_replaced' | 'exception_deleted'
  /** Id of the user; null when the system did it. */
  actor: string | null
  at: InstantUtc
  requestId: string | null
  /** Whom the change was told by e-mail; empty where that was not asked for. */
  notifications: Notification[]
  /** What changed, by field name. */
  changes: Record<string, unknown>
}

/** Part of `HistoryEntry`. */
export interface Notification {
  attendee: string
  status: 'pending' | 'sent' | 'failed' | 'not_configured' | 'no_address' | 'superseded'
  attempts: number
  /** Code of the last failure: an SMTP reply such as `550`, or of the connection, such as `ETIMEDOUT`. */
  lastError: string | null
  /** When it came to this. */
  at: InstantUtc
}

/** Answer of `exceptions.create`, `exceptions.get`, `exceptions.replace`, `exceptions.delete`. */
export interface BookingException {
  id: UuidText
  bookingId: UuidText
  exceptionType: 'cancelled' | 'modified'
  exceptionDate: CalendarDate
  /** Original start of the occurrence. */
  occurrenceStart: InstantUtc
  newStartTime?: InstantUtc | undefined
  newEndTime?: InstantUtc | undefined
  newTitle?: string | undefined
  reason?: string | undefined
  createdAt: InstantUtc
}

/** Answer of `exceptions.list`. */
export interface BookingExceptionList {
  exceptions: BookingException[]
  pagination: Pagination
}

/** Answer of `permissions.get`, `permissions.replace`. */
export interface Permissions {
  resourceId: UuidText
  /** `open`: every authenticated user may view and book. `restricted`: only those with a grant. */
  access: 'open' | 'restricted'
  grants: {
    userId: string
    /** `view`: see the resource and its bookings. `book`: also book it. `manage`: also change the bookings of others and book in their name. `manage` counts on open resources too. */
    permission: 'view' | 'book' | 'manage'
  }[]
}

/** Answer of `auth.issueToken`, `auth.refreshToken`. */
export interface Tokens {
  /** JWT for the Authorization header. */
  accessToken: string
  tokenType: 'Bearer'
  /** Seconds that the access token lives. */
  expiresIn: number
  /** Good for one POST /auth/refresh. */
  refreshToken: string
  /** Seconds that the refresh token lives. */
  refreshExpiresIn: number
  user: User
}

/** Answer of `users.create`, `users.get`, `users.update`. */
export interface User {
  id: UuidText
  email: string
  name: string
  /** Decides rate limits; `admin` may do everything. */
  role: 'standard' | 'premium' | 'admin'
  isActive: boolean
  /** Grows by one with every change; the ETag carries it. */
  version: number
  createdAt: InstantUtc
  updatedAt: InstantUtc
}

/** Answer of `auth.getMe`. */
export interface Me {
  /** The token's subject. */
  subject: string
  role: 'standard' | 'premium' | 'admin'
  /** Present when the subject is a user of this system. */
  user?: User | undefined
}

/** Answer of `users.list`. */
export interface UserList {
  users: User[]
  pagination: Pagination
}

/** Query of GET /resources. */
export interface ListResourcesQuery {
  /** Page number, from 1. A page past the end is an empty list. Default: `1`. */
  page?: number | undefined
  /** Items per page. Default: `20`. */
  limit?: number | undefined
  /** Only resources of this type. */
  type?: string | undefined
  /** Also resources that were deleted. Default: `false`. */
  includeInactive?: boolean | undefined
}

/** Options of POST /resources. */
export interface CreateResourceQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
}

/** Options of PUT /resources/{resourceId}. */
export interface ReplaceResourceQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
}

/** Options of DELETE /resources/{resourceId}. */
export interface DeleteResourceQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
}

/** Query of GET /availability. */
export interface CheckAvailabilityQuery {
  /** A UUID of any version, in either case. */
  resourceId: Uuid
  /** RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`. */
  startTime: Instant
  /** RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`. */
  endTime: Instant
}

/** Query of GET /availability/slots. */
export interface ListFreeSlotsQuery {
  /** A UUID of any version, in either case. */
  resourceId: Uuid
  /** RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`. */
  from: Instant
  /** RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`. */
  to: Instant
  /** Length of a slot in minutes. */
  duration: number
  /** Minutes from the start of one slot to the next; `duration` when absent. */
  step?: number | undefined
  /** Slots in the answer. Default: `100`. */
  limit?: number | undefined
}

/** Query of GET /conflicts. */
export interface DetectConflictsQuery {
  /** A UUID of any version, in either case. */
  resourceId: Uuid
  /** RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`. */
  startTime: Instant
  /** RFC 3339 with `Z` or an offset, at most milliseconds, years 1970 to 9999. In a query string a `+` is written `%2B`. */
  endTime: Instant
  /** An RFC 5545 RRULE value, with or without `RRULE:`. No COUNT and no UNTIL means without end. SECONDLY and MINUTELY are refused. */
  recurrenceRule?: string | undefined
  /** Zone in which the rule recurs; the resource's when absent. */
  timeZone?: string | undefined
}

/** Options of POST /bookings. */
export interface CreateBookingQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Query of GET /bookings. */
export interface ListBookingsQuery {
  /** Page number, from 1. A page past the end is an empty list. Default: `1`. */
  page?: number | undefined
  /** Items per page. Default: `20`. */
  limit?: number | undefined
  resourceId?: Uuid | undefined
  from?: Instant | undefined
  to?: Instant | undefined
  /** Id of a user: an opaque text. */
  createdBy?: string | undefined
  /** Id of a user: an opaque text. */
  attendee?: string | undefined
  /** `completed`: the last occurrence is over. */
  status?: 'active' | 'cancelled' | 'completed' | undefined
  /** Only series, or only single bookings. */
  recurring?: boolean | undefined
  /** Words to look for in title and description. */
  q?: string | undefined
}

/** Options of POST /bookings/recurring. */
export interface CreateRecurringBookingQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Options of PUT /bookings/{bookingId}. */
export interface UpdateBookingQuery {
  /** Series: one occurrence, one and all that follow, or all. Default: `"all"`. */
  scope?: 'this' | 'following' | 'all' | undefined
  /** Local date of the occurrence's original start; with `scope` this or following. */
  occurrenceDate?: CalendarDate | undefined
  /** Original start of the occurrence, when its date has several. */
  occurrenceStart?: Instant | undefined
  /** True: exceptions that the change leaves without an occurrence are dropped. Default: `false`. */
  dropExceptions?: boolean | undefined
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Options of PATCH /bookings/{bookingId}. */
export interface PatchBookingQuery {
  /** Series: one occurrence, one and all that follow, or all. Default: `"all"`. */
  scope?: 'this' | 'following' | 'all' | undefined
  /** Local date of the occurrence's original start; with `scope` this or following. */
  occurrenceDate?: CalendarDate | undefined
  /** Original start of the occurrence, when its date has several. */
  occurrenceStart?: Instant | undefined
  /** True: exceptions that the change leaves without an occurrence are dropped. Default: `false`. */
  dropExceptions?: boolean | undefined
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Options of DELETE /bookings/{bookingId}. */
export interface CancelBookingQuery {
  /** Cancellation reason. */
  reason?: string | undefined
  /** Series: one occurrence, one and all that follow, or all. Default: `"all"`. */
  scope?: 'this' | 'following' | 'all' | undefined
  /** Local date of the occurrence's original start; with `scope` this or following. */
  occurrenceDate?: CalendarDate | undefined
  /** Original start of the occurrence, when its date has several. */
  occurrenceStart?: Instant | undefined
  /** True: exceptions that the change leaves without an occurrence are dropped. Default: `false`. */
  dropExceptions?: boolean | undefined
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Query of GET /bookings/{bookingId}/occurrences. */
export interface ListOccurrencesQuery {
  /** Page number, from 1. A page past the end is an empty list. Default: `1`. */
  page?: number | undefined
  /** Items per page. Default: `20`. */
  limit?: number | undefined
  /** The first occurrence when absent. */
  from?: Instant | undefined
  /** 366 days after `from` when absent. */
  to?: Instant | undefined
}

/** Options of POST /bookings/{bookingId}/rebook. */
export interface RebookSkippedQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Query of GET /bookings/{bookingId}/history. */
export interface BookingHistoryQuery {
  /** Page number, from 1. A page past the end is an empty list. Default: `1`. */
  page?: number | undefined
  /** Items per page. Default: `20`. */
  limit?: number | undefined
}

/** Options of POST /bookings/{bookingId}/exceptions. */
export interface CreateExceptionQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Query of GET /bookings/{bookingId}/exceptions. */
export interface ListExceptionsQuery {
  /** Page number, from 1. A page past the end is an empty list. Default: `1`. */
  page?: number | undefined
  /** Items per page. Default: `20`. */
  limit?: number | undefined
}

/** Options of PUT /bookings/{bookingId}/exceptions/{exceptionId}. */
export interface ReplaceExceptionQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Options of DELETE /bookings/{bookingId}/exceptions/{exceptionId}. */
export interface DeleteExceptionQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
  /** True: attendees get an e-mail with a calendar entry. The history of the booking says what became of each. Default: `false`. */
  notifyAttendees?: boolean | undefined
}

/** Options of PUT /resources/{resourceId}/permissions. */
export interface ReplacePermissionsQuery {
  /** True: everything is checked and answered with 200, nothing is kept. Default: `false`. */
  dryRun?: boolean | undefined
}

/** Query of GET /users. */
export interface ListUsersQuery {
  /** Page number, from 1. A page past the end is an empty list. Default: `1`. */
  page?: number | undefined
  /** Items per page. Default: `20`. */
  limit?: number | undefined
}

/** What the problem document of each code adds. `unknown`: nothing. */
export interface ProblemFields {
  malformed_json: unknown
  invalid_request: unknown
  invalid_interval: unknown
  unauthenticated: unknown
  token_expired: unknown
  invalid_credentials: unknown
  invalid_refresh_token: unknown
  forbidden: unknown
  on_behalf_forbidden: unknown
  not_found: unknown
  resource_not_found: unknown
  booking_not_found: unknown
  user_not_found: unknown
  exception_not_found: unknown
  method_not_allowed: unknown
  booking_conflict: {
    /** booking_conflict: at most 100, earliest first. */
    conflicts: Conflict[]
    /** booking_conflict. */
    totalConflicts: number
    /** booking_conflict. */
    occurrencesChecked: number
    /** booking_conflict: the nearest free slots of the same length, each verified. */
    alternatives: Interval[]
  }
  ambiguous_occurrence: {
    /** ambiguous_occurrence: the original starts on that date. */
    candidates: InstantUtc[]
  }
  occurrence_already_excepted: {
    /** occurrence_already_excepted: the exception that is there. */
    exceptionId: string
  }
  orphaned_exceptions: {
    /** orphaned_exceptions: the exceptions that would be left. */
    exceptions: {
      id: string
      exceptionDate: CalendarDate
    }[]
  }
  booking_cancelled: unknown
  email_taken: unknown
  idempotency_in_progress: unknown
  precondition_failed: unknown
  payload_too_large: unknown
  unsupported_media_type: unknown
  invalid_recurrence_rule: unknown
  unsupported_frequency: unknown
  rule_never_occurs: unknown
  unknown_time_zone: unknown
  outside_business_hours: unknown
  over_capacity: unknown
  resource_inactive: unknown
  too_many_occurrences: unknown
  self_overlap: unknown
  not_a_series: unknown
  no_such_occurrence: {
    /** no_such_occurrence: the nearest dates that have one. */
    nearest: CalendarDate[]
  }
  idempotency_key_reused: unknown
  rate_limited: unknown
  internal: unknown
  overloaded: unknown
  deadline_exceeded: unknown
  identity_unavailable: unknown
  database_unavailable: unknown
}

/**
 * What every operation is sent and what it answers, by operation id.
 *
 * @example
 * type NewBooking = OperationTypes['createBooking']['body']
 */
export interface OperationTypes {
  health: { body: undefined; query: undefined; answer: Health }
  healthLive: { body: undefined; query: undefined; answer: Probe }
  healthReady: { body: undefined; query: undefined; answer: Probe }
  listResources: { body: undefined; query: ListResourcesQuery; answer: ResourceList }
  createResource: { body: ResourceCreate; query: CreateResourceQuery; answer: Resource }
  getResource: { body: undefined; query: undefined; answer: Resource }
  replaceResource: { body: ResourceUpdate; query: ReplaceResourceQuery; answer: Resource }
  deleteResource: { body: undefined; query: DeleteResourceQuery; answer: Resource }
  checkAvailability: { body: undefined; query: CheckAvailabilityQuery; answer: Availability }
  checkAvailabilityBulk: { body: BulkAvailabilityRequest; query: undefined; answer: BulkAvailability }
  listFreeSlots: { body: undefined; query: ListFreeSlotsQuery; answer: FreeSlots }
  detectConflicts: { body: undefined; query: DetectConflictsQuery; answer: Conflicts }
  createBooking: { body: BookingCreate; query: CreateBookingQuery; answer: Booking }
  listBookings: { body: undefined; query: ListBookingsQuery; answer: BookingList }
  createRecurringBooking: { body: RecurringBookingCreate; query: CreateRecurringBookingQuery; answer: Booking }
  getBooking: { body: undefined; query: undefined; answer: Booking }
  updateBooking: { body: BookingUpdate; query: UpdateBookingQuery; answer: Booking }
  patchBooking: { body: BookingUpdate; query: PatchBookingQuery; answer: Booking }
  cancelBooking: { body: undefined; query: CancelBookingQuery; answer: Booking }
  listOccurrences: { body: undefined; query: ListOccurrencesQuery; answer: OccurrenceList }
  rebookSkipped: { body: RebookRequest; query: RebookSkippedQuery; answer: Rebooked }
  bookingHistory: { body: undefined; query: BookingHistoryQuery; answer: BookingHistory }
  createException: { body: ExceptionCreate; query: CreateExceptionQuery; answer: BookingException }
  listExceptions: { body: undefined; query: ListExceptionsQuery; answer: BookingExceptionList }
  getException: { body: undefined; query: undefined; answer: BookingException }
  replaceException: { body: ExceptionReplace; query: ReplaceExceptionQuery; answer: BookingException }
  deleteException: { body: undefined; query: DeleteExceptionQuery; answer: BookingException }
  getPermissions: { body: undefined; query: undefined; answer: Permissions }
  replacePermissions: { body: PermissionsUpdate; query: ReplacePermissionsQuery; answer: Permissions }
  issueToken: { body: TokenRequest; query: undefined; answer: Tokens }
  refreshToken: { body: RefreshRequest; query: undefined; answer: Tokens }
  logout: { body: RefreshRequest; query: undefined; answer: undefined }
  getMe: { body: undefined; query: undefined; answer: Me }
  createUser: { body: UserCreate; query: undefined; answer: User }
  listUsers: { body: undefined; query: ListUsersQuery; answer: UserList }
  getUser: { body: undefined; query: undefined; answer: User }
  updateUser: { body: UserUpdate; query: undefined; answer: User }
}
