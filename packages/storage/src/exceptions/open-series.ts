import type { Recurrence } from '@booking/core'
import { getBooking } from '../bookings/get-booking.ts'
import type { Context } from '../context.ts'
import { requireOwner } from '../permission.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'

/**
 * A series that the actor may change, with its recurrence.
 *
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled
 */
export const openSeries = async (
  ctx: Context,
  bookingId: string,
): Promise<{ series: BookingRecord; recurrence: Recurrence }> => {
  const series = await getBooking(ctx, bookingId)
  await requireOwner(ctx, series)
  if (series.recurrenceRule === null) throw new Refusal('not_a_series', { bookingId })
  if (series.status === 'cancelled') throw new Refusal('booking_cancelled', { bookingId })
  return { series, recurrence: recurrenceOf(series) }
}
