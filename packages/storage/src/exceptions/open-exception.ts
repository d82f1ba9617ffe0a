import type { Occurrence } from '@booking/core'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { exceptionsOf } from './list-exceptions.ts'
import { openSeries } from './open-series.ts'

/**
 * An exception that the actor may change, with its series and the occurrence it is about.
 *
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled, exception_not_found
 */
export const openException = async (
  ctx: Context,
  bookingId: string,
  exceptionId: string,
): Promise<{ series: BookingRecord; occurrence: Occurrence; exception: ExceptionRecord }> => {
  const { series, recurrence } = await openSeries(ctx, bookingId)
  const exceptions = await exceptionsOf(ctx, series)
  const exception = exceptions.find(({ id, kind }) => id === exceptionId && kind !== 'skipped')
  const occurrence = exception === undefined ? null : recurrence.at(exception.wallStart)
  if (exception === undefined || occurrence === null)
    throw new Refusal('exception_not_found', { exceptionId })
  return { series, occurrence, exception }
}
