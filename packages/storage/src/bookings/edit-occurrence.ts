import { type Context, delegating } from '../context.ts'
import { addException } from '../exceptions/add-exception.ts'
import type { ExceptionInput } from '../exceptions/exception-input.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import { replaceException } from '../exceptions/replace-exception.ts'
import type { ExceptionOutcome } from '../exceptions/set-exception.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { findOccurrence } from '../series/find-occurrence.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import type { BookingChanges, EditOptions } from './booking-changes.ts'

/**
 * Changes one occurrence of a series, as an exception. What one occurrence can have of its own is its time and
 * its title.
 *
 * @returns the series
 * @throws Refusal as {@link addException}
 */
export const editOccurrence = async (
  ctx: Context,
  series: BookingRecord,
  changes: BookingChanges,
  options: EditOptions,
): Promise<BookingRecord> => {
  const name = { date: options.occurrenceDate ?? '', start: options.occurrenceStart }
  const occurrence = findOccurrence(recurrenceOf(series), name)
  const { start } = occurrence
  const input: ExceptionInput = {
    kind: 'modified',
    newStart: changes.start,
    newEnd: changes.end,
    newTitle: changes.title,
  }
  const standing = (await exceptionsOf(ctx, series)).find(
    ({ wallStart }) => wallStart === occurrence.wallStart,
  )
  const inner = delegating(ctx, (outcome: ExceptionOutcome) => outcome.series)
  const outcome =
    standing === undefined || standing.kind === 'skipped'
      ? await addException(inner, series.id, { ...name, start }, input, options.precondition)
      : await replaceException(inner, series.id, standing.id, input, options.precondition)
  return outcome.series
}
