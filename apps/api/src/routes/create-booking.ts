import { operations } from '@booking/contract'
import { createBooking as create } from '@booking/storage'
import { bookingHeaders, locationOf } from '../operation-call.ts'
import { presentBooking } from '../present/present-booking.ts'
import { route } from '../route.ts'

export const createBooking = route(operations.createBooking, ({ body, query, context, write }) => {
  const {
    startTime: start,
    endTime: end,
    resourceId,
    title,
    description,
    createdBy,
    attendees,
    metadata,
  } = body
  return write(
    (ctx) => create(ctx, { resourceId, title, description, start, end, createdBy, attendees, metadata }),
    (booking) =>
      query.dryRun
        ? { status: 200, body: presentBooking(booking, context.nowMs) }
        : {
            status: 201,
            body: presentBooking(booking, context.nowMs),
            headers: { ...locationOf(`/bookings/${booking.id}`), ...bookingHeaders(booking) },
          },
  )
})
