import { asInstant, CoreError, firstSeriesClash, type PreparedSeries, selfOverlap } from '@booking/core'
import type postgres from 'postgres'
import { takenBeyond } from '../claims/guard-beyond-horizon.ts'
import { clashesWithTail, type Tail } from '../series/load-tails.ts'
import { preparedSeriesOf } from '../series/recurrence-of.ts'
import { instantFromSql } from '../sql-values.ts'
import type { Check } from './check.ts'
import type { FoundRow, FoundRows } from './found-rows.ts'

interface ResourceRow {
  readonly bucket: number
  readonly id: string
  readonly horizon_until: string
}

const PAGE_RESOURCES = 200

/**
 * Past the horizon there are no rows that a constraint could compare: the rules of a resource's live series are
 * compared with each other, with themselves, and with every row that lies there, for ever. Pairs that meet since time
 * zone data changed are on record, and give way to each other when they get rows.
 */
export const tailsNeverClash: Check = {
  id: 'I23',
  title: 'Past the horizon no rule meets another rule, itself or a row',
  async find(sql, found) {
    let last = { bucket: -1, id: '00000000-0000-0000-0000-000000000000' }
    for (;;) {
      const resources = await sql<ResourceRow[]>`
        SELECT bucket, id, horizon_until::text FROM resources
        WHERE (bucket, id) > (${last.bucket}::smallint, ${last.id}::uuid) AND EXISTS (
          SELECT 1 FROM bookings WHERE bookings.bucket = resources.bucket AND resource_id = resources.id
            AND materialised_until IS NOT NULL AND status = 'active')
        ORDER BY bucket, id LIMIT ${PAGE_RESOURCES}`
      for (const resource of resources)
        await findClashes(sql, resource, found).catch((error: unknown) => {
          if (!(error instanceof CoreError)) throw error
          found.add({ what: 'rules that cannot be compared', resource_id: resource.id, why: error.message })
        })
      const end = resources.at(-1)
      if (end === undefined) return
      last = end
    }
  },
}

const findClashes = async (
  sql: postgres.TransactionSql,
  resource: ResourceRow,
  found: FoundRows,
): Promise<void> => {
  const horizonUntil = instantFromSql(resource.horizon_until)
  const { stored, tails } = await takenBeyond(sql, { ...resource, horizonUntil })
  const rules = tails.map(({ booking, excepted }) => preparedSeriesOf(booking, excepted))
  const known = await pairsOnRecord(sql, tails)
  for (const [position, tail] of tails.entries()) {
    for (let other = position; other < tails.length; other++) {
      if (known.has(pairOf(tail.booking.id, tails[other]!.booking.id))) continue
      const clash = ruleClash(rules[position]!, rules[other]!, horizonUntil)
      if (clash !== null)
        found.add({
          ...clash,
          resource_id: resource.id,
          booking_id: tail.booking.id,
          other: tails[other]!.booking.id,
        })
    }
  }
  for (const row of stored) for (const tail of tails) addRowClashes(tail, row, found)
}

const pairOf = (one: string, other: string): string => [one, other].sort().join()

const pairsOnRecord = async (sql: postgres.TransactionSql, tails: readonly Tail[]): Promise<Set<string>> => {
  const ids = tails.map(({ booking }) => booking.id)
  const rows = await sql<{ booking_id: string; other_booking_id: string }[]>`
    SELECT booking_id, other_booking_id FROM zone_conflicts
    WHERE kind = 'rule' AND booking_id = ANY (${ids}::text[]::uuid[])`
  return new Set(rows.map(({ booking_id, other_booking_id }) => pairOf(booking_id, other_booking_id)))
}

const ruleClash = (one: PreparedSeries, other: PreparedSeries, horizonUntil: number): FoundRow | null => {
  const from = asInstant(horizonUntil)
  try {
    if (one === other) {
      const clash = selfOverlap(one, { from })
      return clash === null
        ? null
        : { what: 'rule meets itself past the horizon', at: instantText(clash.b.start) }
    }
    const verdict = firstSeriesClash(one, other, { from })
    if (verdict.disjointForever) return null
    const { a, b } = verdict.clash
    return { what: 'two rules meet past the horizon', at: instantText(Math.max(a.start, b.start)) }
  } catch (error) {
    if (!(error instanceof CoreError)) throw error
    return { what: 'rules cannot be proven apart', why: error.message }
  }
}

const addRowClashes = (
  tail: Tail,
  row: { bookingId: string; start: number; end: number },
  found: FoundRows,
): void => {
  for (const clash of clashesWithTail(tail, row))
    found.add({
      what: 'rule meets a row past the horizon',
      booking_id: tail.booking.id,
      other: row.bookingId,
      at: instantText(Math.max(clash.start, row.start)),
    })
}

const instantText = (instant: number): string => new Date(instant).toISOString()
