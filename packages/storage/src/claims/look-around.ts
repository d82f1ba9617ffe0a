import { asInstant, compileBusinessHours, nearestAlternatives, zoneOf } from '@booking/core'
import type { Sql } from '../database.ts'
import type { Alternative, Clash } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { clashesWithTail, loadTails } from '../series/load-tails.ts'
import { instantToSql, lastInstant } from '../sql-values.ts'
import { busyOf } from './busy-between.ts'
import { claimsBetween } from './claims-between.ts'
import { CLASHES_TOLD_MAX } from './find-clashes.ts'
import { isLeftOut, type LeftOut } from './left-out.ts'
import { titleOf } from './title-of.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Where is looked: first near by, then, if there is too little, as far as a person may want to go. */
const SEARCHES_MS = [DAY_MS, 14 * DAY_MS]
const STEP_MS = 15 * 60 * 1000

export const ALTERNATIVES_MAX = 3

/** Milliseconds since the epoch, closed-open. */
interface Interval {
  readonly start: number
  readonly end: number
}

/** What was found around an interval, at one moment. */
export interface Surroundings {
  /** Whatever overlaps the interval, in order of time; from the hundred and first on with an empty title. */
  readonly inTheWay: Clash[]
  /** Free intervals of the same length, nearest first, at most three. */
  readonly alternatives: Alternative[]
}

/**
 * What is in the way of an interval, and what would be free instead: inside business hours, on quarter hours of the
 * resource's clock, at most two weeks away. What is found near by is nearer than anything further away, so usually one
 * statement reads the claims of two days, and both answers come from it.
 */
export const lookAround = async (
  sql: Sql,
  resource: ResourceRecord,
  wanted: Interval,
  leftOut?: LeftOut,
): Promise<Surroundings> => {
  const open = compileBusinessHours(resource.businessHours, zoneOf(resource.timeZone))
  let found: Surroundings = { inTheWay: [], alternatives: [] }
  for (const searchMs of SEARCHES_MS) {
    const window = {
      start: Math.max(0, wanted.start - searchMs),
      end: Math.min(lastInstant, wanted.end + searchMs),
    }
    const claims = await claimsAround(sql, resource, window, wanted, leftOut)
    found = {
      inTheWay: claims.filter(({ start, end }) => start < wanted.end && end > wanted.start),
      alternatives: nearestAlternatives({
        open,
        busy: busyOf(claims),
        around: asInstant(wanted.start),
        durationMs: wanted.end - wanted.start,
        stepMs: STEP_MS,
        count: ALTERNATIVES_MAX,
        searchFrom: asInstant(window.start),
        searchTo: asInstant(window.end),
      }),
    }
    if (found.alternatives.length === ALTERNATIVES_MAX) break
  }
  return found
}

/** Everything claimed inside a window, by rows and by rules, in order of time; what overlaps `wanted` has its title. */
const claimsAround = async (
  sql: Sql,
  resource: ResourceRecord,
  window: Interval,
  wanted: Interval,
  leftOut: LeftOut | undefined,
): Promise<Clash[]> => {
  const stored = await sql<Clash[]>`
    SELECT booking_id AS "bookingId", (extract(epoch FROM lower(during)) * 1000)::float8 AS start,
      (extract(epoch FROM upper(during)) * 1000)::float8 AS "end",
      CASE WHEN is_met AND nth <= ${CLASHES_TOLD_MAX} THEN ${titleOf(sql, resource.bucket, sql`claimed`)} ELSE '' END
        AS title
    FROM (
      SELECT *, row_number() OVER (PARTITION BY is_met ORDER BY lower(during)) AS nth
      FROM (
        SELECT *, during && tstzrange(${instantToSql(wanted.start)}, ${instantToSql(wanted.end)}) AS is_met
        FROM (${claimsBetween(sql, resource, window)}) near
      ) compared
      WHERE NOT ${isLeftOut(sql, leftOut)}
    ) claimed`
  const claims: Clash[] = [...stored]
  if (window.end > resource.horizonUntil) {
    const tails = await loadTails(sql, { bucket: resource.bucket, resourceId: resource.id }, leftOut)
    for (const tail of tails) claims.push(...clashesWithTail(tail, window))
  }
  return claims.sort((a, b) => a.start - b.start)
}
