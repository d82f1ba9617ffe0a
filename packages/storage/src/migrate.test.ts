import { createTestDatabase } from '@booking/testkit'
import postgres from 'postgres'
import { expect, test } from 'vitest'
import { ChangedMigrationError, migrate } from './migrate.ts'

/** An empty database on the server of the tests. */
const emptyDatabase = async () => {
  const { url } = await createTestDatabase()
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  await sql`DROP SCHEMA public CASCADE`
  await sql`CREATE SCHEMA public`
  await sql.end()
  return url
}

test('an empty database gets every migration once, however many processes ask for it', async () => {
  const url = await emptyDatabase()
  const results = await Promise.all(Array.from({ length: 4 }, () => migrate(url)))
  const applied = results.flatMap((result) => result.applied)
  expect(applied).toContain('0001_bookings.sql')
  expect(new Set(applied).size).toBe(applied.length)
  expect(await migrate(url)).toEqual({ applied: [] })
})

test('a migration that was changed after it was applied is refused by name', async () => {
  const { url } = await createTestDatabase()
  const sql = postgres(url, { max: 1 })
  await sql`UPDATE migrations SET checksum = 'other' WHERE name = '0001_bookings.sql'`
  await sql.end()
  await expect(migrate(url)).rejects.toThrow(ChangedMigrationError)
  await expect(migrate(url)).rejects.toThrow(/0001_bookings\.sql/)
})

test('the constraint that keeps the promise is there and validated', async () => {
  const { url } = await createTestDatabase()
  const sql = postgres(url, { max: 1 })
  const [constraint] = await sql`
    SELECT pg_get_constraintdef(oid) AS definition, convalidated FROM pg_constraint
    WHERE conname = 'occurrences_never_overlap'`
  await sql.end()
  expect(constraint).toEqual({
    definition: 'EXCLUDE USING gist (bucket WITH =, resource_id WITH =, during WITH &&)',
    convalidated: true,
  })
})
