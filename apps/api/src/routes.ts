import type { Route } from './route.ts'
import { bookingHistory } from './routes/booking-history.ts'
import { cancelBooking } from './routes/cancel-booking.ts'
import { checkAvailability } from './routes/check-availability.ts'
import { checkAvailabilityBulk } from './routes/check-availability-bulk.ts'
import { createBooking } from './routes/create-booking.ts'
import { createException } from './routes/create-exception.ts'
import { createRecurringBooking } from './routes/create-recurring-booking.ts'
import { createResource } from './routes/create-resource.ts'
import { createUser } from './routes/create-user.ts'
import { deleteException } from './routes/delete-exception.ts'
import { deleteResource } from './routes/delete-resource.ts'
import { detectConflicts } from './routes/detect-conflicts.ts'
import { getBooking } from './routes/get-booking.ts'
import { getException } from './routes/get-exception.ts'
import { getMe } from './routes/get-me.ts'
import { getResource } from './routes/get-resource.ts'
import { getUser } from './routes/get-user.ts'
import { health, healthLive, healthReady } from './routes/health.ts'
import { listBookings } from './routes/list-bookings.ts'
import { listExceptions } from './routes/list-exceptions.ts'
import { listFreeSlots } from './routes/list-free-slots.ts'
import { listOccurrences } from './routes/list-occurrences.ts'
import { listResources } from './routes/list-resources.ts'
import { listUsers } from './routes/list-users.ts'
import { getPermissions, replacePermissions } from './routes/permissions.ts'
import { rebookSkipped } from './routes/rebook-skipped.ts'
import { replaceException } from './routes/replace-exception.ts'
import { replaceResource } from './routes/replace-resource.ts'
import { issueToken, logout, refreshToken } from './routes/tokens.ts'
import { patchBooking, updateBooking } from './routes/update-booking.ts'
import { updateUser } from './routes/update-user.ts'

/** Every operation with its handler. */
export const routes: readonly Route[] = [
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
]
