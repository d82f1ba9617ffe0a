import { operations } from '@booking/contract'
import { updateBooking as update } from '@booking/storage'
import { type Answer, bookingHeaders, type OperationCall } from '../operation-call.ts'
import { presentBooking } from '../present/present-booking.ts'
import { route } from '../route.ts'

type BookingChange = Pick<
  OperationCall<typeof operations.updateBooking>,
  'params' | 'query' | 'body' | 'context' | 'precondition' | 'write'
>

/** PUT and PATCH mean the same: what is absent stays. */
const change = (call: BookingChange): Promise<Answer> => {
  const { params, query, context, precondition } = call
  const { startTime: start, endTime: end, ...words } = call.body
  return call.write(
    (ctx) => update(ctx, params.bookingId, { ...words, start, end }, { ...query, precondition }),
    (booking) => ({
      status: 200,
      body: presentBooking(booking, context.nowMs),
      headers: bookingHeaders(booking),
    }),
  )
}

export const updateBooking = route(operations.updateBooking, change)

export const patchBooking = route(operations.patchBooking, change)
