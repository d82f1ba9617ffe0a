import { ifNoneMatchHolds, operations } from '@booking/contract'
import { getBooking as get, listSkipped } from '@booking/storage'
import { bookingHeaders } from '../operation-call.ts'
import { presentBooking } from '../present/present-booking.ts'
import { route } from '../route.ts'

export const getBooking = route(operations.getBooking, async ({ params, headers, context }) => {
  const booking = await get(context, params.bookingId)
  const condition = headers['if-none-match']
  if (condition !== undefined && !ifNoneMatchHolds(condition, booking.version))
    return { status: 304, headers: bookingHeaders(booking) }
  const skipped = await listSkipped(context, booking)
  return {
    status: 200,
    body: presentBooking(booking, context.nowMs, skipped),
    headers: bookingHeaders(booking),
  }
})
