import { type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../context.ts'
import { bookings } from '../schema/bookings.ts'
import { resources } from '../schema/resources.ts'

/** Resources that the actor may view; undefined: all of them. */
export const visibleTo = (actor: Actor): SQL | undefined =>
  actor.role === 'admin'
    ? undefined
    : sql`(${resources.access} = 'open' OR EXISTS (
        SELECT 1 FROM resource_grants
        WHERE resource_grants.bucket = ${resources.bucket} AND resource_grants.resource_id = ${resources.id}
          AND resource_grants.subject = ${actor.subject}
      ))`

/** Bookings that the actor may read; undefined: all of them. */
export const readableBy = (actor: Actor): SQL | undefined =>
  actor.role === 'admin'
    ? undefined
    : sql`(${bookings.createdBy} = ${actor.subject} OR ${bookings.attendees} @> ARRAY[${actor.subject}]::text[]
        OR EXISTS (
          SELECT 1 FROM resources
          WHERE resources.bucket = ${bookings.bucket} AND resources.id = ${bookings.resourceId}
            AND ${visibleTo(actor)}
        ))`
