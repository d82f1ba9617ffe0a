import { and, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { bucketOfResource } from '../bucket.ts'
import type { Context } from '../context.ts'
import type { Database } from '../database.ts'
import { readableBy } from '../permissions/visible-to.ts'
import type { Page } from '../resources/list-resources.ts'
import { type BookingRecord, bookings } from '../schema/bookings.ts'
import { tailsMeeting } from '../series/tails-meeting.ts'
import { instantToSql } from '../sql-values.ts'

export interface ListBookingsInput {
  /** From 1. */
  readonly page: number
  readonly limit: number
  readonly resourceId?: string | undefined
  /** Only bookings with an occurrence that ends after this instant; milliseconds since the epoch. */
  readonly from?: number | undefined
  /** Only bookings with an occurrence that starts before this instant. */
  readonly to?: number | undefined
  readonly createdBy?: string | undefined
  readonly attendee?: string | undefined
  readonly status?: 'active' | 'cancelled' | 'completed' | undefined
  readonly recurring?: boolean | undefined
  /** Part of the title or the description, in any case. */
  readonly q?: string | undefined
}

/** Bookings that the actor may read, in the order of their start. A page past the end is empty. */
export const listBookings = async (ctx: Context, input: ListBookingsInput): Promise<Page<BookingRecord>> => {
  const { shapes, drizzle, sql: driver } = ctx.database
  const hasWindow = input.from !== undefined || input.to !== undefined
  const tails = hasWindow ? await tailsMeeting(driver, input) : []
  const values = valuesOf(ctx, input, tails)
  const { page, total } = shapes.of(shapeOf(ctx, input), () =>
    composeLists(drizzle, conditionsOf(ctx, input), isUsual(input)),
  )
  const [items, totals] = await Promise.all([page.execute(values), total.execute(values)])
  return { items, total: totals[0]?.total ?? 0 }
}

/** Everything that decides the text of the statements. */
const shapeOf = (ctx: Context, input: ListBookingsInput) => [
  'bookings',
  ctx.actor.role === 'admin',
  input.resourceId !== undefined,
  input.from !== undefined || input.to !== undefined,
  input.createdBy !== undefined,
  input.attendee !== undefined,
  input.status ?? '',
  input.recurring ?? '',
  input.q !== undefined,
]

/** Values of the placeholders, whether or not the statement has them. */
const valuesOf = (ctx: Context, input: ListBookingsInput, tails: readonly string[]) => ({
  subject: ctx.actor.subject,
  bucket: input.resourceId === undefined ? null : bucketOfResource(input.resourceId),
  resourceId: input.resourceId,
  createdBy: input.createdBy,
  attendee: input.attendee,
  pattern: `%${input.q?.replace(/[\\%_]/g, '\\$&')}%`,
  now: instantToSql(ctx.nowMs),
  from: input.from === undefined ? '-infinity' : instantToSql(input.from),
  to: input.to === undefined ? 'infinity' : instantToSql(input.to),
  tails,
  limit: input.limit,
  offset: (input.page - 1) * input.limit,
})

const value = sql.placeholder

/** Filters that are rare are not worth a prepared statement on every connection, which would keep it for ever. */
const isUsual = ({ q, recurring }: ListBookingsInput): boolean => q === undefined && recurring === undefined

const composeLists = (drizzle: Database['drizzle'], where: SQL | undefined, isPrepared: boolean) => {
  const page = drizzle
    .select()
    .from(bookings)
    .where(where)
    .orderBy(asc(bookings.startsAt), asc(bookings.id))
    .limit(value('limit'))
    .offset(value('offset'))
  const total = drizzle.select({ total: count() }).from(bookings).where(where)
  return isPrepared
    ? { page: page.prepare('bookings'), total: total.prepare('bookings_counted') }
    : { page, total }
}

const conditionsOf = (ctx: Context, input: ListBookingsInput): SQL | undefined =>
  and(
    readableBy(ctx.actor),
    input.resourceId === undefined
      ? undefined
      : and(eq(bookings.bucket, value('bucket')), eq(bookings.resourceId, value('resourceId'))),
    input.createdBy === undefined ? undefined : eq(bookings.createdBy, value('createdBy')),
    input.attendee === undefined
      ? undefined
      : sql`${bookings.attendees} @> ARRAY[${value('attendee')}]::text[]`,
    input.recurring === true ? isNotNull(bookings.recurrenceRule) : undefined,
    input.recurring === false ? isNull(bookings.recurrenceRule) : undefined,
    input.q === undefined
      ? undefined
      : or(ilike(bookings.title, value('pattern')), ilike(bookings.description, value('pattern'))),
    statusCondition(input.status),
    input.from === undefined && input.to === undefined ? undefined : windowCondition(),
  )

/** `completed` is not stored: it is an active booking whose last occurrence has ended. */
const statusCondition = (status: ListBookingsInput['status']): SQL | undefined => {
  if (status === 'cancelled') return eq(bookings.status, 'cancelled')
  if (status === 'completed')
    return sql`${bookings.status} = 'active' AND ${bookings.lastEndsAt} <= ${value('now')}::timestamptz`
  if (status === 'active')
    return sql`${bookings.status} = 'active'
      AND (${bookings.lastEndsAt} IS NULL OR ${bookings.lastEndsAt} > ${value('now')}::timestamptz)`
  return undefined
}

/**
 * A live series is asked by its rows as far as they reach, since exceptions may have moved them; `tails` are
 * those whose rule has an occurrence in the window past them. A single booking, and a cancelled one, which has no rows, is asked by its bounds.
 */
const windowCondition = (): SQL => {
  const start = sql`${value('from')}::timestamptz`
  const end = sql`${value('to')}::timestamptz`
  const boundsMeet = sql`${bookings.startsAt} < ${end}
    AND (${bookings.lastEndsAt} IS NULL OR ${bookings.lastEndsAt} > ${start})`
  return sql`
    CASE WHEN ${bookings.recurrenceRule} IS NULL OR ${bookings.status} = 'cancelled' THEN ${boundsMeet}
    ELSE ${bookings.id} = ANY (${value('tails')}::uuid[])
      OR EXISTS (
        SELECT 1 FROM occurrences
        WHERE occurrences.bucket = ${bookings.bucket} AND occurrences.booking_id = ${bookings.id}
          AND lower(occurrences.during) < ${end} AND upper(occurrences.during) > ${start}
      )
    END`
}
