import {
  bigint,
  boolean,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core'
import { instant, wall } from './columns.ts'

export const bookings = pgTable(
  'bookings',
  {
    bucket: smallint().notNull(),
    id: uuid().notNull(),
    resourceId: uuid('resource_id').notNull(),
    title: text().notNull(),
    description: text(),
    startsAt: instant('starts_at').notNull(),
    endsAt: instant('ends_at').notNull(),
    recurrenceRule: text('recurrence_rule'),
    timeZone: text('time_zone'),
    wallStart: wall('wall_start'),
    durationMs: bigint('duration_ms', { mode: 'number' }).notNull(),
    lastStartsAt: instant('last_starts_at'),
    lastEndsAt: instant('last_ends_at'),
    occurrenceCount: integer('occurrence_count'),
    materialisedUntil: instant('materialised_until'),
    startAdjusted: boolean('start_adjusted').notNull(),
    createdBy: text('created_by').notNull(),
    attendees: text().array().notNull(),
    metadata: jsonb().$type<Record<string, unknown>>().notNull(),
    status: text().$type<'active' | 'cancelled'>().notNull(),
    cancelReason: text('cancel_reason'),
    cancelledAt: instant('cancelled_at'),
    cancelledBy: text('cancelled_by'),
    version: integer().notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.id] })],
)

/** A booking, single or series, as it is stored. Instants are milliseconds since the epoch. */
export type BookingRecord = typeof bookings.$inferSelect
