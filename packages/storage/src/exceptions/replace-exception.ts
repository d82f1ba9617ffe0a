import { wallDate } from '@booking/core'
import type { Context } from '../context.ts'
import type { Precondition } from '../precondition.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { startingOver } from '../starting-over.ts'
import { type ExceptionInput, exceptionColumns, placementOf, saysTheSame } from './exception-input.ts'
import { openException } from './open-exception.ts'
import { saveException } from './save-exception.ts'
import { type ExceptionOutcome, setException } from './set-exception.ts'

/**
 * Puts another exception in the place of one, for the same occurrence.
 *
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled, exception_not_found,
 *   invalid_interval, outside_business_hours, booking_conflict, precondition_failed
 */
export const replaceException = (
  ctx: Context,
  bookingId: string,
  exceptionId: string,
  input: ExceptionInput,
  precondition: Precondition = {},
): Promise<ExceptionOutcome> =>
  startingOver(async () => {
    const { series, occurrence, exception } = await openException(ctx, bookingId, exceptionId)
    if (saysTheSame(exception, input)) return { exception, series }
    const next: ExceptionRecord = { ...exception, ...exceptionColumns(input) }
    return setException(ctx, {
      series,
      occurrence,
      placement: placementOf(input, occurrence),
      action: 'exception.replaced',
      details: { exceptionId, kind: next.kind, date: wallDate(occurrence.wallStart) },
      precondition,
      save: async (sql) => {
        await saveException(sql, next)
        return { exception: next }
      },
    })
  })
