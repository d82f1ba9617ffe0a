import { and, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { bucketOfResource } from '../bucket.ts'
import { firstEndingAfter } from '../claims/first-ending-after.ts'
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
  const tails = mayReachPastRows(ctx, input) ? await tailsMeeting(driver, input) : []
  const values = valuesOf(ctx, input, tails)
  const { page, countedPage, total } = shapes.of(shapeOf(ctx, input), () =>
    composeLists(drizzle, conditionsOf(ctx, input), isUsual(input)),
  )
  if (!isShort(input)) {
    const [items, totals] = await Promise.all([page.execute(values), total.execute(values)])
    return { items, total: totals[0]?.total ?? 0 }
  }
  const rows = await countedPage.execute(values)
  const [first] = rows
  if (first !== undefined) return { items: rows.map(({ booking }) => booking), total: first.total }
  if (input.page === 1) return { items: [], total: 0 }
  const totals = await total.execute(values)
  return { items: [], total: totals[0]?.total ?? 0 }
}

const hasWindow = ({ from, to }: ListBookingsInput): boolean => from !== undefined || to !== undefined

/**
 * Whether the rule of a series may have an occurrence in the window that has no row. Every series has rows up to its
 * resource's horizon, which only grows, so it lies no earlier than where this process has last seen it.
 */
const mayReachPastRows = ({ database }: Context, input: ListBookingsInput): boolean => {
  const { resourceId, to } = input
  if (!hasWindow(input)) return false
  const known = resourceId === undefined ? undefined : database.known.get(resourceId)
  return known === undefined || to === undefined || to > known.horizonUntil
}

/**
 * What one resource has in so many days is little enough to be kept while it is counted; of more, it is cheaper to read a
 * page in order and to count apart.
 */
const SHORT_MS_MAX = 62 * 86_400_000

const isShort = ({ resourceId, from, to }: ListBookingsInput): boolean =>
  resourceId !== undefined && from !== undefined && to !== undefined && to - from <= SHORT_MS_MAX

/** Everything that decides the text of the statements. */
const shapeOf = (ctx: Context, input: ListBookingsInput) => [
  'bookings',
  ctx.actor.role === 'admin',
  input.resourceId !== undefined,
  hasWindow(input),
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
  const inOrder = [asc(bookings.startsAt), asc(bookings.id)]
  const page = drizzle
    .select()
    .from(bookings)
    .where(where)
    .orderBy(...inOrder)
    .limit(value('limit'))
    .offset(value('offset'))
  const countedPage = drizzle
    .select({ booking: bookings, total: sql<number>`(count(*) OVER ())::int` })
    .from(bookings)
    .where(where)
    .orderBy(...inOrder)
    .limit(value('limit'))
    .offset(value('offset'))
  const total = drizzle.select({ total: count() }).from(bookings).where(where)
  return isPrepared
    ? {
        page: page.prepare('bookings'),
        countedPage: countedPage.prepare('bookings_with_total'),
        total: total.prepare('bookings_counted'),
      }
    : { page, countedPage, total }
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
    hasWindow(input) ? windowCondition() : undefined,
    hasWindow(input) && input.resourceId !== undefined ? byStartCondition() : undefined,
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

/**
 * What {@link windowCondition} says of one resource anyway, so that an index by start can be asked. Live single bookings
 * are claims, which never overlap: none that ends after the window's start begins before the first such claim.
 */
const byStartCondition = (): SQL => {
  const resource = { bucket: value('bucket'), id: value('resourceId') }
  const first = firstEndingAfter<unknown, SQL>(sql, resource, value('from'))
  return sql`(
    ${bookings.startsAt} < ${value('to')}::timestamptz
      AND ${bookings.startsAt} >= LEAST(${value('from')}::timestamptz, (SELECT lower(first.during) FROM (${first}) first))
    OR ${bookings.recurrenceRule} IS NOT NULL
    OR ${bookings.status} = 'cancelled'
  )`
}
