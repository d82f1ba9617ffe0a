import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import { firstEndingAfter } from './claims/first-ending-after.ts'
import { bookings } from './schema/bookings.ts'
import { exceptions } from './schema/exceptions.ts'
import { resourceGrants } from './schema/resource-grants.ts'
import { resources } from './schema/resources.ts'

/** The single-row reads of the hot path, built and prepared once per pool. */
export const prepareReads = (db: PostgresJsDatabase) => {
  const bucket = sql.placeholder('bucket')
  const id = sql.placeholder('id')
  return {
    resource: db
      .select()
      .from(resources)
      .where(and(eq(resources.bucket, bucket), eq(resources.id, id)))
      .prepare('resource'),
    /**
     * A resource, and whose the first of its claims that ends after `start` is, if it begins before `end`: claims never
     * overlap, so that one decides.
     */
    resourceAt: db
      .select({
        resource: resources,
        takenBy: sql<string | null>`(
          SELECT first.booking_id FROM (${firstEndingAfter<unknown, SQL>(sql, { bucket, id }, sql.placeholder('start'))}) first
          WHERE lower(first.during) < ${sql.placeholder('end')}::timestamptz
        )`,
      })
      .from(resources)
      .where(and(eq(resources.bucket, bucket), eq(resources.id, id)))
      .prepare('resource_at'),
    booking: db
      .select({ booking: bookings, access: resources.access })
      .from(bookings)
      .innerJoin(resources, and(eq(resources.bucket, bookings.bucket), eq(resources.id, bookings.resourceId)))
      .where(and(eq(bookings.bucket, bucket), eq(bookings.id, id)))
      .prepare('booking'),
    grant: db
      .select({ permission: resourceGrants.permission })
      .from(resourceGrants)
      .where(
        and(
          eq(resourceGrants.bucket, bucket),
          eq(resourceGrants.resourceId, id),
          eq(resourceGrants.subject, sql.placeholder('subject')),
        ),
      )
      .prepare('grant'),
    exceptionsOfBooking: db
      .select()
      .from(exceptions)
      .where(and(eq(exceptions.bucket, bucket), eq(exceptions.bookingId, id)))
      .orderBy(exceptions.wallStart)
      .prepare('exceptions_of_booking'),
  }
}

export type PreparedReads = ReturnType<typeof prepareReads>
