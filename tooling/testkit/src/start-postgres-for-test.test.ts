import { existsSync } from 'node:fs'
import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { childrenOf } from './child-processes.ts'
import { type PostgresServer, startPostgresForTest } from './start-postgres-for-test.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgresForTest()
})

afterAll(() => server.stop())

test('what was committed is there after a kill and a restart, at the same address', async () => {
  const { url, pid } = server
  await query(url, 'CREATE TABLE kept AS SELECT 7 AS n')
  await server.kill()
  await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await server.restart()
  expect(server.pid).not.toBe(pid)
  expect(server.url).toBe(url)
  expect(await query(url, 'SELECT n FROM kept')).toEqual([{ n: 7 }])
})

test('restart also works on a server that runs', async () => {
  await server.restart()
  expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
})

test('frozen, it answers an open connection only when thawed', async () => {
  const sql = postgres(server.url, { max: 1 })
  await sql`SELECT 1`
  server.freeze()
  let thawed = false
  const answer = sql`SELECT 2 AS two`.then((rows) => ({ two: rows[0]?.two, thawed }))
  await new Promise((resolve) => setImmediate(resolve))
  thawed = true
  server.thaw()
  expect(await answer).toEqual({ two: 2, thawed: true })
  await sql.end({ timeout: 5 })
})

test('after stop no process and no file is left', async () => {
  const own = await startPostgresForTest()
  const { pid } = own
  expect(childrenOf(pid).length).toBeGreaterThan(0)
  expect(existsSync(`/proc/${pid}`) || process.platform !== 'linux').toBe(true)
  await own.stop()
  expect(childrenOf(pid)).toEqual([])
  await expect(query(own.url, 'SELECT 1')).rejects.toMatchObject({ code: 'ECONNREFUSED' })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return [...(await sql.unsafe(text))]
  } finally {
    await sql.end({ timeout: 5 })
  }
}
