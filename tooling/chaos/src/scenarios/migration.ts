import { setTimeout as delay } from 'node:timers/promises'
import { migrate, openDatabase } from '@booking/storage'
import { KeyedWriters } from '../keyed-writers.ts'
import { rounded } from '../latencies.ts'
import { scenario } from '../run.ts'
import { openWorld, type World } from '../world.ts'

const WRITERS = 8
const LOCK_MS_MAX = 500
const LOOK_MS = 5
/** Acknowledged before and after the migration, each. */
const WRITES = 40

/**
 * The newest migration, what takes a database back to before it, and what is done by hand before it is applied
 * (docs/operations.md).
 */
export const newest = {
  name: '0007_bookings_that_claims_do_not_show.sql',
  undo: 'DROP INDEX bookings_without_one_claim',
  byHand: `CREATE INDEX CONCURRENTLY bookings_without_one_claim ON bookings (bucket, resource_id)
    WHERE recurrence_rule IS NOT NULL OR status = 'cancelled'`,
}

interface Sizing {
  readonly bookings: number
}

/**
 * Puts in bookings of half an hour, one after the other for every room, each with its claim. Foreign keys are not
 * asked, which would take most of the time.
 */
const fill = ({ database: { sql } }: World, bookings: number) =>
  sql.begin(async (tx) => {
    await tx`SET LOCAL session_replication_role = replica`
    await tx`
      INSERT INTO bookings (bucket, id, resource_id, title, starts_at, ends_at, duration_ms, last_starts_at,
        last_ends_at, occurrence_count, start_adjusted, created_by, attendees, metadata, status, version, created_at,
        updated_at)
      SELECT bucket, gen_random_uuid(), id, 'Filling', s, s + interval '30 minutes', 1800000, s,
        s + interval '30 minutes', 1, false, 'filling', '{}', '{}', 'active', 1, now(), now()
      FROM (SELECT bucket, id, (row_number() OVER ())::int AS number, (count(*) OVER ())::int AS rooms
        FROM resources) room
      CROSS JOIN LATERAL generate_series(number, ${bookings}::int, rooms) AS place
      CROSS JOIN LATERAL (SELECT '2000-01-01 00:00Z'::timestamptz + place * interval '30 minutes' AS s) slot`
    await tx`
      INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
      SELECT bucket, resource_id, id, starts_at AT TIME ZONE 'UTC', tstzrange(starts_at, ends_at, '[)')
      FROM bookings WHERE created_by = 'filling'`
  })

/** Nobody asked for these bookings, so that they are gone before the history is held against the rest. */
const takeOut = async ({ database: { sql } }: World): Promise<void> => {
  await sql`DELETE FROM occurrences WHERE booking_id IN (SELECT id FROM bookings WHERE created_by = 'filling')`
  await sql`DELETE FROM bookings WHERE created_by = 'filling'`
}

const undo = async ({ database: { sql } }: World): Promise<void> => {
  const [row] = await sql<{ name: string }[]>`SELECT max(name) AS name FROM migrations`
  if (row!.name !== newest.name)
    throw new Error(`${row!.name} is the newest migration: write here what undoes it`)
  await sql.unsafe(newest.undo)
  await sql`DELETE FROM migrations WHERE name = ${newest.name}`
}

/** Looks for who waits for a lock of a table. @returns ends it; the longest wait seen, in milliseconds */
const watchLocks = (url: string): (() => Promise<number>) => {
  const database = openDatabase({ url, connectionsMax: 1, applicationName: 'chaos' })
  let isOver = false
  let longestMs = 0
  const looking = (async () => {
    while (!isOver) {
      const [row] = await database.sql<{ ms: number }[]>`
        SELECT coalesce(max(extract(epoch FROM clock_timestamp() - waitstart)) * 1000, 0)::float8 AS ms
        FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND locktype = 'relation' AND application_name = 'booking api'`
      longestMs = Math.max(longestMs, row!.ms)
      await delay(LOOK_MS)
    }
  })()
  return async () => {
    isOver = true
    await looking
    await database.close()
    return longestMs
  }
}

export const migration = scenario<Sizing>({
  id: 'R20',
  title: 'The newest migration on a filled database under load',
  promise:
    'While the newest migration is applied, API processes that run already go on writing: no request fails, and none waits longer than 500 ms for a lock of a table.',
  sizes: { quick: { bookings: 20_000 }, full: { bookings: 2_000_000 } },
  describe: ({ bookings }) => `${bookings.toLocaleString('en-US')} bookings`,
  async run(run, { bookings }) {
    const world = await openWorld(run, { name: 'migration', workers: 0 })
    await undo(world)
    await fill(world, bookings)
    const writers = await KeyedWriters.begin(run, world, WRITERS)
    await writers.untilAcknowledged(WRITES)
    const stopWatching = watchLocks(world.databaseUrl)
    await world.database.sql.unsafe(newest.byHand)
    const begun = performance.now()
    const { applied } = await migrate(world.databaseUrl)
    const ms = performance.now() - begun
    const longestMs = await stopWatching()
    await writers.untilAcknowledged(WRITES)
    await writers.finish()
    if (applied.join() !== newest.name) run.fail(`applied was ${applied.join() || 'nothing'}`)
    if (longestMs > LOCK_MS_MAX) run.late(`a request waited ${rounded(longestMs)} ms for a lock`)
    const failed = [...world.client.statuses].filter(([status]) => status === 0 || status >= 500)
    for (const [status, count] of failed) {
      const broken = status === 503 ? run.late : run.fail
      broken(`${count} requests failed with ${status}`)
    }
    run.figure('migration ms', rounded(ms))
    run.figure('longest wait for a table ms', rounded(longestMs))
    run.figure('slowest answer ms', rounded(world.client.slowestMs))
    await takeOut(world)
    await world.close()
  },
})
