import type { Operation } from './operation.ts'
import { bookingHistory } from './operations/booking-history.ts'
import { cancelBooking } from './operations/cancel-booking.ts'
import { checkAvailability } from './operations/check-availability.ts'
import { checkAvailabilityBulk } from './operations/check-availability-bulk.ts'
import { createBooking } from './operations/create-booking.ts'
import { createException } from './operations/create-exception.ts'
import { createRecurringBooking } from './operations/create-recurring-booking.ts'
import { createResource } from './operations/create-resource.ts'
import { createUser } from './operations/create-user.ts'
import { deleteException } from './operations/delete-exception.ts'
import { deleteResource } from './operations/delete-resource.ts'
import { detectConflicts } from './operations/detect-conflicts.ts'
import { getBooking } from './operations/get-booking.ts'
import { getException } from './operations/get-exception.ts'
import { getMe } from './operations/get-me.ts'
import { getPermissions } from './operations/get-permissions.ts'
import { getResource } from './operations/get-resource.ts'
import { getUser } from './operations/get-user.ts'
import { health } from './operations/health.ts'
import { healthLive } from './operations/health-live.ts'
import { healthReady } from './operations/health-ready.ts'
import { issueToken } from './operations/issue-token.ts'
import { listBookings } from './operations/list-bookings.ts'
import { listExceptions } from './operations/list-exceptions.ts'
import { listFreeSlots } from './operations/list-free-slots.ts'
import { listOccurrences } from './operations/list-occurrences.ts'
import { listResources } from './operations/list-resources.ts'
import { listUsers } from './operations/list-users.ts'
import { logout } from './operations/logout.ts'
import { patchBooking } from './operations/patch-booking.ts'
import { rebookSkipped } from './operations/rebook-skipped.ts'
import { refreshToken } from './operations/refresh-token.ts'
import { replaceException } from './operations/replace-exception.ts'
import { replacePermissions } from './operations/replace-permissions.ts'
import { replaceResource } from './operations/replace-resource.ts'
import { updateBooking } from './operations/update-booking.ts'
import { updateUser } from './operations/update-user.ts'

/** Every operation by its id, in the order of the reference. */
export const operations = {
  health,
  healthLive,
  healthReady,
  listResources,
  getResource,
  createResource,
  replaceResource,
  deleteResource,
  checkAvailability,
  checkAvailabilityBulk,
  listFreeSlots,
  detectConflicts,
  createBooking,
  createRecurringBooking,
  listBookings,
  getBooking,
  updateBooking,
  patchBooking,
  cancelBooking,
  listOccurrences,
  rebookSkipped,
  bookingHistory,
  createException,
  listExceptions,
  getException,
  replaceException,
  deleteException,
  getPermissions,
  replacePermissions,
  issueToken,
  refreshToken,
  logout,
  getMe,
  createUser,
  listUsers,
  getUser,
  updateUser,
} as const satisfies Readonly<Record<string, Operation>>

export type OperationId = keyof typeof operations

/** Every operation, in the order of the reference. */
export const operationList: readonly Operation[] = Object.values(operations)
