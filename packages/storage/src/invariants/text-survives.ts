import type postgres from 'postgres'
import type { Check } from './check.ts'
import type { FoundRow, FoundRows } from './found-rows.ts'

const BYTES_MAX = 16_384
const DEPTH_MAX = 5
const KEYS_MAX = 1_000
const KEY_CHARS_MAX = 255
const PAGE_BOOKINGS = 200

interface MetadataRow {
  readonly bucket: number
  readonly id: string
  readonly metadata: unknown
}

/** PostgreSQL itself keeps NUL and broken UTF-8 out of text, provided that the database is UTF-8. */
export const textSurvives: Check = {
  id: 'I17',
  title: 'Text is UTF-8, and metadata is within its bounds and survives JSON',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT 'database that is not UTF-8' AS what, current_setting('server_encoding') AS encoding
        WHERE current_setting('server_encoding') <> 'UTF8'`,
    )
    let last = { bucket: -1, id: '00000000-0000-0000-0000-000000000000' }
    for (;;) {
      const rows = await sql<MetadataRow[]>`
        SELECT bucket, id, metadata FROM bookings
        WHERE (bucket, id) > (${last.bucket}::smallint, ${last.id}::uuid) AND metadata <> '{}'
        ORDER BY bucket, id LIMIT ${PAGE_BOOKINGS}`
      const end = rows.at(-1)
      if (end === undefined) return
      last = end
      for (const { id, metadata } of rows) {
        const fault = faultOf(metadata)
        if (fault !== null) found.add({ what: fault, booking_id: id })
      }
      await findChanged(sql, rows, found)
    }
  },
}

const findChanged = async (
  sql: postgres.TransactionSql,
  page: readonly MetadataRow[],
  found: FoundRows,
): Promise<void> => {
  const changed = await sql<{ id: string }[]>`
    SELECT bookings.id
    FROM unnest(${page.map(({ bucket }) => String(bucket))}::text[]::smallint[],
      ${page.map(({ id }) => id)}::text[]::uuid[],
      ${page.map(({ metadata }) => JSON.stringify(metadata))}::text[]) AS read (bucket, id, metadata)
    JOIN bookings ON bookings.bucket = read.bucket AND bookings.id = read.id
    WHERE bookings.metadata <> read.metadata::jsonb`
  for (const { id } of changed)
    found.add({ what: 'metadata that JSON in the application changes', booking_id: id })
}

const faultOf = (metadata: unknown): FoundRow['what'] | null => {
  if (typeof metadata !== 'object' || metadata === null || Array.isArray(metadata))
    return 'metadata that is not an object'
  if (Buffer.byteLength(JSON.stringify(metadata)) > BYTES_MAX) return 'metadata that is too large'
  const { depth, keys } = measured(metadata)
  if (depth > DEPTH_MAX) return 'metadata that is nested too deep'
  if (keys.length > KEYS_MAX) return 'metadata with too many keys'
  if (keys.some((key) => key === '__proto__' || [...key].length > KEY_CHARS_MAX))
    return 'metadata with a key that cannot be'
  return null
}

/** Level by level, so that no depth is too deep for the stack. */
const measured = (value: object): { depth: number; keys: string[] } => {
  const keys: string[] = []
  let depth = 0
  for (let level = [value]; level.length > 0; depth++) {
    const inner: object[] = []
    for (const container of level) {
      if (!Array.isArray(container)) for (const key of Object.keys(container)) keys.push(key)
      for (const child of Object.values(container))
        if (typeof child === 'object' && child !== null) inner.push(child)
    }
    level = inner
  }
  return { depth, keys }
}
