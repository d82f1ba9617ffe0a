import type { BusinessHours } from '@booking/core'
import type { Sql } from '../database.ts'

/** A resource's key, and its hours where it has some. */
export interface OpeningRow {
  readonly bucket: number
  readonly id: string
  readonly time_zone: string
  readonly business_hours: BusinessHours
  readonly updated_at: string
}

const PAGE_RESOURCES = 200

/** Every resource that is not always open, a page at a time in order of its key. */
export async function* resourcesWithHours(sql: Sql): AsyncGenerator<OpeningRow[]> {
  let last = { bucket: -1, id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const rows = await sql<OpeningRow[]>`
      SELECT bucket, id, time_zone, business_hours, updated_at::text FROM resources
      WHERE business_hours IS NOT NULL AND (bucket, id) > (${last.bucket}::smallint, ${last.id}::uuid)
      ORDER BY bucket, id LIMIT ${PAGE_RESOURCES}`
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
    yield rows
  }
}
