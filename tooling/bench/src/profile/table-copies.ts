import type { Sql } from '../database/sql.ts'

/** The tables that a booking is written to; what a foreign key points to comes first. */
export const writtenTables = ['bookings', 'occurrences', 'audit', 'outbox'] as const

/** What a table has besides its rows, in the order in which a copy is given it. */
export const keyKinds = [
  'primary keys',
  'checks',
  'foreign keys',
  'secondary indexes',
  'constraint against overlaps',
] as const
export type KeyKind = (typeof keyKinds)[number]

const ofConstraint: Readonly<Record<string, KeyKind>> = {
  p: 'primary keys',
  c: 'checks',
  f: 'foreign keys',
  u: 'secondary indexes',
  x: 'constraint against overlaps',
}

/** Copies the tables with their rows into a schema, with these of their keys as the catalogue has them. */
export async function copyTables(sql: Sql, schema: string, kinds: readonly KeyKind[]): Promise<void> {
  const changes = await keysOf(sql, schema, kinds)
  await sql.unsafe(`CREATE SCHEMA ${schema}`)
  for (const table of writtenTables) {
    await sql.unsafe(`CREATE TABLE ${schema}.${table} (LIKE public.${table} INCLUDING DEFAULTS)`)
    await sql.unsafe(`INSERT INTO ${schema}.${table} SELECT * FROM public.${table}`)
  }
  // Names in the catalogue's texts mean the copies from here on, and what is not copied itself.
  await sql.unsafe(`SET search_path = ${schema}, public`)
  for (const change of changes) await sql.unsafe(change)
  await sql.unsafe('RESET search_path')
  for (const table of writtenTables) await sql.unsafe(`VACUUM ANALYZE ${schema}.${table}`)
}

async function keysOf(sql: Sql, schema: string, kinds: readonly KeyKind[]): Promise<string[]> {
  const constraints = await sql<{ table: string; type: string; text: string }[]>`
    SELECT conrelid::regclass::text AS table, contype::text AS type, pg_get_constraintdef(oid) AS text
    FROM pg_constraint
    WHERE conrelid = ANY (${[...writtenTables]}::text[]::regclass[]) AND contype IN ('p', 'c', 'f', 'u', 'x')
    ORDER BY array_position(ARRAY['p', 'c', 'u', 'x', 'f'], contype::text)`
  const indexes = await sql<{ text: string }[]>`
    SELECT pg_get_indexdef(indexrelid) AS text FROM pg_index
    WHERE indrelid = ANY (${[...writtenTables]}::text[]::regclass[])
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)`
  return [
    ...constraints
      .filter(({ type }) => kinds.includes(ofConstraint[type]!))
      .map(({ table, text }) => `ALTER TABLE ${schema}.${table} ADD ${text}`),
    ...(kinds.includes('secondary indexes')
      ? indexes.map(({ text }) => text.replace(' ON public.', ` ON ${schema}.`))
      : []),
  ]
}
