import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type BusyDatabase, createBusyDatabase } from '../../test/busy-database.ts'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import { createBooking } from '../bookings/create-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import type { Context } from '../context.ts'
import { extendHorizon } from '../horizon/extend-horizon.ts'
import { mintId } from '../mint-id.ts'
import { Refusal } from '../refusal.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import { runtimeZoneData } from '../zone-data/zone-data.ts'
import { type CheckResult, checkInvariants, runChecks } from './check-invariants.ts'
import { invariantsCommand } from './command.ts'
import { type FoundRow, FoundRows } from './found-rows.ts'
import { addLine, emptyHistory, type History } from './history.ts'
import { invariants } from './invariants.ts'
import { storedSchema } from './schema-as-committed.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let busy: BusyDatabase

beforeAll(async () => {
  busy = await createBusyDatabase()
})

/** What failing checks have found, by id. */
const foundBy = (results: readonly CheckResult[]): Record<string, FoundRow[]> =>
  Object.fromEntries(
    results.filter(({ found }) => found.total > 0).map(({ check, found }) => [check.id, found.rows]),
  )

class Undo extends Error {}

const undo = (error: unknown): void => {
  if (!(error instanceof Undo)) throw error
}

/** What the checks find of a corruption, which is undone at once. */
const planted = async (
  plant: (sql: postgres.TransactionSql) => Promise<unknown>,
  history: History | null = null,
): Promise<Record<string, FoundRow[]>> => {
  let results: CheckResult[] = []
  const corrupt = busy.ctx.database.sql.begin(async (tx) => {
    await plant(tx)
    results = await runChecks(tx, {
      nowMs: busy.ctx.nowMs,
      history,
      idleMsMax: 0,
      onResult: () => {},
      async undone(work) {
        let result: { value: Awaited<ReturnType<typeof work>> } | undefined
        const inner = tx.savepoint(async (deeper) => {
          result = { value: await work(deeper) }
          throw new Undo()
        })
        await inner.catch(undo)
        return result!.value
      },
    })
    throw new Undo()
  })
  await corrupt.catch(undo)
  return foundBy(results)
}

/** A second booking with all that the first one has, claims included, some time later. */
const addTwin = async (
  sql: postgres.TransactionSql,
  { bucket, id }: BookingRecord,
  laterMs = 0,
): Promise<string> => {
  const twin = mintId(bucket, busy.ctx.nowMs)
  const later = `${laterMs} milliseconds`
  for (const [table, key, changes] of [
    ['bookings', 'id', { id: twin }],
    ['audit', 'booking_id', { id: mintId(bucket, 0), booking_id: twin }],
    ['outbox', 'booking_id', { id: mintId(bucket, 0), booking_id: twin }],
  ] as const)
    await sql`
      INSERT INTO ${sql(table)} SELECT copy.*
      FROM ${sql(table)} original, jsonb_populate_record(original, ${JSON.stringify(changes)}::text::jsonb) copy
      WHERE original.${sql(key)} = ${id}`
  await sql`
    INSERT INTO occurrences SELECT bucket, resource_id, ${twin}::uuid, wall_start, during
    FROM occurrences WHERE booking_id = ${id} AND ${laterMs}::bigint = 0`
  if (laterMs === 0) return twin
  await sql`
    UPDATE bookings SET starts_at = starts_at + ${later}::interval, ends_at = ends_at + ${later}::interval,
      last_starts_at = last_starts_at + ${later}::interval, last_ends_at = last_ends_at + ${later}::interval
    WHERE id = ${twin}`
  await sql`
    INSERT INTO occurrences SELECT bucket, resource_id, id, starts_at AT TIME ZONE 'UTC', tstzrange(starts_at, ends_at)
    FROM bookings WHERE id = ${twin}`
  return twin
}

/** Lets an index miss the rows that are written meanwhile, as a broken one would. */
const behindTheBackOf = async (sql: postgres.TransactionSql, index: string, work: () => Promise<unknown>) => {
  await sql`UPDATE pg_index SET indisready = false WHERE indexrelid = ${index}::text::regclass`
  await work()
  await sql`UPDATE pg_index SET indisready = true WHERE indexrelid = ${index}::text::regclass`
}

test('a database with some of everything passes every check', async () => {
  const results = await checkInvariants(busy.url, { nowMs: busy.ctx.nowMs })
  expect(foundBy(results)).toEqual({})
  expect(results.map(({ check }) => check.id)).toEqual(invariants.map(({ id }) => id))
  expect(await planted(async () => {})).toEqual({})
})

test('the committed schema is what the migrations make', async () => {
  const schema = await storedSchema(busy.ctx.database.sql)
  const text = `${JSON.stringify(schema, null, 2)}\n`
  await expect(text).toMatchFileSnapshot('../../migrations/committed-schema.json')
})

test('I1 finds two claims that overlap, once the constraint is gone', async () => {
  const found = await planted(async (sql) => {
    await sql`ALTER TABLE occurrences DROP CONSTRAINT occurrences_never_overlap`
    await addTwin(sql, busy.single)
  })
  expect(Object.keys(found)).toEqual(['I1', 'I2'])
  expect(found.I1).toHaveLength(1)
  expect([found.I1?.[0]?.booking_id, found.I1?.[0]?.other_booking_id]).toContain(busy.single.id)
})

test('I1 finds an overlap of claims in different buckets, which the constraint does not compare', async () => {
  let twin = ''
  const found = await planted(async (sql) => {
    await sql`SET LOCAL session_replication_role = replica`
    await sql`UPDATE occurrences SET bucket = bucket # 1::smallint WHERE booking_id = ${busy.single.id}`
    twin = await addTwin(sql, busy.single, 300 * DAY_MS)
    await sql`
      UPDATE occurrences SET wall_start = ${'2025-02-01 10:00'}, during = '[2025-02-01 10:00Z, 2025-02-01 11:00Z)'
      WHERE booking_id = ${twin}`
    await sql`
      UPDATE bookings twin SET starts_at = one.starts_at, ends_at = one.ends_at, last_starts_at = one.starts_at,
        last_ends_at = one.ends_at FROM bookings one WHERE one.id = ${busy.single.id} AND twin.id = ${twin}`
  })
  expect(Object.keys(found)).toEqual(['I1', 'I15'])
  expect(new Set([found.I1?.[0]?.booking_id, found.I1?.[0]?.other_booking_id])).toEqual(
    new Set([busy.single.id, twin]),
  )
})

test.each([
  ['ALTER TABLE occurrences DROP CONSTRAINT occurrences_never_overlap', 'occurrences_never_overlap'],
  ['ALTER TABLE occurrences DROP CONSTRAINT occurrences_booking', 'occurrences_booking'],
  ['ALTER TABLE occurrences ALTER COLUMN resource_id DROP NOT NULL', 'resource_id'],
  ['ALTER TABLE occurrences DISABLE TRIGGER ALL', 'RI_ConstraintTrigger'],
  ['ALTER TABLE audit SET UNLOGGED', null],
  ['ALTER TABLE exceptions ENABLE ROW LEVEL SECURITY', null],
  ["UPDATE pg_constraint SET convalidated = false WHERE conname = 'bookings_resource'", 'bookings_resource'],
  [
    `ALTER TABLE bookings DROP CONSTRAINT bookings_ends_after_start;
     ALTER TABLE bookings ADD CONSTRAINT bookings_ends_after_start CHECK (ends_at >= starts_at)`,
    'bookings_ends_after_start',
  ],
])('I2 finds: %s', async (statements, name) => {
  const found = await planted((sql) => sql.unsafe(statements))
  expect(Object.keys(found)).toEqual(['I2'])
  if (name !== null) expect(String(found.I2?.[0]?.name)).toContain(name)
})

test('I3 finds a live booking without its claim, and a claim of a cancelled one', async () => {
  const found = await planted(async (sql) => {
    await sql`DELETE FROM occurrences WHERE booking_id = ${busy.single.id}`
    await sql`INSERT INTO occurrences SELECT bucket, resource_id, id, '2026-01-01', '[2026-01-01Z, 2026-01-01T01:00Z)'
      FROM bookings WHERE id = ${busy.cancelled.id}`
  })
  expect(Object.keys(found)).toEqual(['I3'])
  expect(found.I3?.map(({ booking_id }) => booking_id)).toEqual([busy.cancelled.id, busy.single.id])
})

test.each<[string, string, string[]?]>([
  ['a row that is gone', "DELETE FROM occurrences WHERE booking_id = $1 AND wall_start = '2025-06-02 09:00'"],
  [
    'a row that nothing asks for',
    `INSERT INTO occurrences SELECT bucket, resource_id, id, '2026-06-02 09:00', '[2026-06-02 08:00Z, 2026-06-02 09:00Z)'
     FROM bookings WHERE id = $1`,
  ],
  [
    'a row an hour off, as under another time zone law (I9)',
    `UPDATE occurrences SET during = tstzrange(lower(during) + interval '1 hour', upper(during) + interval '1 hour')
     WHERE booking_id = $1 AND wall_start = '2025-06-02 09:00'`,
  ],
  [
    'a row a microsecond short',
    `UPDATE occurrences SET during = tstzrange(lower(during), upper(during) - interval '1 microsecond')
     WHERE booking_id = $1 AND wall_start = '2025-06-02 09:00'`,
    ['I7'],
  ],
  [
    'a start that is not the first',
    "UPDATE bookings SET starts_at = starts_at - interval '7 days', ends_at = ends_at - interval '7 days' WHERE id = $1",
  ],
  [
    'a rule that cannot be read',
    "UPDATE bookings SET recurrence_rule = 'FREQ=SOMETIMES' WHERE id = $1",
    ['I23'],
  ],
])('I4 finds %s', async (_, statement, alsoFound: string[] = []) => {
  const found = await planted((sql) => sql.unsafe(statement, [busy.endless.id]))
  expect(Object.keys(found)).toEqual(['I4', ...alsoFound])
  expect(found.I4).toHaveLength(1)
  expect(found.I4?.[0]?.booking_id).toBe(busy.endless.id)
})

test('I5 finds a series whose rows end before the horizon', async () => {
  const found = await planted(
    (sql) => sql`
      UPDATE bookings SET materialised_until = materialised_until - interval '1 day' WHERE id = ${busy.endless.id}`,
  )
  expect(Object.keys(found)).toEqual(['I5'])
  expect(found.I5?.[0]?.booking_id).toBe(busy.endless.id)
})

test('I6 finds an exception of an occurrence that never was', async () => {
  const id = mintId(busy.endless.bucket, 0)
  const found = await planted(
    (sql) => sql`
      INSERT INTO exceptions (bucket, id, booking_id, wall_start, kind, created_by, created_at)
      VALUES (${busy.endless.bucket}, ${id}, ${busy.endless.id}, '2025-06-03 09:00', 'cancelled', 'nobody', now())`,
  )
  expect(Object.keys(found)).toEqual(['I6'])
  expect(found.I6?.[0]?.exception_id).toBe(id)
})

test('I7 finds a claim that holds its last instant, and one that is finer than a millisecond', async () => {
  const closed = await planted(async (sql) => {
    await sql`ALTER TABLE occurrences DROP CONSTRAINT occurrences_closed_open`
    await sql`UPDATE occurrences SET during = tstzrange(lower(during), upper(during), '[]') WHERE booking_id = ${busy.cancelled.id}
      OR booking_id = ${busy.moved.id}`
  })
  expect(Object.keys(closed)).toEqual(['I2', 'I7'])
  expect(closed.I7?.[0]?.booking_id).toBe(busy.moved.id)
  const fine = await planted(
    (sql) => sql`
      UPDATE exceptions SET new_starts_at = new_starts_at + interval '1 microsecond'
      WHERE booking_id = ${busy.endless.id} AND wall_start = '2025-03-17 09:00'`,
  )
  expect(Object.keys(fine)).toEqual(['I7'])
  expect(fine.I7?.[0]?.booking_id).toBe(busy.endless.id)
})

test('I8 finds a booking outside the hours it was made under, and one made on an inactive resource', async () => {
  const hours = JSON.stringify({ start: '13:00', end: '18:00' })
  const [later] = await busy.ctx.database.sql`SELECT id FROM bookings WHERE title = 'Later'`
  const outside = await planted(
    (sql) => sql`UPDATE resources SET business_hours = ${hours}::text::jsonb WHERE id = ${busy.office.id}`,
  )
  expect(Object.keys(outside)).toEqual(['I8'])
  expect(outside.I8?.map(({ booking_id }) => booking_id)).toEqual([later?.id])
  const inactive = await planted(
    (sql) => sql`UPDATE resources SET is_active = false WHERE id = ${busy.office.id}`,
  )
  expect(Object.keys(inactive)).toEqual(['I8'])
  expect(inactive.I8?.map(({ booking_id }) => booking_id)).toEqual([later?.id])
})

test.each([
  ['rows by other zone data than those of this process', 'now()', 'other'],
  ['a change of zone data that does not come to its end', null, runtimeZoneData.fingerprintOf('Asia/Tokyo')],
])('I9 finds %s', async (_, settledAt, fingerprint) => {
  const found = await planted(
    (sql) => sql`
      INSERT INTO zone_data (time_zone, fingerprint, tz_version, checked_at, settled_at)
      VALUES ('Asia/Tokyo', ${fingerprint}, '2024a', '2025-01-01Z', ${settledAt}::text::timestamptz)`,
  )
  expect(Object.keys(found)).toEqual(['I9'])
  expect(found.I9?.map(({ time_zone }) => time_zone)).toEqual(['Asia/Tokyo'])
})

test.each([
  ['a key without an answer', "UPDATE idempotency_keys SET status = 0 WHERE key = 'one'"],
  ['an answer cut short', "UPDATE idempotency_keys SET body = left(body, -1) WHERE key = 'one'"],
  [
    'two keys for one booking',
    `UPDATE idempotency_keys SET body = (SELECT body FROM idempotency_keys WHERE key = 'two') WHERE key = 'one'`,
  ],
])('I10 finds %s', async (_, statement) => {
  const found = await planted((sql) => sql.unsafe(statement))
  expect(Object.keys(found)).toEqual(['I10'])
  expect(JSON.stringify(found.I10?.[0])).toContain('one')
})

/** A history in which the untouched booking was made, the cancelled one too, and both were answered. */
const toldHistory = (): History => {
  const history = emptyHistory()
  const at = busy.single.createdAt
  for (const { id } of [busy.single, busy.cancelled, busy.moved])
    addLine(history, { op: 'create', step: 'ack', at, bookingId: id, status: 201, version: 1 })
  addLine(history, { op: 'cancel', step: 'ack', at, bookingId: busy.cancelled.id, status: 200, version: 2 })
  addLine(history, { op: 'change', step: 'ack', at, bookingId: busy.moved.id, status: 200, version: 2 })
  addLine(history, { op: 'create', step: 'unknown', at, requestId: 'day 1' })
  return history
}

test('I11 finds nothing where clients were told the truth', async () => {
  expect(await planted(async () => {}, toldHistory())).toEqual({})
})

test('I11 finds every promise that was not kept', async () => {
  const at = busy.single.createdAt
  const lost = mintId(busy.single.bucket, at)
  const history = toldHistory()
  addLine(history, { op: 'create', step: 'ack', at, bookingId: lost, status: 201, version: 1 })
  addLine(history, { op: 'change', step: 'ack', at, bookingId: busy.moved.id, status: 200, version: 9 })
  addLine(history, { op: 'cancel', step: 'ack', at, bookingId: busy.single.id, status: 200 })
  addLine(history, { op: 'change', step: 'ack', at, requestId: 'day 42', status: 409 })
  history.to = busy.ctx.nowMs
  const found = await planted(async () => {}, history)
  expect(Object.keys(found)).toEqual(['I11'])
  const [later] = await busy.ctx.database.sql`SELECT id FROM bookings WHERE title = 'Later'`
  const places = found.I11?.map(({ what, booking_id }) => `${what} ${booking_id}`)
  expect(places).toEqual(
    expect.arrayContaining([
      `acknowledged booking that is not there ${lost}`,
      `acknowledged change that is not there ${busy.moved.id}`,
      `acknowledged cancel of a booking that is live ${busy.single.id}`,
      `request that was refused has changed a booking ${later?.id}`,
      `booking that nobody asked for ${busy.endless.id}`,
    ]),
  )
})

test('I12 finds a change without its event, and an event that tells something else', async () => {
  const found = await planted(async (sql) => {
    await sql`DELETE FROM outbox WHERE booking_id = ${busy.moved.id} AND version = 2`
    await sql`UPDATE outbox SET kind = 'booking.cancelled' WHERE booking_id = ${busy.single.id}`
  })
  expect(Object.keys(found)).toEqual(['I12'])
  expect(new Set(found.I12?.map(({ booking_id }) => booking_id))).toEqual(
    new Set([busy.moved.id, busy.single.id]),
  )
})

test('I13 finds a version without its step, and life after the end', async () => {
  const version = await planted(
    (sql) => sql`UPDATE bookings SET version = version + 1 WHERE id = ${busy.single.id}`,
  )
  expect(Object.keys(version)).toEqual(['I13'])
  expect(version.I13?.[0]?.booking_id).toBe(busy.single.id)
  const alive = await planted(async (sql) => {
    await sql`UPDATE audit SET action = 'booking.cancelled' WHERE booking_id = ${busy.moved.id} AND version = 1`
    await sql`UPDATE outbox SET kind = 'booking.cancelled' WHERE booking_id = ${busy.moved.id} AND version = 1`
  })
  expect(Object.keys(alive)).toEqual(['I13'])
  expect(alive.I13?.[0]?.booking_id).toBe(busy.moved.id)
})

test('I14 finds a job whose lease ran out, and one tried too often', async () => {
  const found = await planted((sql) =>
    sql.unsafe(`
      INSERT INTO worker_leases VALUES ('living', now()), ('dead', now() - interval '5 minutes');
      INSERT INTO graphile_worker._private_jobs
        (key, task_id, attempts, max_attempts, locked_at, locked_by) VALUES
        ('fine', 1, 25, 25, NULL, NULL), ('at work', 1, 1, 25, now() - interval '5 hours', 'living'),
        ('lost', 1, 1, 25, now() - interval '5 hours', 'dead'), ('tried', 1, 26, 25, NULL, NULL)`),
  )
  expect(Object.keys(found)).toEqual(['I14'])
  expect(found.I14?.map(({ key }) => key)).toEqual(['lost', 'tried'])
})

test('I14 leaves the jobs of a lost worker be where no other one lives', async () => {
  const found = await planted((sql) =>
    sql.unsafe(`
      INSERT INTO graphile_worker._private_jobs (key, task_id, locked_at, locked_by)
      VALUES ('lost', 1, now() - interval '5 hours', 'dead')`),
  )
  expect(found).toEqual({})
})

test('I18 finds a notification of no event that asked for it, and an event that told nobody', async () => {
  const unasked = await planted(
    (sql) => sql`
      INSERT INTO notifications (bucket, event_id, attendee, booking_id, version, status, attempts, updated_at)
      SELECT bucket, id, 'ann@example.com', booking_id, version, 'sent', 1, now()
      FROM outbox WHERE booking_id = ${busy.single.id}`,
  )
  expect(Object.keys(unasked)).toEqual(['I18'])
  const untold = await planted(async (sql) => {
    await sql`UPDATE bookings SET attendees = '{ann@example.com}' WHERE id = ${busy.single.id}`
    await sql`UPDATE audit SET details = details || '{"notifyAttendees": true}' WHERE booking_id = ${busy.single.id}`
    await sql`UPDATE outbox SET payload = payload || '{"notifyAttendees": true}' WHERE booking_id = ${busy.single.id}`
  })
  expect(Object.keys(untold)).toEqual(['I18'])
})

test.each([
  [
    'an audit row left behind',
    'UPDATE audit SET bucket = (bucket + 1) % 32768 WHERE booking_id = $1 AND version = 1',
  ],
  ['a booking that its id does not lead to', 'DELETE FROM booking_moves WHERE booking_id = $1'],
  ['a forwarding row that leads nowhere', 'UPDATE booking_moves SET to_bucket = 0 WHERE booking_id = $1'],
])('I15 finds %s', async (_, statement) => {
  const found = await planted((sql) => sql.unsafe(statement, [busy.moved.id]))
  expect(Object.keys(found)).toEqual(['I15'])
  expect(found.I15?.[0]?.booking_id).toBe(busy.moved.id)
})

test('I16 finds a session with two live tokens, a token made after the end, and a password kept as it is', async () => {
  const [first, second] = [randomUUID(), randomUUID()]
  const found = await planted(async (sql) => {
    await sql`DROP INDEX refresh_tokens_one_live`
    await sql`UPDATE users SET password_hash = 'secret'`
    const [user] = await sql`SELECT id FROM users`
    await sql`
      INSERT INTO sessions VALUES (${first}, ${user?.id}, now(), NULL), (${second}, ${user?.id}, now(), now())`
    await sql`
      INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
      SELECT rpad(n::text, 43, 'x'), session::uuid, now() + interval '1 minute', now() + interval '1 hour'
      FROM unnest(${[first, first, second]}::text[]) WITH ORDINALITY AS token (session, n)`
  })
  expect(Object.keys(found)).toEqual(['I2', 'I16'])
  expect(found.I16).toHaveLength(3)
  expect(found.I16?.map(({ session_id }) => session_id)).toEqual([first, second, undefined])
})

test.each([
  ['metadata nested too deep', '{"a":{"a":{"a":{"a":{"a":{}}}}}}'],
  ['a number that JavaScript cannot hold', '{"a": 12345678901234567890}'],
  ['a key that JavaScript treats as its own', '{"__proto__": 1}'],
  ['metadata that is no object', '[1]'],
])('I17 finds %s', async (_, metadata) => {
  const found = await planted(
    (sql) => sql`UPDATE bookings SET metadata = ${metadata}::text::jsonb WHERE id = ${busy.single.id}`,
  )
  expect(Object.keys(found)).toEqual(['I17'])
  expect(found.I17?.[0]?.booking_id).toBe(busy.single.id)
})

test('I19 finds sessions of ours that sit in a transaction or on an advisory lock', async () => {
  const own = postgres(busy.url, { max: 1, connection: { application_name: 'booking api' } })
  const foreign = postgres(busy.url, { max: 1, connection: { application_name: 'somebody else' } })
  const session = await own.reserve()
  const other = await foreign.reserve()
  try {
    for (const sitting of [session, other]) {
      await sitting`SELECT pg_advisory_lock(pg_backend_pid())`
      await sitting`BEGIN`
      await sitting`SELECT 1`
    }
    const found = await planted(async () => {})
    expect(Object.keys(found)).toEqual(['I19'])
    expect(found.I19?.map(({ what, application_name }) => `${what} of ${application_name}`)).toEqual([
      'session idle in a transaction of booking api',
      'advisory lock of a session of ours of booking api',
    ])
  } finally {
    session.release()
    other.release()
    await Promise.all([own.end({ timeout: 1 }), foreign.end({ timeout: 1 })])
  }
})

test.each(['occurrences_never_overlap', 'occurrences_by_end', 'bookings_by_start'])(
  'I20 finds a row that %s has missed',
  async (index) => {
    const found = await planted((sql) =>
      behindTheBackOf(sql, index, () => addTwin(sql, busy.single, 300 * DAY_MS)),
    )
    expect(Object.keys(found)).toEqual(['I20'])
    expect(found.I20?.map((row) => row.index)).toEqual([index])
  },
)

test('I20 finds a sequence behind its column', async () => {
  const found = await planted((sql) =>
    sql.unsafe(`
      CREATE TABLE counted (id int GENERATED ALWAYS AS IDENTITY);
      INSERT INTO counted OVERRIDING SYSTEM VALUE VALUES (7)`),
  )
  expect(Object.keys(found)).toEqual(['I20'])
  expect(found.I20?.[0]).toMatchObject({ what: 'sequence behind its column', highest: '7' })
})

test('I23 finds two rules, and a rule and a row, that meet past the horizon', async () => {
  const [leap] = await busy.ctx.database.sql<BookingRecord[]>`
    SELECT bucket, id FROM bookings WHERE recurrence_rule LIKE 'FREQ=YEARLY%'`
  const rules = await planted((sql) => addTwin(sql, leap!))
  expect(Object.keys(rules)).toEqual(['I23'])
  expect([rules.I23?.[0]?.booking_id, rules.I23?.[0]?.other]).toContain(leap?.id)
  const row = await planted(async (sql) => {
    const claimed = await sql`
      UPDATE occurrences SET wall_start = '2032-02-29 20:00', during = '[2032-02-29 20:00Z, 2032-03-01 01:00Z)'
      WHERE during @> '2031-06-01 10:00Z'::timestamptz RETURNING booking_id`
    await sql`
      UPDATE bookings SET starts_at = '2032-02-29 20:00Z', ends_at = '2032-03-01 01:00Z',
        last_starts_at = '2032-02-29 20:00Z', last_ends_at = '2032-03-01 01:00Z' WHERE id = ${claimed[0]?.booking_id}`
  })
  expect(Object.keys(row)).toEqual(['I23'])
  expect(row.I23?.[0]).toMatchObject({ booking_id: leap?.id, at: '2032-02-29T20:00:00.000Z' })
})

test('rows past the cap are counted, and not kept', async () => {
  const found = new FoundRows()
  await found.addFrom(
    busy.ctx.database.sql,
    busy.ctx.database.sql`SELECT 'one of many' AS what FROM generate_series(1, 250)`,
  )
  for (let n = 0; n < 50; n++) found.add({ what: 'one more' })
  expect([found.total, found.rows.length]).toEqual([300, 100])
})

test('a check that cannot run has found something, and the others go on', async () => {
  const found = await planted((sql) => sql`ALTER TABLE booking_moves RENAME TO gone`)
  expect(Object.keys(found)).toEqual(['I2', 'I15'])
  expect(found.I15?.[0]).toMatchObject({ what: 'the check could not run' })
})

test('a database under load passes every check', async () => {
  const write = async (lane: number) => {
    for (let n = 0; n < 12; n++) {
      const ctx: Context = { ...busy.ctx, nowMs: busy.ctx.nowMs + n * DAY_MS }
      const start = Date.parse('2026-03-02T00:00Z') + (n * 3 + (lane % 2)) * HOUR_MS
      const input = { resourceId: busy.room.id, title: 'Load', start, end: start + HOUR_MS }
      try {
        if (lane === 0) await extendHorizon(ctx.database, { nowMs: ctx.nowMs, resourcesMax: 10 })
        else if (n % 3 === 0) await createSeries(ctx, { ...input, recurrenceRule: 'FREQ=WEEKLY' })
        else await cancelBooking(ctx, (await createBooking(ctx, input)).id, { scope: 'all' })
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
  }
  let isWriting = true
  const writing = Promise.all([0, 1, 2, 3].map(write)).finally(() => {
    isWriting = false
  })
  const check = async () =>
    expect(foundBy(await checkInvariants(busy.url, { nowMs: busy.ctx.nowMs + 20 * DAY_MS }))).toEqual({})
  while (isWriting) await check()
  await writing
  await check()
})

describe('the command', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'booking-history-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  const run = async (...args: string[]) => {
    const lines: string[] = []
    const print = (line: string) => lines.push(line)
    const code = await invariantsCommand(args, {}, { print, complain: print, isColourful: false })
    return { code, text: lines.join('\n') }
  }

  test('prints an aligned line a check and exits with 0 when everything holds', async () => {
    const { code, text } = await run('--database', busy.url)
    expect(text).toMatch(/^✔ I1 {2}No two claims of a resource overlap +0 +\d+ ms$/m)
    expect(text).toMatch(/All 21 checks hold\.$/)
    expect(
      new Set(text.split('\n').flatMap((line) => (line.endsWith(' ms') ? [line.length] : []))).size,
    ).toBe(1)
    expect(code).toBe(0)
  })

  test('names what it found and exits with 1', async () => {
    const history = path.join(folder, 'history.jsonl')
    const lost = mintId(1, 0)
    writeFileSync(
      history,
      `${JSON.stringify({ op: 'create', step: 'ack', at: 1, status: 201, bookingId: lost })}\n`,
    )
    const { code, text } = await run('--database', busy.url, '--history', history)
    expect(text).toContain(`acknowledged booking that is not there: booking_id=${lost}`)
    expect(text).toMatch(/1 of 21 checks do not hold \(I11\): 1 row\.$/)
    expect(code).toBe(1)
  })

  test('exits with 2 when it could not look', async () => {
    expect(await run('--database', 'postgresql://127.0.0.1:1/none')).toMatchObject({ code: 2 })
    expect(await run()).toMatchObject({ code: 2, text: expect.stringContaining('--database') })
    expect(await run('--databse', 'x')).toMatchObject({ code: 2 })
    const broken = path.join(folder, 'broken.jsonl')
    writeFileSync(broken, '{"op":"create","step":"ack","at":1}\n')
    const { code, text } = await run('--database', busy.url, '--history', broken)
    expect([code, text]).toEqual([2, `Line 1 of ${broken}: an 'ack' has the answer's 'status'`])
  })
})
