import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../context.ts'
import { bookings } from '../schema/bookings.ts'
import { resources } from '../schema/resources.ts'

/** Placeholder of the actor's subject in these conditions. */
const subject = sql.placeholder('subject')

/** Resources that the actor may view; undefined: all of them. */
export const visibleTo = (actor: Actor): SQL | undefined =>
  actor.role === 'admin'
    ? undefined
    : sql`(${resources.access} = 'open' OR EXISTS (
        SELECT 1 FROM resource_grants
        WHERE resource_grants.bucket = ${resources.bucket} AND resource_grants.resource_id = ${resources.id}
          AND resource_grants.subject = ${subject}
      ))`

/** Bookings that the actor may read; undefined: all of them. */
export const readableBy = (actor: Actor): SQL | undefined =>
  actor.role === 'admin'
    ? undefined
    : sql`(${bookings.createdBy} = ${subject} OR ${bookings.attendees} @> ARRAY[${subject}]::text[]
        OR EXISTS (
          SELECT 1 FROM resources
          WHERE resources.bucket = ${bookings.bucket} AND resources.id = ${bookings.resourceId}
            AND ${visibleTo(actor)}
        ))`
