import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createTestDatabase } from '@booking/testkit'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = fileURLToPath(new URL('../migrations/', import.meta.url))

const migrations = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort()

/** Migrations that fill an empty database; nobody works with it yet. */
const FOUNDATIONS = 2

/** Locks that stop neither readers nor writers, however long they are held (PostgreSQL's manual, table 13.2). */
const HARMLESS = ['AccessShareLock', 'RowShareLock', 'ShareUpdateExclusiveLock']

/**
 * What statements do to tables that were there before them while they hold a lock which somebody may have to wait
 * for. A table that is only locked is free again in milliseconds, however large it is; one that is read, rewritten or
 * updated under its lock is not, and how long it takes grows with it. PostgreSQL counts a scan of an empty table too.
 *
 * @returns a line for each such table; nothing is changed
 */
const workUnderLock = async (sql: postgres.Sql, statements: string): Promise<string[]> => {
  let found: string[] = []
  const undo = new Error('undone')
  // The counters of a session go on from one transaction to the next.
  const scans = sql`coalesce(counted.seq_scan, 0) + coalesce(counted.idx_scan, 0)`
  await sql
    .begin(async (tx) => {
      await tx`
        CREATE TEMPORARY TABLE before ON COMMIT DROP AS
        SELECT pg_class.oid, pg_class.relname, pg_class.relfilenode, ${scans} AS scans
        FROM pg_class LEFT JOIN pg_stat_xact_all_tables AS counted ON relid = oid
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`
      await tx.unsafe(statements)
      const rows = await tx<{ line: string }[]>`
        SELECT before.relname || ': ' || CASE
          WHEN pg_relation_filenode(before.oid) <> before.relfilenode THEN 'rewritten' ELSE 'read' END ||
          ' under ' || string_agg(DISTINCT locks.mode, ', ' ORDER BY locks.mode) AS line
        FROM before
        JOIN pg_locks AS locks ON locks.relation = before.oid AND locks.pid = pg_backend_pid()
        LEFT JOIN pg_stat_xact_all_tables AS counted ON counted.relid = before.oid
        WHERE locks.mode <> ALL (${HARMLESS})
          AND (pg_relation_filenode(before.oid) <> before.relfilenode
            OR ${scans} > before.scans)
        GROUP BY before.oid, before.relname, before.relfilenode ORDER BY before.relname`
      found = rows.map(({ line }) => line)
      throw undo
    })
    .catch((error: unknown) => {
      if (error !== undo) throw error
    })
  return found
}

let sql: postgres.Sql

beforeAll(async () => {
  const { url } = await createTestDatabase()
  sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`DROP SCHEMA public CASCADE`
  await sql`CREATE SCHEMA public`
})

afterAll(() => sql.end())

/** Work that landed before the rule, with what it costs; nothing is added here without such a reason. */
const landed: Readonly<Record<string, readonly string[]>> = {
  // Rows of events, which only the worker changes; bookings only add to them.
  '0003_notifications.sql': ['outbox: read under RowExclusiveLock'],
  // An index of the series only. Bookings are read once for it: one row each, however many occurrences it has.
  '0004_zone_data.sql': ['bookings: read under ShareLock'],
  // The same, of series and cancelled ones. The migration says how it is made before, without a lock.
  '0007_bookings_that_claims_do_not_show.sql': ['bookings: read under ShareLock'],
}

/** One booking: somebody works with this database. */
const inUse = `
  SET session_replication_role = replica;
  INSERT INTO bookings (bucket, id, resource_id, title, starts_at, ends_at, duration_ms, last_starts_at, last_ends_at,
    occurrence_count, start_adjusted, created_by, attendees, metadata, status, version, created_at, updated_at)
  VALUES (1, gen_random_uuid(), gen_random_uuid(), 'Meeting', '2030-01-01', '2030-01-02', 86400000, '2030-01-01',
    '2030-01-02', 1, false, 'somebody', '{}', '{}', 'active', 1, now(), now());
  SET session_replication_role = origin;`

test('no migration works on a table while others wait for it', async () => {
  const found: Record<string, string[]> = {}
  for (const [index, name] of migrations.entries()) {
    const statements = readFileSync(`${folder}${name}`, 'utf8')
    if (index === FOUNDATIONS) await sql.unsafe(inUse)
    if (index >= FOUNDATIONS) {
      const work = await workUnderLock(sql, statements)
      if (work.length > 0) found[name] = work
    }
    await sql.unsafe(statements)
  }
  expect(found).toEqual(landed)
})

const filled =
  'CREATE TABLE filled (id int PRIMARY KEY, size int, text varchar(10)); CREATE TABLE other (id int PRIMARY KEY);'

const work = async (statements: string): Promise<string[]> => {
  await sql.unsafe(filled)
  try {
    return await workUnderLock(sql, statements)
  } finally {
    await sql`DROP TABLE filled, other`
  }
}

test.each([
  ['CREATE INDEX filled_by_size ON filled (size)', 'read under ShareLock'],
  ['ALTER TABLE filled ADD CONSTRAINT small CHECK (size < 9)', 'read under AccessExclusiveLock'],
  ['ALTER TABLE filled ADD UNIQUE (size)', 'read under AccessExclusiveLock, ShareLock'],
  ['ALTER TABLE filled ALTER size SET NOT NULL', 'read under AccessExclusiveLock'],
  ['ALTER TABLE filled ALTER size TYPE bigint', 'rewritten under AccessExclusiveLock'],
  [
    'ALTER TABLE filled ADD made timestamptz DEFAULT clock_timestamp()',
    'rewritten under AccessExclusiveLock',
  ],
  ['ALTER TABLE filled ADD FOREIGN KEY (size) REFERENCES other', 'read under'],
  ['UPDATE filled SET size = 1', 'read under RowExclusiveLock'],
])('%s is found', async (statement, told) => {
  expect((await work(statement)).join('\n')).toContain(`filled: ${told}`)
})

test.each([
  'ALTER TABLE filled ADD made timestamptz',
  'ALTER TABLE filled ADD weight int NOT NULL DEFAULT 7',
  'ALTER TABLE filled ALTER text TYPE varchar(20)',
  'ALTER TABLE filled ADD CONSTRAINT small CHECK (size < 9) NOT VALID',
  'ALTER TABLE filled ADD FOREIGN KEY (size) REFERENCES other NOT VALID',
  'CREATE TABLE fresh (id int PRIMARY KEY, size int REFERENCES filled); CREATE INDEX ON fresh (size)',
  'CREATE TABLE fresh AS SELECT * FROM filled',
])('%s is let by', async (statement) => {
  expect(await work(statement)).toEqual([])
})

test('a constraint is validated without stopping anybody', async () => {
  const statement = 'ALTER TABLE filled VALIDATE CONSTRAINT small'
  await sql.unsafe(`${filled} ALTER TABLE filled ADD CONSTRAINT small CHECK (size < 9) NOT VALID`)
  expect(await workUnderLock(sql, statement)).toEqual([])
  await sql`DROP TABLE filled, other`
})

test('an index that was made by hand is found by its migration, and not made again', async () => {
  const statement = 'CREATE INDEX IF NOT EXISTS filled_by_size ON filled (size)'
  await sql.unsafe(`${filled} CREATE INDEX filled_by_size ON filled (size)`)
  expect(await workUnderLock(sql, statement)).toEqual([])
  await sql`DROP TABLE filled, other`
})
