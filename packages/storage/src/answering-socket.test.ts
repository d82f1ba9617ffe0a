import { createTestDatabase } from '@booking/testkit'
import { startTcpProxy } from '@booking/testkit/servers'
import postgres from 'postgres'
import { afterAll, describe, expect, test } from 'vitest'
import { answeringSockets } from './answering-socket.ts'
import { openDatabase } from './database.ts'
import { isConnectionLost } from './sqlstate.ts'

const { url } = await createTestDatabase()
const proxy = await startTcpProxy({ port: Number(new URL(url).port) })
afterAll(() => proxy.close())

const through = () => Object.assign(new URL(url), { port: String(proxy.port) }).href

/** A pool of one connection, which is open. */
const openPool = async (answerMsMax: number) => {
  const options = { max: 1, backoff: () => 0, socket: answeringSockets(answerMsMax), onnotice: () => {} }
  const sql = postgres(through(), options)
  afterAll(() => sql.end({ timeout: 1 }))
  await sql`SELECT 1`
  return sql
}

describe('a connection whose other end has vanished', () => {
  test('fails its query as lost, and its place in the pool is free again', async () => {
    const sql = await openPool(200)
    proxy.halfOpen()
    await expect(sql`SELECT 1`).rejects.toMatchObject({ code: 'CONNECTION_CLOSED' })
    expect(await sql`SELECT 2 AS two`).toEqual([{ two: 2 }])
  })

  test('fails its transaction too', async () => {
    const sql = await openPool(200)
    const failed = sql.begin(async (tx) => {
      await tx`SELECT 1`
      proxy.halfOpen()
      // Its ROLLBACK would have nowhere to go.
      return tx`SELECT 1`.catch(() => new Promise<never>(() => {}))
    })
    await expect(failed).rejects.toThrow()
    expect(await sql`SELECT 2 AS two`).toEqual([{ two: 2 }])
  })
})

test('connections that are reset again and again fail their queries, and every answer is that of its question', async () => {
  const database = openDatabase({ url: through(), connectionsMax: 2 })
  afterAll(() => database.close())
  let isOver = false
  let answered = 0
  const wrong: unknown[] = []
  const lane = async (first: number) => {
    for (let n = first; !isOver; n++)
      try {
        const [row] = await database.sql<{ n: number }[]>`SELECT ${n}::int AS n`
        if (row?.n !== n) wrong.push([n, row])
        answered++
      } catch (error) {
        expect(isConnectionLost(error)).toBe(true)
      }
  }
  const lanes = Array.from({ length: 8 }, (_, at) => lane(at * 1_000_000))
  for (let reset = 0; reset < 20; reset++) {
    const goal = answered + 20
    await expect.poll(() => answered, { interval: 1, timeout: 10_000 }).toBeGreaterThan(goal)
    proxy.reset()
  }
  isOver = true
  await Promise.all(lanes)
  expect(wrong).toEqual([])
})

test('a connection is left alone while nothing is asked, and while rows keep coming', async () => {
  const sql = await openPool(200)
  const [before] = await sql`SELECT pg_backend_pid() AS pid`
  // Both last longer than an answer may: a pause in which nothing is asked, and an answer that goes on and on.
  await takeTime()
  const rows = await sql`SELECT n, pg_sleep(0.01), repeat('x', 20000) FROM generate_series(1, 50) AS n`
  expect(rows).toHaveLength(50)
  const [after] = await sql`SELECT pg_backend_pid() AS pid`
  expect(after).toEqual(before)
})

/** Something else that takes its time at the same server. */
const takeTime = async () => {
  const database = openDatabase({ url })
  await database.sql`SELECT pg_sleep(0.5)`
  await database.close()
}
