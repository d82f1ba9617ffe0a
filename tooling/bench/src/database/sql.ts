import type { Database } from '@booking/storage'

/** A connection to a database as its superuser. */
export type Sql = Database['sql']
