import { CLASHES_TOLD_MAX, type FoundClashes, findClashes } from '../claims/find-clashes.ts'
import type { LeftOut } from '../claims/left-out.ts'
import type { Sql } from '../database.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'

/** Everything on a resource that overlaps any of `intervals`: stored claims, and rules beyond the horizon. */
export const findConflicts = async (
  sql: Sql,
  resource: ResourceRecord,
  intervals: readonly { start: number; end: number }[],
  leftOut?: LeftOut,
): Promise<FoundClashes> => {
  const place = { bucket: resource.bucket, resourceId: resource.id }
  const stored = await findClashes(sql, place, intervals, leftOut)
  const beyond = intervals.filter(({ end }) => end > resource.horizonUntil)
  if (beyond.length === 0) return stored
  const tails = await loadTails(sql, place, leftOut)
  const claimedByRules = tails.flatMap((tail) =>
    beyond.flatMap((interval) => clashesWithTail(tail, interval)),
  )
  const clashes = [...stored.clashes, ...claimedByRules].sort((a, b) => a.start - b.start)
  return { clashes: clashes.slice(0, CLASHES_TOLD_MAX), total: stored.total + claimedByRules.length }
}
