import type { BusinessHours } from '@booking/core'
import { boolean, integer, jsonb, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const resources = pgTable(
  'resources',
  {
    bucket: smallint().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    type: text().notNull(),
    capacity: integer().notNull(),
    location: text().notNull(),
    amenities: text().array().notNull(),
    businessHours: jsonb('business_hours').$type<BusinessHours | null>(),
    timeZone: text('time_zone').notNull(),
    isActive: boolean('is_active').notNull(),
    access: text().$type<'open' | 'restricted'>().notNull(),
    horizonUntil: instant('horizon_until').notNull(),
    version: integer().notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.id] })],
)

/** A resource as it is stored. Instants are milliseconds since the epoch. */
export type ResourceRecord = typeof resources.$inferSelect
