import type { Wall } from '@booking/core'
import { expect, test } from 'vitest'
import { createTestContext, createTestResource } from '../../test/test-context.ts'
import { createSeries } from '../bookings/create-series.ts'
import type { Context } from '../context.ts'
import type { Sql } from '../database.ts'
import type { ResourceRecord } from '../schema/resources.ts'
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

/** Half an hour of each of those hours. */
const wanted = Array.from({ length: 700 }, (_, day) => {
  const start = firstMs + day * DAY_MS
  return { start, end: start + HOUR_MS / 2 }
})

/** Rows of claims that were looked at while `work` was done. */
const looksOf = async (tx: Sql, work: () => Promise<unknown>): Promise<number> => {
  const looked = async () => {
    const [row] = await tx<{ looked: number }[]>`
      SELECT (idx_tup_fetch + seq_tup_read)::int AS looked FROM pg_stat_xact_user_tables
      WHERE relname = 'occurrences'`
    return row?.looked ?? 0
  }
  const before = await looked()
  await work()
  return (await looked()) - before
}

test('what is in the way is found without looking at everything, also on a resource that statistics do not know', async () => {
  const ctx = await createTestContext()
  for (let rooms = 0; rooms < 5; rooms++) await busyRoom(ctx)
  await ctx.database.sql`ANALYZE occurrences`
  const { bucket, id } = await busyRoom(ctx)
  await ctx.database.sql.begin(async (tx) => {
    const clashes = await looksOf(tx, async () => {
      expect((await findClashes(tx, { bucket, resourceId: id }, wanted)).total).toBe(700)
    })
    const meeting = await looksOf(tx, async () => {
      expect((await claimsMeeting(tx, { bucket, id }, wanted)).size).toBe(700)
    })
    const taken = await looksOf(tx, async () => {
      const claims = wanted.map((interval) => ({ ...interval, wallStart: interval.start as Wall }))
      const other = { bucket, resourceId: id, id: '01940000-0000-7000-8000-000000000000' }
      expect((await findTakenClaims(tx, other, claims)).size).toBe(700)
    })
    expect(Math.max(clashes, meeting, taken)).toBeLessThan(10 * wanted.length)
  })
})
