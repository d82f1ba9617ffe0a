import postgres from 'postgres'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type DatabaseServer, openDatabaseServer } from './database-server.ts'

let server: DatabaseServer
let migrations = 0

beforeAll(async () => {
  server = await openDatabaseServer(undefined, async (url) => {
    migrations++
    await query(url, 'CREATE TABLE things (id int PRIMARY KEY)')
  })
})

afterAll(() => server.stop())

test('clones asked for at the same moment are all made, each with the schema, from one migration', async () => {
  const urls = await Promise.all(Array.from({ length: 20 }, () => server.clone()))
  expect(new Set(urls).size).toBe(20)
  for (const url of urls)
    expect(await query(url, 'SELECT count(*)::int AS n FROM things')).toEqual([{ n: 0 }])
  expect(migrations).toBe(1)
  for (const url of urls) await server.drop(url)
})

test('what one clone holds no other sees', async () => {
  const [one, other] = await Promise.all([server.clone(), server.clone()])
  await query(one, 'INSERT INTO things VALUES (1)')
  expect(await query(other, 'SELECT * FROM things')).toHaveLength(0)
})

test('a dropped clone is gone, even while somebody is connected to it', async () => {
  const url = await server.clone()
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`SELECT 1`
  await server.drop(url)
  await expect(query(url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' })
  await sql.end({ timeout: 1 })
})

async function query(url: string, text: string): Promise<unknown[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await sql.unsafe(text)
  } finally {
    await sql.end({ timeout: 5 })
  }
}
