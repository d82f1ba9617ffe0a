import { wallDate } from '@booking/core'
import { write } from '../answer-once.ts'
import type { Context } from '../context.ts'
import { mintId } from '../mint-id.ts'
import type { Precondition } from '../precondition.ts'
import { Refusal } from '../refusal.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { findOccurrence, type OccurrenceName } from '../series/find-occurrence.ts'
import { startingOver } from '../starting-over.ts'
import { type ExceptionInput, exceptionColumns, placementOf, saysTheSame } from './exception-input.ts'
import { exceptionsOf } from './list-exceptions.ts'
import { openSeries } from './open-series.ts'
import { saveException } from './save-exception.ts'
import { type ExceptionOutcome, setException } from './set-exception.ts'

/**
 * Cancels, moves or renames one occurrence of a series. Saying the same again changes nothing and gives the
 * exception that is there.
 *
 * @throws Refusal booking_not_found, forbidden, not_a_series, booking_cancelled, no_such_occurrence,
 *   ambiguous_occurrence, occurrence_already_excepted, invalid_interval, outside_business_hours,
 *   booking_conflict, precondition_failed
 */
export const addException = (
  ctx: Context,
  bookingId: string,
  name: OccurrenceName,
  input: ExceptionInput,
  precondition: Precondition = {},
): Promise<ExceptionOutcome & { created: boolean }> =>
  startingOver(async () => {
    const { series, recurrence } = await openSeries(ctx, bookingId)
    const occurrence = findOccurrence(recurrence, name)
    const standing = (await exceptionsOf(ctx, series)).find(
      ({ wallStart }) => wallStart === occurrence.wallStart,
    )
    if (standing !== undefined && standing.kind !== 'skipped') {
      if (saysTheSame(standing, input))
        return write(ctx, 'one', async () => ({ exception: standing, created: false, series }))
      throw new Refusal('occurrence_already_excepted', { exceptionId: standing.id, date: name.date })
    }
    const exception: ExceptionRecord = {
      bucket: series.bucket,
      // An occurrence that was skipped has its one row already.
      id: standing?.id ?? mintId(series.bucket, ctx.nowMs),
      bookingId: series.id,
      wallStart: occurrence.wallStart,
      ...exceptionColumns(input),
      createdBy: ctx.actor.subject,
      createdAt: ctx.nowMs,
    }
    return setException(ctx, {
      series,
      occurrence,
      placement: placementOf(input, occurrence),
      action: 'exception.created',
      details: { exceptionId: exception.id, kind: exception.kind, date: wallDate(occurrence.wallStart) },
      precondition,
      save: async (sql) => {
        await saveException(sql, exception)
        return { exception, created: true }
      },
    })
  })
