import { getBooking } from '../bookings/get-booking.ts'
import type { Context } from '../context.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'

/** Everything that makes occurrences of a series differ from its rule, skipped ones included. */
export const exceptionsOf = (ctx: Context, series: BookingRecord): Promise<ExceptionRecord[]> =>
  ctx.database.reads.exceptionsOfBooking.execute({ bucket: series.bucket, id: series.id })

/**
 * The exceptions that people made of a series, by original start.
 *
 * @throws Refusal booking_not_found, not_a_series
 */
export const listExceptions = async (
  ctx: Context,
  bookingId: string,
): Promise<{ series: BookingRecord; exceptions: ExceptionRecord[] }> => {
  const series = await getBooking(ctx, bookingId)
  if (series.recurrenceRule === null) throw new Refusal('not_a_series', { bookingId })
  const exceptions = await exceptionsOf(ctx, series)
  return { series, exceptions: exceptions.filter(({ kind }) => kind !== 'skipped') }
}

/** @throws Refusal booking_not_found, not_a_series, exception_not_found */
export const getException = async (
  ctx: Context,
  bookingId: string,
  exceptionId: string,
): Promise<{ series: BookingRecord; exception: ExceptionRecord }> => {
  const { series, exceptions } = await listExceptions(ctx, bookingId)
  const exception = exceptions.find(({ id }) => id === exceptionId)
  if (exception === undefined) throw new Refusal('exception_not_found', { exceptionId })
  return { series, exception }
}
