import { asInstant, compileBusinessHours, nearestAlternatives, zoneOf } from '@booking/core'
import type { Sql } from '../database.ts'
import type { Alternative } from '../refusal.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { lastInstant } from '../sql-values.ts'
import { busyBetween } from './busy-between.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const SEARCH_MS = 14 * DAY_MS
const STEP_MS = 15 * 60 * 1000

export const ALTERNATIVES_MAX = 3

/**
 * The free intervals of the same length nearest to the wanted one: inside business hours, on quarter hours of
 * the resource's clock, at most two weeks away.
 */
export const findAlternatives = async (
  sql: Sql,
  resource: ResourceRecord,
  wanted: { start: number; end: number },
  options: { exceptBookingId?: string | undefined; notBefore?: number } = {},
): Promise<Alternative[]> => {
  const durationMs = wanted.end - wanted.start
  const window = {
    start: Math.max(0, wanted.start - SEARCH_MS),
    end: Math.min(lastInstant, wanted.end + SEARCH_MS),
  }
  const busy = await busyBetween(sql, resource, window, options.exceptBookingId)
  return nearestAlternatives({
    open: compileBusinessHours(resource.businessHours, zoneOf(resource.timeZone)),
    busy,
    around: asInstant(wanted.start),
    durationMs,
    stepMs: STEP_MS,
    count: ALTERNATIVES_MAX,
    searchFrom: asInstant(window.start),
    searchTo: asInstant(window.end),
    ...(options.notBefore === undefined ? {} : { notBefore: asInstant(options.notBefore) }),
  })
}
