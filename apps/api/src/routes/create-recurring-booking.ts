import { operations } from '@booking/contract'
import { createSeries } from '@booking/storage'
import { bookingHeaders, locationOf } from '../operation-call.ts'
import { presentBooking } from '../present/present-booking.ts'
import { route } from '../route.ts'

export const createRecurringBooking = route(
  operations.createRecurringBooking,
  ({ body, query, context, write }) => {
    const { startTime: start, endTime: end, ...words } = body
    return write(
      (ctx) => createSeries(ctx, { ...words, start, end }),
      ({ booking, skipped }) =>
        query.dryRun
          ? { status: 200, body: presentBooking(booking, context.nowMs, skipped) }
          : {
              status: 201,
              body: presentBooking(booking, context.nowMs, skipped),
              headers: { ...locationOf(`/bookings/${booking.id}`), ...bookingHeaders(booking) },
            },
    )
  },
)
