import type postgres from 'postgres'
import { instantToSql } from '../sql-values.ts'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'
import type { History, KnownBooking } from './history.ts'

const PAGE = 5_000

/** Only what clients recorded and what the database holds is compared; no program of ours is asked. */
export const historyWasKept: Check = {
  id: 'I11',
  title: 'What clients were told is so, and nothing is there that nobody asked for',
  async find(sql, found, { history }) {
    if (history === null) {
      found.note('No history was given (--history FILE).')
      return
    }
    for (const page of pagesOf([...history.bookings])) await findBroken(sql, page, found)
    for (const page of pagesOf([...history.refusedIds]))
      await found.addFrom(
        sql,
        sql`
          SELECT 'request that was refused has changed a booking' AS what, request_id, booking_id::text, version, action
          FROM unnest(${page}::text[]) AS refused (request_id) JOIN audit USING (request_id)`,
      )
    if (history.from <= history.to) await findUnasked(sql, history, found)
  },
}

function* pagesOf<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += PAGE) yield items.slice(at, at + PAGE)
}

const findBroken = async (
  sql: postgres.TransactionSql,
  page: readonly (readonly [string, KnownBooking])[],
  found: FoundRows,
): Promise<void> => {
  const rows = await sql<{ id: string; status: string; version: number }[]>`
    SELECT id, status, version FROM bookings WHERE id = ANY (${page.map(([id]) => id)}::text[]::uuid[])`
  const stored = new Map(rows.map((row) => [row.id, row]))
  for (const [id, known] of page) {
    const booking = stored.get(id)
    const what = brokenWord(known, booking)
    if (what === null) continue
    const { status = null, version = null } = booking ?? {}
    found.add({ what, booking_id: id, status, version, told_version: known.version })
  }
}

const brokenWord = (
  known: KnownBooking,
  stored: { readonly status: string; readonly version: number } | undefined,
): string | null => {
  const wasAnswered = known.isCreated || known.isCancelled || known.version > 0
  if (stored === undefined) return wasAnswered ? 'acknowledged booking that is not there' : null
  if (known.isCancelled && stored.status !== 'cancelled')
    return 'acknowledged cancel of a booking that is live'
  if (known.isCreated && !known.mayBeCancelled && stored.status !== 'active')
    return 'acknowledged booking that was cancelled by nobody'
  return stored.version < known.version ? 'acknowledged change that is not there' : null
}

/** A booking made in the time of the history by a request that is not in it. */
const findUnasked = async (
  sql: postgres.TransactionSql,
  history: History,
  found: FoundRows,
): Promise<void> => {
  let last = { at: instantToSql(history.from - 1), id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const rows = await sql<{ id: string; at: string; request_id: string | null }[]>`
      SELECT booking_id AS id, at::text, request_id FROM audit
      WHERE action = 'booking.created' AND (at, booking_id) > (${last.at}::timestamptz, ${last.id}::uuid)
        AND at <= ${instantToSql(history.to)}::timestamptz
      ORDER BY at, booking_id LIMIT ${PAGE}`
    for (const { id, at, request_id } of rows) {
      const wasSent = history.bookings.has(id) || (request_id !== null && history.sentIds.has(request_id))
      if (!wasSent) found.add({ what: 'booking that nobody asked for', booking_id: id, request_id, at })
    }
    const end = rows.at(-1)
    if (end === undefined || rows.length < PAGE) return
    last = end
  }
}
