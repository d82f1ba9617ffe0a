import type { Wall } from '@booking/core'
import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import { checkAvailability } from '../availability/check-availability.ts'
import { createSeries } from '../bookings/create-series.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { instantToSql } from '../sql-values.ts'
import { busyBetween } from './busy-between.ts'
import { claimsMeeting } from './claims-meeting.ts'
import { findClashes } from './find-clashes.ts'
import { findTakenClaims } from './find-taken-claims.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const firstMs = Date.parse('2025-02-03T10:00:00Z')

/** A resource that is taken for an hour each day, for as long as there are rows. */
const busyRoom = async (ctx: Context): Promise<ResourceRecord> => {
  const room = await createTestResource(ctx)
  await createSeries(ctx, {
    resourceId: room.id,
    title: 'Daily',
    start: firstMs,
    end: firstMs + HOUR_MS,
    recurrenceRule: 'FREQ=DAILY',
    timeZone: 'UTC',
    conflictPolicy: 'reject',
  })
  return room
}

/** Such rooms, the last of which statistics do not know. */
const busyHouse = async (): Promise<{ ctx: Context; room: ResourceRecord }> => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  for (let rooms = 0; rooms < 5; rooms++) await busyRoom(ctx)
  await ctx.database.sql`ANALYZE occurrences`
  return { ctx, room: await busyRoom(ctx) }
}

/** Half an hour of each of those hours. */
const wanted = Array.from({ length: 700 }, (_, day) => {
  const start = firstMs + day * DAY_MS
  return { start, end: start + HOUR_MS / 2 }
})

/** Rows of claims that were looked at while `work` was done, in the table or in one of its indexes. */
const looksOf = async (tx: Sql, work: () => Promise<unknown>): Promise<number> => {
  const looked = async () => {
    const [row] = await tx<{ looked: number }[]>`
      SELECT (seq_tup_read + (
        SELECT sum(pg_stat_get_xact_tuples_returned(indexrelid)) FROM pg_index WHERE indrelid = relid
      ))::int AS looked
      FROM pg_stat_xact_user_tables WHERE relname = 'occurrences'`
    return row?.looked ?? 0
  }
  const before = await looked()
  await work()
  return (await looked()) - before
}

test('what is in the way is found without looking at everything, also on a resource that statistics do not know', async () => {
  const { ctx, room } = await busyHouse()
  const { bucket, id } = room
  await ctx.database.sql.begin(async (tx) => {
    const clashes = await looksOf(tx, async () => {
      expect((await findClashes(tx, { bucket, resourceId: id }, wanted)).total).toBe(700)
    })
    const meeting = await looksOf(tx, async () => {
      expect((await claimsMeeting(tx, room, wanted))?.size).toBe(700)
    })
    const taken = await looksOf(tx, async () => {
      const claims = wanted.map((interval) => ({ ...interval, wallStart: interval.start as Wall }))
      const other = { bucket, resourceId: id, id: '01940000-0000-7000-8000-000000000000' }
      expect((await findTakenClaims(tx, other, claims)).size).toBe(700)
    })
    expect(Math.max(clashes, meeting, taken)).toBeLessThan(10 * wanted.length)
  })
})

/** A resource, and ids of many others, each with a claim of an hour on forty days. Statistics know all of it. */
const fullHouse = async (ctx: Context): Promise<ResourceRecord> => {
  const { sql } = ctx.database
  const room = await createTestResource(ctx)
  await sql`SET session_replication_role = replica`
  await sql`
    INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
    SELECT bucket, id, gen_random_uuid(), start AT TIME ZONE 'UTC', tstzrange(start, start + interval '1 hour', '[)')
    FROM (
      SELECT bucket, id FROM resources UNION ALL SELECT n, gen_random_uuid() FROM generate_series(1, 200) AS n
    ) AS house
    CROSS JOIN generate_series(1, 40) AS day
    CROSS JOIN LATERAL (SELECT ${instantToSql(firstMs)}::timestamptz + day * interval '1 day' AS start) AS claim`
  await sql`SET session_replication_role = origin`
  await sql`VACUUM ANALYZE occurrences`
  return room
}

test('a check looks at few claims, also where the planner takes bucket and resource for independent', async () => {
  const ctx = await createTestContext({ connectionsMax: 1 })
  const { sql } = ctx.database
  await sql`DROP STATISTICS occurrences_resource_decides_bucket`
  const room = await fullHouse(ctx)
  await sql`BEGIN`
  for (let day = 1; day < 11; day++) {
    const start = firstMs + day * DAY_MS + HOUR_MS
    const looks = await looksOf(sql, async () => {
      const check = { resourceId: room.id, start, end: start + HOUR_MS }
      expect(await checkAvailability(ctx, check)).toMatchObject({ available: true })
    })
    expect(looks).toBeLessThan(10)
  }
  await sql`ROLLBACK`
})

test('the planner knows that a resource decides its bucket', async () => {
  const { ctx, room } = await busyHouse()
  const { sql } = ctx.database
  await sql`ANALYZE occurrences`
  const [row] = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }[]>`
    EXPLAIN (FORMAT JSON) SELECT FROM occurrences WHERE bucket = ${room.bucket} AND resource_id = ${room.id}`
  const [{ count }] = await sql<[{ count: number }]>`
    SELECT count(*)::int FROM occurrences WHERE resource_id = ${room.id}`
  expect(row!['QUERY PLAN'][0].Plan['Plan Rows']).toBeGreaterThan(count / 2)
})

test('what is claimed inside a window is read without what lies outside it', async () => {
  const { ctx, room } = await busyHouse()
  await ctx.database.sql`ANALYZE occurrences`
  await ctx.database.sql.begin(async (tx) => {
    for (let day = 100; day < 110; day++) {
      const window = { start: firstMs + day * DAY_MS, end: firstMs + (day + 7) * DAY_MS }
      const looks = await looksOf(tx, async () => {
        expect((await busyBetween(tx, room, window)).starts).toHaveLength(7)
      })
      expect(looks).toBeLessThan(10)
    }
  })
})
