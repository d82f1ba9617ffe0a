import { wallDate } from '@booking/core'
import type { Context } from '../context.ts'
import { startingOver } from '../starting-over.ts'
import { openException } from './open-exception.ts'
import { type ExceptionOutcome, setException } from './set-exception.ts'

/**
 * Takes an exception back: the occurrence is again where its rule has it, if that place is still free.
 *
 * @returns the exception that was
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled, exception_not_found,
 *   booking_conflict
 */
export const undoException = (
  ctx: Context,
  bookingId: string,
  exceptionId: string,
): Promise<ExceptionOutcome> =>
  startingOver(async () => {
    const { series, occurrence, exception } = await openException(ctx, bookingId, exceptionId)
    return setException(ctx, {
      series,
      occurrence,
      placement: 'original',
      action: 'exception.undone',
      details: { exceptionId, kind: exception.kind, date: wallDate(occurrence.wallStart) },
      save: async (sql) => {
        await sql`DELETE FROM exceptions WHERE bucket = ${exception.bucket} AND id = ${exception.id}`
        return { exception }
      },
    })
  })
