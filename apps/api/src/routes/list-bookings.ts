import { operations, paginationOf } from '@booking/contract'
import { listBookings as list } from '@booking/storage'
import { presentBooking } from '../present/present-booking.ts'
import { route } from '../route.ts'

export const listBookings = route(operations.listBookings, async ({ query, context }) => {
  const { items, total } = await list(context, query)
  return {
    status: 200,
    body: {
      bookings: items.map((booking) => presentBooking(booking, context.nowMs)),
      pagination: paginationOf({ ...query, total }),
    },
  }
})
