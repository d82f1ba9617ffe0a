import type { Context } from '../context.ts'
import type { Precondition } from '../precondition.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import type { ConflictPolicy } from '../series/plan-claims.ts'
import { lastInstant } from '../sql-values.ts'

/** What a person wants to be different about a booking. Instants are milliseconds since the epoch. */
export interface BookingChanges {
  readonly resourceId?: string | undefined
  readonly title?: string | undefined
  /** Null takes the description away. */
  readonly description?: string | null | undefined
  readonly start?: number | undefined
  readonly end?: number | undefined
  readonly createdBy?: string | undefined
  readonly attendees?: readonly string[] | undefined
  readonly metadata?: Record<string, unknown> | undefined
  readonly recurrenceRule?: string | undefined
  readonly timeZone?: string | undefined
  readonly conflictPolicy?: ConflictPolicy | undefined
}

export interface EditOptions {
  readonly scope: 'this' | 'following' | 'all'
  /** `YYYY-MM-DD`, local date of the occurrence's original start; with `this` and `following`. */
  readonly occurrenceDate?: string | undefined
  /** Original start, when the date has several. */
  readonly occurrenceStart?: number | undefined
  /** Drop exceptions that the change leaves without an occurrence, instead of refusing. */
  readonly dropExceptions?: boolean | undefined
  readonly precondition?: Precondition | undefined
}

/** A booking on its way to being changed. */
export interface Edit {
  readonly booking: BookingRecord
  /** Where the booking is to be; its own resource unless the change moves it. */
  readonly resource: ResourceRecord
  readonly changes: BookingChanges
}

/**
 * The interval that a change means. A new start alone keeps the length.
 *
 * @throws Refusal invalid_interval
 */
export const changedInterval = (
  changes: BookingChanges,
  current: { start: number; end: number },
): { start: number; end: number } => {
  const start = changes.start ?? current.start
  const end =
    changes.end ?? (changes.start === undefined ? current.end : start + (current.end - current.start))
  if (end <= start || end > lastInstant) throw new Refusal('invalid_interval', { start, end })
  return { start, end }
}

/** The booking with its new words and version, its times as they were. */
export const withWords = (ctx: Context, { booking, resource, changes }: Edit): BookingRecord => ({
  ...booking,
  bucket: resource.bucket,
  resourceId: resource.id,
  title: changes.title ?? booking.title,
  description: changes.description === undefined ? booking.description : changes.description,
  attendees: changes.attendees === undefined ? booking.attendees : [...changes.attendees],
  metadata: changes.metadata ?? booking.metadata,
  version: booking.version + 1,
  updatedAt: ctx.nowMs,
})

const told = [
  'resourceId',
  'title',
  'description',
  'startsAt',
  'endsAt',
  'recurrenceRule',
  'timeZone',
  'attendees',
  'metadata',
] as const

/** What differs, for the audit: each field with what it was and what it is. */
export const differences = (before: BookingRecord, after: BookingRecord): Record<string, unknown> =>
  Object.fromEntries(
    told
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map((field) => [field, { from: before[field], to: after[field] }]),
  )
