import { asInstant, compileBusinessHours, nearestAlternatives, zoneOf } from '@booking/core'
import type { Sql } from '../database.ts'
import type { Alternative } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { lastInstant } from '../sql-values.ts'
import { busyBetween } from './busy-between.ts'

const DAY_MS = 24 * 60 * 60 * 1000
/** Where is looked: first near by, then, if there is too little, as far as a person may want to go. */
const SEARCHES_MS = [DAY_MS, 14 * DAY_MS]
const STEP_MS = 15 * 60 * 1000

export const ALTERNATIVES_MAX = 3

/**
 * The free intervals of the same length nearest to the wanted one: inside business hours, on quarter hours of
 * the resource's clock, at most two weeks away. What is found near by is nearer than anything further away, so
 * usually the claims of two days are all that is read.
 */
export const findAlternatives = async (
  sql: Sql,
  resource: ResourceRecord,
  wanted: { start: number; end: number },
  options: { exceptBookingId?: string | undefined; notBefore?: number } = {},
): Promise<Alternative[]> => {
  const open = compileBusinessHours(resource.businessHours, zoneOf(resource.timeZone))
  let found: Alternative[] = []
  for (const searchMs of SEARCHES_MS) {
    const window = {
      start: Math.max(0, wanted.start - searchMs),
      end: Math.min(lastInstant, wanted.end + searchMs),
    }
    found = nearestAlternatives({
      open,
      busy: await busyBetween(sql, resource, window, options.exceptBookingId),
      around: asInstant(wanted.start),
      durationMs: wanted.end - wanted.start,
      stepMs: STEP_MS,
      count: ALTERNATIVES_MAX,
      searchFrom: asInstant(window.start),
      searchTo: asInstant(window.end),
      ...(options.notBefore === undefined ? {} : { notBefore: asInstant(options.notBefore) }),
    })
    if (found.length === ALTERNATIVES_MAX) break
  }
  return found
}
