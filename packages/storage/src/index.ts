export { answerOnce } from './answer-once.ts'
export {
  type Availability,
  checkAvailability,
  type UnavailableReason,
} from './availability/check-availability.ts'
export { checkAvailabilityBulk } from './availability/check-availability-bulk.ts'
export {
  type DetectConflictsInput,
  type DetectedConflicts,
  detectConflicts,
} from './availability/detect-conflicts.ts'
export { type FindSlotsInput, findSlots } from './availability/find-slots.ts'
export type { BookingChanges, EditOptions } from './bookings/booking-changes.ts'
export { type CancelBookingInput, cancelBooking } from './bookings/cancel-booking.ts'
export { type CreateBookingInput, createBooking } from './bookings/create-booking.ts'
export { type CreatedSeries, type CreateSeriesInput, createSeries } from './bookings/create-series.ts'
export { getBooking } from './bookings/get-booking.ts'
export { type ListBookingsInput, listBookings } from './bookings/list-bookings.ts'
export { type HistoryEntry, listHistory } from './bookings/list-history.ts'
export {
  type ListedOccurrence,
  type ListOccurrencesInput,
  listOccurrences,
} from './bookings/list-occurrences.ts'
export { listSkipped } from './bookings/list-skipped.ts'
export { type Rebooked, rebookSkipped } from './bookings/rebook-skipped.ts'
export { updateBooking } from './bookings/update-booking.ts'
export type { Action } from './change.ts'
export {
  type Actor,
  type Bounds,
  type Context,
  defaultBounds,
  type KeyedRequest,
  type StoredAnswer,
} from './context.ts'
export { type Database, type DatabaseOptions, openDatabase } from './database.ts'
export { type DatabaseClock, followDatabaseClock } from './database-clock.ts'
export { seedDemo } from './demo/seed-demo.ts'
export { addException } from './exceptions/add-exception.ts'
export type { ExceptionInput } from './exceptions/exception-input.ts'
export { getException, listExceptions } from './exceptions/list-exceptions.ts'
export { replaceException } from './exceptions/replace-exception.ts'
export type { ExceptionOutcome } from './exceptions/set-exception.ts'
export { undoException } from './exceptions/undo-exception.ts'
export { beat, lastBeat, pingDatabase } from './health.ts'
export { type Extended, extendHorizon, horizonLagMs } from './horizon/extend-horizon.ts'
export { type CheckOptions, type CheckResult, checkInvariants } from './invariants/check-invariants.ts'
export { type History, HistoryError, readHistory } from './invariants/history.ts'
export { ChangedMigrationError, type MigrateOptions, migrate } from './migrate.ts'
export { isAddress } from './notifications/address-of.ts'
export {
  type ClaimedNotification,
  claimNotification,
  isSuperseded,
  type NotificationFacts,
} from './notifications/claim-notification.ts'
export type { NotificationEntry } from './notifications/list-notifications.ts'
export {
  type NotificationOutcome,
  nextNotificationAt,
  postponeNotifications,
  settleNotification,
} from './notifications/settle-notification.ts'
export { dispatchEvents } from './outbox/dispatch-events.ts'
export { dispatchJob } from './outbox/dispatch-job.ts'
export { overdueBookings } from './outbox/overdue-bookings.ts'
export { getPermissions, type ResourcePermissions } from './permissions/get-permissions.ts'
export { replacePermissions } from './permissions/replace-permissions.ts'
export { checkPooler, PoolerError } from './pooler.ts'
export type { Precondition } from './precondition.ts'
export { enqueue, type Job } from './queue/enqueue.ts'
export { endLease, freeLostJobs, leaseTimes, renewLease } from './queue/lease.ts'
export { type QueueFigures, queueFigures } from './queue-figures.ts'
export { type Alternative, type Clash, Refusal, type RefusalCode, type RefusalDetails } from './refusal.ts'
export { createResource, type ResourceInput } from './resources/create-resource.ts'
export { getResource } from './resources/get-resource.ts'
export { type ListResourcesInput, listResources, type Page } from './resources/list-resources.ts'
export { updateResource } from './resources/update-resource.ts'
export type { BookingRecord } from './schema/bookings.ts'
export type { ExceptionRecord } from './schema/exceptions.ts'
export type { ResourceRecord } from './schema/resources.ts'
export type { UserRecord } from './schema/users.ts'
export type { OccurrenceName } from './series/find-occurrence.ts'
export type { ConflictPolicy } from './series/plan-claims.ts'
export { recurrenceOf } from './series/recurrence-of.ts'
export { endSession } from './sessions/end-session.ts'
export { refreshSession } from './sessions/refresh-session.ts'
export { type Session, type SessionTimes, startSession } from './sessions/start-session.ts'
export { refusalFor } from './sqlstate.ts'
export { type Swept, sweepExpired } from './sweep/sweep-expired.ts'
export type { DatabaseTrace } from './traced-sql.ts'
export { createFirstAdmin } from './users/create-first-admin.ts'
export { type CreateUserInput, createUser } from './users/create-user.ts'
export { findUser, getUser, listUsers } from './users/get-user.ts'
export { digestOfSecret } from './users/password.ts'
export { type UserChanges, updateUser } from './users/update-user.ts'
export { countZoneConflicts } from './zone-data/count-zone-conflicts.ts'
export { type RetimedZones, type RetimeOptions, retimeZones } from './zone-data/retime-zones.ts'
export {
  listZoneConflicts,
  type StoredZoneConflict,
  type ZoneConflict,
} from './zone-data/zone-conflicts.ts'
export { runtimeZoneData, type ZoneData } from './zone-data/zone-data.ts'
