import { createTestDatabase } from '@booking/testkit'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { createTestResource } from '../test/test-context.ts'
import { createBooking } from './bookings/create-booking.ts'
import { createSeries } from './bookings/create-series.ts'
import { listBookings } from './bookings/list-bookings.ts'
import { type Context, defaultBounds } from './context.ts'
import { openDatabase } from './database.ts'
import { getResource } from './resources/get-resource.ts'
import type { DatabaseTrace } from './traced-sql.ts'
import { inTransaction } from './transaction.ts'

const HOUR_MS = 3_600_000
const start = Date.parse('2025-02-03T09:00:00Z')

const heard: string[] = []
beforeEach(() => {
  heard.length = 0
})

const codeOf = (error: unknown) => (error as { code?: string }).code ?? (error as Error).name

const trace: DatabaseTrace = {
  statement({ summary }) {
    heard.push(`> ${summary}`)
    return (error) => heard.push(`< ${summary}${error === undefined ? '' : ` ${codeOf(error)}`}`)
  },
  async transaction(work) {
    heard.push('> transaction')
    try {
      return await work()
    } finally {
      heard.push('< transaction')
    }
  },
}

const { url } = await createTestDatabase()
const database = openDatabase({ url, trace })
afterAll(() => database.close())
const { sql } = database
const ctx: Context = {
  database,
  actor: { subject: 'admin', role: 'admin' },
  nowMs: Date.parse('2025-01-15T10:30:00Z'),
  bounds: defaultBounds,
}

test('a statement is told of once, from when it runs, however often it is waited for', async () => {
  const query = sql`SELECT ${1}::int AS one`
  expect(heard).toEqual([])
  const [first, second] = await Promise.all([query, query])
  expect(first).toBe(second)
  expect(first?.[0]).toEqual({ one: 1 })
  expect(heard).toEqual(['> SELECT', '< SELECT'])
})

test('parts of a statement, names and lists of values are no statements', async () => {
  const condition = sql`id = ${1}`
  await sql`SELECT ${sql('name')} FROM (SELECT 1 AS id, 2 AS name) t WHERE ${condition} AND id IN ${sql([1, 2])}`
  expect(heard).toEqual(['> SELECT', '< SELECT'])
})

test('one that fails is told of with its error, and the error is the same as ever', async () => {
  await expect(sql`SELECT 1 FROM nowhere WHERE ${'a value'} = ''`).rejects.toMatchObject({ code: '42P01' })
  expect(heard).toEqual(['> SELECT nowhere', '< SELECT nowhere 42P01'])
})

test('the statements of a transaction are told of inside it, savepoints too', async () => {
  await inTransaction(database, async (tx) => {
    await tx`UPDATE users SET name = 'x'`
    await tx.savepoint((inner) => inner`DELETE FROM users`)
  })
  expect(heard).toEqual([
    '> transaction',
    '> UPDATE users',
    '< UPDATE users',
    '> DELETE users',
    '< DELETE users',
    '< transaction',
  ])
})

test('whatever makes statements is told of: templates, Drizzle and prepared reads', async () => {
  const room = await createTestResource(ctx)
  const input = { resourceId: room.id, title: 'T', start, end: start + HOUR_MS }
  heard.length = 0
  await getResource(ctx, room.id)
  expect(heard).toEqual(['> SELECT resources', '< SELECT resources'])
  heard.length = 0
  await createBooking(ctx, input)
  expect(heard.at(-1)).toBe(
    '< SELECT resources INSERT occurrences INSERT bookings INSERT audit INSERT outbox',
  )
  await createSeries(ctx, {
    ...input,
    start: start + HOUR_MS,
    end: start + 2 * HOUR_MS,
    recurrenceRule: 'FREQ=DAILY',
  })
  expect(heard).toContain('> transaction')
  heard.length = 0
  expect((await listBookings(ctx, { page: 1, limit: 10 })).items).toHaveLength(2)
  expect(heard.every((line) => /^[<>] SELECT /.test(line))).toBe(true)
})

test('what is told holds nothing that a person wrote', async () => {
  const room = await createTestResource(ctx, { name: 'Private room' })
  await createBooking(ctx, {
    resourceId: room.id,
    title: 'Private',
    start,
    end: start + HOUR_MS,
    attendees: ['ann@example.com'],
  })
  expect(heard.join()).not.toMatch(/private|ann|\d{3}/i)
})

test('without anybody to tell the pool is the driver’s own', async () => {
  const plain = openDatabase({ url })
  afterAll(() => plain.close())
  await plain.sql`SELECT 1`
  expect(heard).toEqual([])
})
