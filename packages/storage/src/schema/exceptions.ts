import { pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant, wall } from './columns.ts'

export const exceptions = pgTable(
  'exceptions',
  {
    bucket: smallint().notNull(),
    id: uuid().notNull(),
    bookingId: uuid('booking_id').notNull(),
    wallStart: wall('wall_start').notNull(),
    kind: text().$type<'cancelled' | 'modified' | 'skipped'>().notNull(),
    newStartsAt: instant('new_starts_at'),
    newEndsAt: instant('new_ends_at'),
    newTitle: text('new_title'),
    reason: text(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.id] })],
)

/** An exception of a series as it is stored. Instants are milliseconds since the epoch. */
export type ExceptionRecord = typeof exceptions.$inferSelect
