import { boolean, integer, pgTable, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const users = pgTable('users', {
  id: uuid().notNull().primaryKey(),
  email: text().notNull(),
  name: text().notNull(),
  role: text().$type<'standard' | 'premium' | 'admin'>().notNull(),
  passwordHash: text('password_hash').notNull(),
  isActive: boolean('is_active').notNull(),
  version: integer().notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
})

/** A user as it is stored. Instants are milliseconds since the epoch. */
export type UserRecord = typeof users.$inferSelect
