import { pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core'
import { instant } from './columns.ts'

export const resourceGrants = pgTable(
  'resource_grants',
  {
    bucket: smallint().notNull(),
    resourceId: uuid('resource_id').notNull(),
    subject: text().notNull(),
    permission: text().$type<'view' | 'book' | 'manage'>().notNull(),
    grantedBy: text('granted_by').notNull(),
    grantedAt: instant('granted_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.bucket, table.resourceId, table.subject] })],
)

/** What a subject may do on a resource: each includes those before it. */
export type Permission = (typeof resourceGrants.$inferSelect)['permission']
