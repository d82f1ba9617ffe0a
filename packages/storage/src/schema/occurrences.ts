import { pgTable, primaryKey, smallint, uuid } from 'drizzle-orm/pg-core'
import { tstzrange, wall } from './columns.ts'

export const occurrences = pgTable(
  'occurrences',
  {
    bucket: smallint().notNull(),
    resourceId: uuid('resource_id').notNull(),
    bookingId: uuid('booking_id').notNull(),
    wallStart: wall('wall_start').notNull(),
    during: tstzrange().notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.bookingId, table.wallStart] })],
)
