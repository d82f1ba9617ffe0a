import postgres from 'postgres'
import { expect, test } from 'vitest'
import { createTestDatabase } from './create-test-database.ts'

test("a test database has the migrated schema, is nobody else's, and can be dropped early", async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  expect(one.url).not.toBe(other.url)
  const sql = postgres(one.url, { max: 1 })
  const [row] = await sql`SELECT to_regclass('migrations') IS NOT NULL AS migrated`
  expect(row).toEqual({ migrated: true })
  await sql.end({ timeout: 5 })
  await one.drop()
  await one.drop()
  const late = postgres(one.url, { max: 1 })
  await expect(late`SELECT 1`).rejects.toMatchObject({ code: '3D000' })
  await late.end({ timeout: 5 })
})
