import { operations } from '@booking/contract'
import { cancelBooking as cancel } from '@booking/storage'
import { bookingHeaders } from '../operation-call.ts'
import { presentBooking } from '../present/present-booking.ts'
import { route } from '../route.ts'

export const cancelBooking = route(
  operations.cancelBooking,
  ({ params, query, context, precondition, write }) =>
    write(
      (ctx) => cancel(ctx, params.bookingId, { ...query, precondition }),
      (booking) => ({
        status: 200,
        body: presentBooking(booking, context.nowMs),
        headers: bookingHeaders(booking),
      }),
    ),
)
