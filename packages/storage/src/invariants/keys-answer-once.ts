import type postgres from 'postgres'
import { bucketOfText } from '../bucket.ts'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'

const PAGE_KEYS = 200

/** An answer that made a booking begins with the booking's id. */
const made = (sql: postgres.TransactionSql) => sql`
  SELECT subject, operation, key, substring(body FROM '^\\{"id":"([0-9a-f-]{36})"') AS booking_id
  FROM idempotency_keys WHERE status = 201 AND operation IN ('post /bookings', 'post /bookings/recurring')`

/** A key is written in the transaction of what it answers, so no half-done one is ever to be seen. */
export const keysAnswerOnce: Check = {
  id: 'I10',
  title: 'Each idempotency key has one answer, and each booking one key',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN status = 0 THEN 'key without an answer' WHEN status NOT BETWEEN 200 AND 299
            THEN 'key that kept a refusal' ELSE 'key kept for another time than a day' END AS what,
          subject, operation, key, status::int, created_at::text, expires_at::text
        FROM idempotency_keys
        WHERE status NOT BETWEEN 200 AND 299 OR expires_at <> created_at + interval '24 hours'`,
    )
    await found.addFrom(
      sql,
      sql`
        WITH made AS (${made(sql)})
        SELECT 'key whose booking is not there' AS what, subject, operation, key, booking_id
        FROM made WHERE booking_id IS NULL OR NOT EXISTS (SELECT 1 FROM bookings WHERE id = booking_id::uuid)`,
    )
    await found.addFrom(
      sql,
      sql`
        WITH made AS (${made(sql)})
        SELECT 'booking made under several keys' AS what, booking_id, string_agg(key, ', ' ORDER BY key) AS keys
        FROM made WHERE booking_id IS NOT NULL GROUP BY booking_id HAVING count(*) > 1`,
    )
    await findBroken(sql, found)
  },
}

interface KeyRow {
  readonly bucket: number
  readonly subject: string
  readonly operation: string
  readonly key: string
  readonly body: string
}

/** What only the application can tell: that the answer is JSON, and that the key lies in its bucket. */
const findBroken = async (sql: postgres.TransactionSql, found: FoundRows): Promise<void> => {
  let last = { bucket: -1, subject: '', operation: '', key: '' }
  for (;;) {
    const rows = await sql<KeyRow[]>`
      SELECT bucket, subject, operation, key, body FROM idempotency_keys
      WHERE (bucket, subject, operation, key) > (${last.bucket}::smallint, ${last.subject}, ${last.operation}, ${last.key})
      ORDER BY bucket, subject, operation, key LIMIT ${PAGE_KEYS}`
    for (const { bucket, subject, operation, key, body } of rows) {
      if (bucket !== bucketOfText(`${subject}\n${key}`))
        found.add({ what: 'key in another bucket than its text says', subject, operation, key, bucket })
      if (!isJson(body)) found.add({ what: 'key whose answer is not JSON', subject, operation, key })
    }
    const end = rows.at(-1)
    if (end === undefined) return
    last = end
  }
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
