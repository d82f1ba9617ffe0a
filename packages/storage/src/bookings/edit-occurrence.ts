import { isDeepStrictEqual } from 'node:util'
import { type Context, delegating } from '../context.ts'
import { addException } from '../exceptions/add-exception.ts'
import type { ExceptionInput } from '../exceptions/exception-input.ts'
import { exceptionsOf } from '../exceptions/list-exceptions.ts'
import { replaceException } from '../exceptions/replace-exception.ts'
import type { ExceptionOutcome } from '../exceptions/set-exception.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ExceptionRecord } from '../schema/exceptions.ts'
import { findOccurrence } from '../series/find-occurrence.ts'
import { recurrenceOf } from '../series/recurrence-of.ts'
import type { BookingChanges, EditOptions } from './booking-changes.ts'

/**
 * Changes one occurrence of a series, as an exception. What one occurrence can have of its own is its time and
 * its title; other fields may only say what the series says.
 *
 * @returns the series
 * @throws Refusal as {@link addException}, invalid_request
 */
export const editOccurrence = async (
  ctx: Context,
  series: BookingRecord,
  changes: BookingChanges,
  options: EditOptions,
): Promise<BookingRecord> => {
  const name = { date: options.occurrenceDate ?? '', start: options.occurrenceStart }
  const occurrence = findOccurrence(recurrenceOf(series), name)
  requireOwnFields(series, changes)
  if (changes.start === undefined && changes.end === undefined && changes.title === undefined) return series
  const standing = (await exceptionsOf(ctx, series)).find(
    ({ wallStart }) => wallStart === occurrence.wallStart,
  )
  const input = changedOccurrence(changes, standing)
  const inner = delegating(ctx, (outcome: ExceptionOutcome) => outcome.series)
  const { precondition } = options
  const outcome =
    standing === undefined || standing.kind === 'skipped'
      ? await addException(inner, series.id, { ...name, start: occurrence.start }, input, precondition)
      : await replaceException(inner, series.id, standing.id, input, { precondition })
  return outcome.series
}

const sharedFields = [
  'resourceId',
  'description',
  'attendees',
  'metadata',
  'recurrenceRule',
  'timeZone',
] as const

/** @throws Refusal invalid_request */
const requireOwnFields = (series: BookingRecord, changes: BookingChanges): void => {
  const field = sharedFields.find(
    (name) => changes[name] !== undefined && !isDeepStrictEqual(changes[name], series[name]),
  )
  if (field !== undefined)
    throw new Refusal('invalid_request', {
      why: `One occurrence has only its time and title of its own; '${field}' is the same for the whole series.`,
    })
}

/** What is absent stays as an earlier change of the occurrence has it; a new start alone keeps the length. */
const changedOccurrence = (
  changes: BookingChanges,
  standing: ExceptionRecord | undefined,
): ExceptionInput => {
  const { start, end, title } = changes
  const { newStartsAt = null, newEndsAt = null, newTitle = null, reason = null } = standing ?? {}
  const lengthMs = newStartsAt === null || newEndsAt === null ? null : newEndsAt - newStartsAt
  const movedEnd = start === undefined || lengthMs === null ? null : start + lengthMs
  return {
    kind: 'modified',
    newStart: start ?? newStartsAt ?? undefined,
    newEnd: end ?? (start === undefined ? newEndsAt : movedEnd) ?? undefined,
    newTitle: title ?? newTitle ?? undefined,
    reason: reason ?? undefined,
  }
}
