import { and, arrayContains, asc, count, eq, ilike, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { bucketOfResource } from '../bucket.ts'
import type { Context } from '../context.ts'
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
  const { drizzle } = ctx.database
  const hasWindow = input.from !== undefined || input.to !== undefined
  const tails = hasWindow ? await tailsMeeting(ctx.database.sql, input) : []
  const where = and(readableBy(ctx.actor), ...conditionsOf(input, ctx.nowMs, tails))
  const [items, totals] = await Promise.all([
    drizzle
      .select()
      .from(bookings)
      .where(where)
      .orderBy(asc(bookings.startsAt), asc(bookings.id))
      .limit(input.limit)
      .offset((input.page - 1) * input.limit),
    drizzle.select({ total: count() }).from(bookings).where(where),
  ])
  return { items, total: totals[0]?.total ?? 0 }
}

const conditionsOf = (input: ListBookingsInput, nowMs: number, tails: readonly string[]): SQL[] => {
  const conditions: (SQL | undefined)[] = []
  if (input.resourceId !== undefined)
    conditions.push(
      eq(bookings.bucket, bucketOfResource(input.resourceId)),
      eq(bookings.resourceId, input.resourceId),
    )
  if (input.createdBy !== undefined) conditions.push(eq(bookings.createdBy, input.createdBy))
  if (input.attendee !== undefined) conditions.push(arrayContains(bookings.attendees, [input.attendee]))
  if (input.recurring === true) conditions.push(isNotNull(bookings.recurrenceRule))
  if (input.recurring === false) conditions.push(isNull(bookings.recurrenceRule))
  if (input.q !== undefined) {
    const pattern = `%${input.q.replace(/[\\%_]/g, '\\$&')}%`
    conditions.push(or(ilike(bookings.title, pattern), ilike(bookings.description, pattern)))
  }
  conditions.push(statusCondition(input.status, nowMs), windowCondition(input.from, input.to, tails))
  return conditions.filter((condition) => condition !== undefined)
}

/** `completed` is not stored: it is an active booking whose last occurrence has ended. */
const statusCondition = (status: ListBookingsInput['status'], nowMs: number): SQL | undefined => {
  const now = instantToSql(nowMs)
  if (status === 'cancelled') return eq(bookings.status, 'cancelled')
  if (status === 'completed')
    return sql`${bookings.status} = 'active' AND ${bookings.lastEndsAt} <= ${now}::timestamptz`
  if (status === 'active')
    return sql`${bookings.status} = 'active'
      AND (${bookings.lastEndsAt} IS NULL OR ${bookings.lastEndsAt} > ${now}::timestamptz)`
  return undefined
}

/**
 * A live series is asked by its rows as far as they reach, since exceptions may have moved them; `tails` are
 * those whose rule has an occurrence in the window past them. A single booking, and a cancelled one, which has no rows, is asked by its bounds.
 */
const windowCondition = (
  from: number | undefined,
  to: number | undefined,
  tails: readonly string[],
): SQL | undefined => {
  if (from === undefined && to === undefined) return undefined
  const start = from === undefined ? sql`'-infinity'::timestamptz` : sql`${instantToSql(from)}::timestamptz`
  const end = to === undefined ? sql`'infinity'::timestamptz` : sql`${instantToSql(to)}::timestamptz`
  const boundsMeet = sql`${bookings.startsAt} < ${end}
    AND (${bookings.lastEndsAt} IS NULL OR ${bookings.lastEndsAt} > ${start})`
  return sql`
    CASE WHEN ${bookings.recurrenceRule} IS NULL OR ${bookings.status} = 'cancelled' THEN ${boundsMeet}
    ELSE ${bookings.id} = ANY (${sql.param(tails)}::uuid[])
      OR EXISTS (
        SELECT 1 FROM occurrences
        WHERE occurrences.bucket = ${bookings.bucket} AND occurrences.booking_id = ${bookings.id}
          AND lower(occurrences.during) < ${end} AND upper(occurrences.during) > ${start}
      )
    END`
}
