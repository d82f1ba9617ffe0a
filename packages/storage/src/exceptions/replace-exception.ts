import { type Occurrence, wallDate } from '@booking/core'
import { write } from '../answer-once.ts'
import type { Context } from '../context.ts'
import type { Precondition } from '../precondition.ts'
import { Refusal } from '../refusal.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { startingOver } from '../starting-over.ts'
import { type ExceptionInput, exceptionColumns, placementOf, saysTheSame } from './exception-input.ts'
import { openException } from './open-exception.ts'
import { saveException } from './save-exception.ts'
import { type ExceptionOutcome, setException } from './set-exception.ts'

/** How a caller names the occurrence of an exception, as far as it does. */
interface NamedOccurrence {
  readonly date?: string | undefined
  readonly start?: number | undefined
}

/**
 * Puts another exception in the place of one, for the same occurrence.
 *
 * @param options.name the occurrence as the caller names it, if it does: it must be the exception's
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled, exception_not_found,
 *   no_such_occurrence, invalid_interval, outside_business_hours, booking_conflict, precondition_failed
 */
export const replaceException = (
  ctx: Context,
  bookingId: string,
  exceptionId: string,
  input: ExceptionInput,
  options: { name?: NamedOccurrence; precondition?: Precondition | undefined } = {},
): Promise<ExceptionOutcome> =>
  startingOver(async () => {
    const { series, occurrence, exception } = await openException(ctx, bookingId, exceptionId)
    requireSameOccurrence(occurrence, options.name ?? {})
    if (saysTheSame(exception, input)) return write(ctx, 'one', async () => ({ exception, series }))
    const next: ExceptionRecord = { ...exception, ...exceptionColumns(input) }
    return setException(ctx, {
      series,
      occurrence,
      placement: placementOf(input, occurrence),
      action: 'exception.replaced',
      details: { exceptionId, kind: next.kind, date: wallDate(occurrence.wallStart) },
      precondition: options.precondition ?? {},
      save: async (sql) => {
        await saveException(sql, next)
        return { exception: next }
      },
    })
  })

const requireSameOccurrence = (occurrence: Occurrence, { date, start }: NamedOccurrence) => {
  const stored = wallDate(occurrence.wallStart)
  if ((date ?? stored) === stored && (start ?? occurrence.start) === occurrence.start) return
  throw new Refusal('no_such_occurrence', { date: date ?? stored, nearest: [stored] })
}
