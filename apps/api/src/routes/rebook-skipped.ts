import { operations } from '@booking/contract'
import { rebookSkipped as rebook } from '@booking/storage'
import { bookingHeaders } from '../operation-call.ts'
import { presentBooking, presentSkipped } from '../present/present-booking.ts'
import { route } from '../route.ts'

export const rebookSkipped = route(operations.rebookSkipped, ({ params, body, context, write }) =>
  write(
    (ctx) => rebook(ctx, params.bookingId, body.occurrenceDates),
    ({ booking, rebooked, skipped }) => ({
      status: 200,
      body: {
        booking: presentBooking(booking, context.nowMs, skipped),
        rebooked: rebooked.map(presentSkipped),
        skipped: skipped.map(presentSkipped),
      },
      headers: bookingHeaders(booking),
    }),
  ),
)
