import type { Sql } from '../database.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'
import { claimsBetween } from './claims-between.ts'

/** What is taken, as the core's availability functions take it: milliseconds since the epoch, ascending. */
export interface Busy {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/** Everything claimed on a resource inside a window, by rows and by rules; complete. */
export const busyBetween = async (
  sql: Sql,
  resource: ResourceRecord,
  window: { start: number; end: number },
): Promise<Busy> => {
  const rows = await sql<{ start: number; end: number }[]>`
    SELECT (extract(epoch FROM lower(during)) * 1000)::float8 AS start,
      (extract(epoch FROM upper(during)) * 1000)::float8 AS "end"
    FROM (${claimsBetween(sql, resource, window)}) claimed`
  const busy: { start: number; end: number }[] = [...rows]
  if (window.end > resource.horizonUntil) {
    const tails = await loadTails(sql, { bucket: resource.bucket, resourceId: resource.id })
    for (const tail of tails) busy.push(...clashesWithTail(tail, window))
  }
  return busyOf(busy.sort((a, b) => a.start - b.start))
}

export const busyOf = (ascending: readonly { start: number; end: number }[]): Busy => ({
  starts: Float64Array.from(ascending, ({ start }) => start),
  ends: Float64Array.from(ascending, ({ end }) => end),
})
