import * as z from 'zod'
import { bookingWriteQuery, conflictPolicies } from './booking-create.ts'
import { calendarDate } from './date.ts'
import { instant } from './instant.ts'
import { startBeforeEnd } from './interval.ts'
import { metadata } from './metadata.ts'
import { attendees, description, reason, recurrenceRule, timeZone, title, userId } from './named-text.ts'
import { queryBoolean } from './query.ts'
import { uuid } from './uuid.ts'

const ignored = z.unknown().optional().meta({ readOnly: true, description: 'Accepted and ignored.' })

/** What the server decides: accepted, so that an answer can be sent back as it came, and ignored. */
export const readOnlyBookingFields = [
  'id',
  'isRecurring',
  'status',
  'createdAt',
  'updatedAt',
  'version',
  'occurrenceCount',
  'firstOccurrence',
  'lastOccurrence',
  'skipped',
  'summary',
  'startAdjusted',
  'cancelledAt',
  'cancelledBy',
  'cancellationReason',
] as const

type ReadOnlyField = (typeof readOnlyBookingFields)[number]

const readOnlyShape = Object.fromEntries(readOnlyBookingFields.map((name) => [name, ignored])) as Record<
  ReadOnlyField,
  typeof ignored
>

function withoutReadOnly<T extends Partial<Record<ReadOnlyField, unknown>>>(body: T): Omit<T, ReadOnlyField> {
  const changes = { ...body }
  for (const name of readOnlyBookingFields) delete changes[name]
  return changes
}

/**
 * Body of PUT and PATCH /bookings/{bookingId}. Fields that are absent stay as they are; `description: null` takes
 * the description away.
 */
export const bookingUpdateBody = z
  .strictObject({
    resourceId: uuid.optional(),
    title: title.optional(),
    description: description.nullable().optional().meta({ description: 'null takes the description away.' }),
    startTime: instant.optional(),
    endTime: instant.optional(),
    createdBy: userId.optional(),
    attendees: attendees.optional(),
    metadata: metadata.optional().meta({ description: 'Replaces the metadata as a whole.' }),
    recurrenceRule: recurrenceRule.optional(),
    timeZone: timeZone.optional(),
    conflictPolicy: z.enum(conflictPolicies).optional().meta({
      description:
        'Series: what happens to occurrences that conflict after the change; `reject` when absent.',
    }),
    ...readOnlyShape,
  })
  .check(startBeforeEnd)
  .transform(withoutReadOnly)
  .meta({ id: 'BookingUpdate', description: 'Fields that are absent stay as they are.' })

/** Which occurrences of a series a change or a cancellation is about. */
export const scopes = ['this', 'following', 'all'] as const
export type Scope = (typeof scopes)[number]

const scopeFields = {
  scope: z
    .enum(scopes)
    .default('all')
    .meta({
      description: 'Series: one occurrence, one and all that follow, or all.',
      override: { default: 'all' },
    }),
  occurrenceDate: calendarDate
    .optional()
    .meta({ description: "Local date of the occurrence's original start; with `scope` this or following." }),
  occurrenceStart: instant
    .optional()
    .meta({ description: 'Original start of the occurrence, when its date has several.' }),
  dropExceptions: queryBoolean.default(false).meta({
    description: 'True: exceptions that the change leaves without an occurrence are dropped.',
    override: { default: false },
  }),
  ...bookingWriteQuery.shape,
}

interface ScopeChoice {
  scope: Scope
  occurrenceDate?: string | undefined
  occurrenceStart?: number | undefined
}

function dateMatchesScope(context: { value: ScopeChoice; issues: z.core.$ZodRawIssue[] }): void {
  const { scope, occurrenceDate, occurrenceStart } = context.value
  const report = (field: string, message: string) =>
    context.issues.push({ code: 'custom', message, path: [field], input: context.value })
  if (scope === 'all') {
    if (occurrenceDate !== undefined) report('occurrenceDate', 'needs scope=this or scope=following')
    if (occurrenceStart !== undefined) report('occurrenceStart', 'needs scope=this or scope=following')
  } else if (occurrenceDate === undefined) report('occurrenceDate', `is required with scope=${scope}`)
}

/** Query of PUT and PATCH /bookings/{bookingId}. */
export const bookingUpdateQuery = z.strictObject(scopeFields).check(dateMatchesScope)

/** Query of DELETE /bookings/{bookingId}. */
export const bookingCancelQuery = z
  .strictObject({
    reason: reason.optional().meta({ description: 'Cancellation reason.' }),
    ...scopeFields,
  })
  .check(dateMatchesScope)

export type BookingUpdateBody = z.output<typeof bookingUpdateBody>
export type BookingUpdateQuery = z.output<typeof bookingUpdateQuery>
export type BookingCancelQuery = z.output<typeof bookingCancelQuery>
