import { type Database, dispatchJob, enqueue, overdueBookings } from '@booking/storage'
import type { Logger } from 'pino'

/** A job that is alive has its events dispatched, or runs again, well within this time. */
const LATE_MS = 60_000
const BOOKINGS_MAX = 500

/** Enqueues again what waits although it should not: jobs that gave up, or were lost. Doing it twice is harmless. */
export const sweepOutboxJob = async (deps: {
  readonly database: Database
  readonly clock: () => number
  readonly logger: Logger
}): Promise<void> => {
  const bookings = await overdueBookings(deps.database, {
    nowMs: deps.clock(),
    lateMs: LATE_MS,
    bookingsMax: BOOKINGS_MAX,
  })
  for (const bookingId of bookings) await enqueue(deps.database.sql, dispatchJob(bookingId))
  if (bookings.length > 0) deps.logger.warn({ bookings: bookings.length }, 'outbox swept')
}
