import * as z from 'zod'
import { answer } from './answer.ts'
import { calendarDate } from './date.ts'
import { instant, instantText } from './instant.ts'
import { checkInterval } from './interval.ts'
import { limits } from './limits.ts'
import { reason, title } from './named-text.ts'
import { pageQuery, pagination } from './pagination.ts'
import { uuidText } from './uuid.ts'

export const exceptionTypes = ['cancelled', 'modified'] as const
export type ExceptionType = (typeof exceptionTypes)[number]

const exceptionType = z.enum(exceptionTypes)
const occurrenceStart = instant
  .optional()
  .meta({ description: 'Original start of the occurrence, when its date has several.' })
const changeFields = {
  newStartTime: instant
    .optional()
    .meta({ description: 'Modified start; alone it moves the occurrence and keeps its length.' }),
  newEndTime: instant.optional().meta({ description: 'Modified end.' }),
  newTitle: title.optional(),
  reason: reason.optional(),
}

interface ExceptionChange {
  exceptionType: ExceptionType
  newStartTime?: number | undefined
  newEndTime?: number | undefined
  newTitle?: string | undefined
}

const modifyingFields = ['newStartTime', 'newEndTime', 'newTitle'] as const

function changeMatchesType(context: { value: ExceptionChange; issues: z.core.$ZodRawIssue[] }): void {
  const change = context.value
  const present = modifyingFields.filter((name) => change[name] !== undefined)
  const report = (field: string, message: string) =>
    context.issues.push({ code: 'custom', message, path: [field], input: change })
  if (change.exceptionType === 'cancelled') {
    for (const name of present) report(name, 'is for exceptionType "modified" only')
    return
  }
  if (present.length === 0) report('exceptionType', 'modified needs newStartTime, newEndTime or newTitle')
  if (change.newStartTime === undefined || change.newEndTime === undefined) return
  checkInterval(context, {
    startMs: change.newStartTime,
    endMs: change.newEndTime,
    startName: 'newStartTime',
    endName: 'newEndTime',
    daysMax: limits.bookingDurationDaysMax,
  })
}

/** Body of POST /bookings/{bookingId}/exceptions. */
export const exceptionCreateBody = z
  .strictObject({
    exceptionType,
    exceptionDate: calendarDate.meta({
      description: "Local date, in the series' zone, of the occurrence's original start.",
    }),
    occurrenceStart,
    ...changeFields,
  })
  .check(changeMatchesType)
  .meta({ id: 'ExceptionCreate' })

const ignored = z.unknown().optional().meta({ readOnly: true, description: 'Accepted and ignored.' })

/**
 * Body of PUT /bookings/{bookingId}/exceptions/{exceptionId}: replaces what the exception does. The occurrence it is
 * about stays; `exceptionDate` and `occurrenceStart` may be sent back but must be the stored ones.
 */
export const exceptionReplaceBody = z
  .strictObject({
    exceptionType,
    exceptionDate: calendarDate.optional().meta({ description: 'Must be the stored date when it is sent.' }),
    occurrenceStart,
    ...changeFields,
    id: ignored,
    bookingId: ignored,
    createdAt: ignored,
  })
  .check(changeMatchesType)
  .transform(({ id: _id, bookingId: _bookingId, createdAt: _createdAt, ...replacement }) => replacement)
  .meta({ id: 'ExceptionReplace' })

/** An exception as it is answered. */
export const exceptionAnswer = answer({
  id: uuidText,
  bookingId: uuidText,
  exceptionType,
  exceptionDate: calendarDate,
  occurrenceStart: instantText.meta({ description: 'Original start of the occurrence.' }),
  newStartTime: instantText.optional(),
  newEndTime: instantText.optional(),
  newTitle: z.string().optional(),
  reason: z.string().optional(),
  createdAt: instantText,
}).meta({ id: 'BookingException' })

/** Query of GET /bookings/{bookingId}/exceptions. */
export const exceptionListQuery = z.strictObject(pageQuery)

export const exceptionListAnswer = answer({ exceptions: z.array(exceptionAnswer), pagination }).meta({
  id: 'BookingExceptionList',
})

export type ExceptionCreateBody = z.output<typeof exceptionCreateBody>
export type ExceptionReplaceBody = z.output<typeof exceptionReplaceBody>
export type ExceptionAnswer = z.output<typeof exceptionAnswer>
export type ExceptionListQuery = z.output<typeof exceptionListQuery>
export type ExceptionListAnswer = z.output<typeof exceptionListAnswer>
