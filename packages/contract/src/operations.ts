import type { Operation } from './operation.ts'
import { bookingHistory } from './operations/booking-history.ts'
import { cancelBooking } from './operations/cancel-booking.ts'
import { checkAvailability } from './operations/check-availability.ts'
import { checkAvailabilityBulk } from './operations/check-availability-bulk.ts'
import { createBooking } from './operations/create-booking.ts'
import { createException } from './operations/create-exception.ts'
import { createRecurringBooking } from './operations/create-recurring-booking.ts'
import { createResource } from './operations/create-resource.ts'
import { deleteException } from './operations/delete-exception.ts'
import { deleteResource } from './operations/delete-resource.ts'
import { detectConflicts } from './operations/detect-conflicts.ts'
import { getBooking } from './operations/get-booking.ts'
import { getException } from './operations/get-exception.ts'
import { getResource } from './operations/get-resource.ts'
import { health } from './operations/health.ts'
import { healthLive } from './operations/health-live.ts'
import { healthReady } from './operations/health-ready.ts'
import { listBookings } from './operations/list-bookings.ts'
import { listExceptions } from './operations/list-exceptions.ts'
import { listFreeSlots } from './operations/list-free-slots.ts'
import { listOccurrences } from './operations/list-occurrences.ts'
import { listResources } from './operations/list-resources.ts'
import { patchBooking } from './operations/patch-booking.ts'
import { rebookSkipped } from './operations/rebook-skipped.ts'
import { replaceException } from './operations/replace-exception.ts'
import { replaceResource } from './operations/replace-resource.ts'
import { updateBooking } from './operations/update-booking.ts'

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
} as const satisfies Readonly<Record<string, Operation>>

export type OperationId = keyof typeof operations

/** Every operation, in the order of the reference. */
export const operationList: readonly Operation[] = Object.values(operations)
