import { type Database, openDatabase } from '@booking/storage'

/** A connection beside the API's, for looking at what it left in the database. */
export const lookInto = (databaseUrl: string) => openDatabase({ url: databaseUrl, connectionsMax: 2 })

/** Pairs of claims of one resource that overlap. There must never be one. */
export const overlapsIn = async ({ sql }: Database): Promise<number> => {
  const [row] = await sql<{ pairs: number }[]>`
    SELECT count(*)::int AS pairs FROM occurrences a JOIN occurrences b ON a.resource_id = b.resource_id
      AND (a.booking_id, a.wall_start) < (b.booking_id, b.wall_start) AND a.during && b.during`
  return row!.pairs
}

/** Changes that are not whole: claims, audit row or event missing, or there without their booking. */
export const halvesIn = async ({ sql }: Database): Promise<number> => {
  const [row] = await sql<{ halves: number }[]>`
    SELECT count(*)::int AS halves FROM (
      SELECT 1 FROM bookings b WHERE status = 'active' AND materialised_until IS NULL
        AND NOT EXISTS (SELECT 1 FROM occurrences o WHERE o.booking_id = b.id)
      UNION ALL SELECT 1 FROM bookings b WHERE status = 'active' AND materialised_until IS NULL
        AND occurrence_count <> (SELECT count(*) FROM occurrences o WHERE o.booking_id = b.id)
          + (SELECT count(*) FROM exceptions e WHERE e.booking_id = b.id AND e.kind <> 'modified')
      UNION ALL SELECT 1 FROM bookings b
        WHERE version <> (SELECT count(*) FROM audit a WHERE a.booking_id = b.id)
          OR version <> (SELECT count(*) FROM outbox o WHERE o.booking_id = b.id)
      UNION ALL SELECT 1 FROM audit a WHERE NOT EXISTS (SELECT 1 FROM bookings b WHERE b.id = a.booking_id)
      UNION ALL SELECT 1 FROM outbox o WHERE NOT EXISTS (SELECT 1 FROM bookings b WHERE b.id = o.booking_id)
      UNION ALL SELECT 1 FROM idempotency_keys WHERE status = 0
    ) AS found`
  return row!.halves
}

/** Deadlocks that PostgreSQL has broken in this database; whole once the connections that met them are closed. */
export const deadlocksIn = async ({ sql }: Database): Promise<number> => {
  const [row] = await sql<{ deadlocks: number }[]>`
    SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`
  return row!.deadlocks
}
