import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BusyDatabase, createBusyDatabase } from '../../test/busy-database.ts'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import { createBooking } from '../bookings/create-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import type { Context } from '../context.ts'
import { extendHorizon } from '../horizon/extend-horizon.ts'
import { mintId } from '../mint-id.ts'
import { Refusal } from '../refusal.ts'
import { type CheckResult, checkInvariants, runChecks } from './check-invariants.ts'
import { invariantsCommand } from './command.ts'
import type { FoundRow } from './found-rows.ts'
import { addLine, emptyHistory, type History } from './history.ts'
import { invariants } from './invariants.ts'
import { storedSchema } from './schema-as-committed.ts'

const HOUR_MS = 3_600_000

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

/** A second booking with all the first one has, claims included, some time later. */
const addTwin = async (sql: postgres.TransactionSql, bookingId: string, laterMs = 0): Promise<string> => {
  const [{ bucket } = { bucket: 0 }] = await sql<{ bucket: number }[]>`
    SELECT bucket FROM bookings WHERE id = ${bookingId}`
  const id = mintId(bucket, busy.ctx.nowMs)
  const later = `${laterMs} milliseconds`
  const copies = {
    bookings: { id: sql`${id}::uuid` },
    audit: { id: sql`${mintId(bucket, 0)}::uuid`, booking_id: sql`${id}::uuid` },
    outbox: { id: sql`${mintId(bucket, 0)}::uuid`, booking_id: sql`${id}::uuid` },
  }
  for (const [table, changes] of Object.entries(copies)) {
    const key = table === 'bookings' ? 'id' : 'booking_id'
    const values = Object.entries(changes).map(([name, value]) => sql`${name}::text, ${value}`)
    await sql`
      INSERT INTO ${sql(table)} SELECT copy.* FROM ${sql(table)} original,
        jsonb_populate_record(original, jsonb_build_object(${values.flatMap((value, at) => (at === 0 ? [value] : [sql`, `, value]))})) copy
      WHERE original.${sql(key)} = ${bookingId}`
  }
  await sql`
    UPDATE bookings SET starts_at = starts_at + ${later}::interval, ends_at = ends_at + ${later}::interval,
      last_starts_at = last_starts_at + ${later}::interval, last_ends_at = last_ends_at + ${later}::interval
    WHERE id = ${id}`
  await sql`
    INSERT INTO occurrences SELECT bucket, resource_id, ${id}::uuid, wall_start + ${later}::interval,
      tstzrange(lower(during) + ${later}::interval, upper(during) + ${later}::interval, '[)')
    FROM occurrences WHERE booking_id = ${bookingId}`
  return id
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
