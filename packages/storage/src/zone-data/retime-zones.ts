import type { Database } from '../database.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import { loadStoredSeries, type Place } from './load-stored-series.ts'
import { retimeResource } from './retime-resource.ts'
import { spanDiffers, withSpan } from './save-retimed.ts'
import { seriesShifts } from './series-shifts.ts'
import { forgetZoneConflicts, type ZoneConflict } from './zone-conflicts.ts'
import { runtimeZoneData, type ZoneData } from './zone-data.ts'
import { claimZone, settleZone, type ZoneInUse, type ZoneStanding, zonesInUse } from './zone-states.ts'

export interface RetimeOptions {
  /** The data that the core computes with; tests only give others. */
  readonly zoneData?: ZoneData
  /** Milliseconds since the epoch; default: the database's clock. */
  readonly nowMs?: number
  /** Asked between two resources; a run that stops is gone on with by the next. */
  readonly isStopping?: () => boolean
  /** Told of each resource that could not be looked at; the others are. */
  readonly onFailure?: (resourceId: string, error: unknown) => void
}

export interface RetimedZones {
  /** Release of the tz database that this process has. */
  readonly tzVersion: string
  /** Zones whose series follow these data now, and did not when the run began. */
  readonly settled: readonly string[]
  /** Zones that this process leaves alone: their series follow newer data than its own. */
  readonly ahead: readonly string[]
  /** Zones that this process does not know. */
  readonly unknown: readonly string[]
  /** Series that were changed. */
  readonly series: number
  /** Occurrences that were moved. */
  readonly moved: number
  /** Conflicts found for the first time. */
  readonly conflicts: readonly ZoneConflict[]
  /** Resources that could not be looked at. */
  readonly failed: number
}

/** Writes that began before a check may have been committed after it; clocks differ. */
const OVERLAP_MS = 60 * 60 * 1000
const PAGE_RESOURCES = 200

/**
 * Brings the series of every zone in use in step with the time zone data of this process: each occurrence to come is
 * where its wall time is by these data. Only zones that really changed are gone through as a whole; of the others
 * only what was written since the last check, perhaps by a process with other data, and what could not be moved
 * before. A process whose data are older than those that were used last changes nothing of the zone.
 *
 * May be run twice, by several processes at once, and be stopped anywhere: each resource is one transaction.
 */
export const retimeZones = async (database: Database, options: RetimeOptions = {}): Promise<RetimedZones> => {
  const zoneData = options.zoneData ?? runtimeZoneData
  const nowMs = options.nowMs ?? (await databaseNow(database))
  await forgetZoneConflicts(database)
  const zones = await zonesInUse(database, zoneData)
  const withStanding = (standing: ZoneStanding) => zones.filter((zone) => zone.standing === standing)
  const claimed: ZoneInUse[] = []
  for (const zone of withStanding('to be moved'))
    if (await claimZone(database, zoneData, zone, nowMs)) claimed.push(zone)

  const own = [...claimed.map((zone) => ({ ...zone, checkedAt: null })), ...withStanding('in step')]
  const run = await retimeResources(database, own, { ...options, tzVersion: zoneData.version, nowMs })
  if (run.isWhole) for (const zone of own) await settleZone(database, zoneData, zone, nowMs)
  const names = (some: readonly ZoneInUse[]) => some.map(({ timeZone }) => timeZone)
  const { isWhole, ...total } = run
  return {
    tzVersion: zoneData.version,
    settled: isWhole ? names(claimed) : [],
    ahead: names(withStanding('ahead')),
    unknown: names(withStanding('unknown')),
    ...total,
  }
}

const databaseNow = async ({ sql }: Database): Promise<number> => {
  const [row] = await sql<{ now: string }[]>`SELECT date_trunc('milliseconds', now())::text AS now`
  return instantFromSql(row!.now)
}

interface Run {
  series: number
  moved: number
  conflicts: ZoneConflict[]
  failed: number
  /** Every resource was looked at. */
  isWhole: boolean
}

const retimeResources = async (
  database: Database,
  zones: readonly ZoneInUse[],
  options: RetimeOptions & { tzVersion: string; nowMs: number },
): Promise<Run> => {
  const run: Run = { series: 0, moved: 0, conflicts: [], failed: 0, isWhole: true }
  const request = { ...options, timeZones: zones.map(({ timeZone }) => timeZone) }
  for await (const { isWhole, ...place } of resourcesToCheck(database, zones)) {
    if (options.isStopping?.()) return { ...run, isWhole: false }
    try {
      if (!isWhole && !(await isOutOfStep(database, place, request))) continue
      const { series, moved, conflicts } = await retimeResource(database, place, request)
      run.series += series
      run.moved += moved
      run.conflicts.push(...conflicts)
    } catch (error) {
      run.failed++
      run.isWhole = false
      options.onFailure?.(place.resourceId, error)
    }
  }
  return run
}

/** A resource with series to check; `isWhole` where all of them are to be gone through under its lock. */
interface ResourceToCheck extends Place {
  readonly isWhole: boolean
}

/** Resources with series that were written since their zone's last check, or with a conflict that is open. */
async function* resourcesToCheck(
  { sql }: Database,
  zones: readonly ZoneInUse[],
): AsyncGenerator<ResourceToCheck> {
  const since = zones.map(({ checkedAt }) =>
    checkedAt === null ? '-infinity' : instantToSql(checkedAt - OVERLAP_MS),
  )
  const hasChanged = zones.map(({ standing, storedVersion }) =>
    String(standing === 'to be moved' && storedVersion !== null),
  )
  let last = { bucket: -1, resource_id: '00000000-0000-0000-0000-000000000000' }
  for (;;) {
    const page = await sql<{ bucket: number; resource_id: string; is_whole: boolean }[]>`
      SELECT b.bucket, b.resource_id, bool_or(own.has_changed OR c.booking_id IS NOT NULL) AS is_whole
      FROM bookings b
      JOIN unnest(
        ${zones.map(({ timeZone }) => timeZone)}::text[], ${since}::text[]::timestamptz[],
        ${hasChanged}::text[]::boolean[]
      ) AS own (time_zone, since, has_changed) ON own.time_zone = b.time_zone
      LEFT JOIN zone_conflicts c ON c.bucket = b.bucket AND c.booking_id = b.id
      WHERE b.status = 'active' AND b.recurrence_rule IS NOT NULL
        AND (b.updated_at >= own.since OR c.booking_id IS NOT NULL)
        AND (b.bucket, b.resource_id) > (${last.bucket}::smallint, ${last.resource_id}::uuid)
      GROUP BY b.bucket, b.resource_id ORDER BY b.bucket, b.resource_id LIMIT ${PAGE_RESOURCES}`
    for (const { bucket, resource_id: resourceId, is_whole: isWhole } of page)
      yield { bucket, resourceId, isWhole }
    const end = page.at(-1)
    if (end === undefined) return
    last = end
  }
}

/** Whether anything is to be done, asked without a lock: nearly always nothing is. */
const isOutOfStep = async (
  { sql }: Database,
  place: Place,
  { timeZones, nowMs }: { timeZones: readonly string[]; nowMs: number },
): Promise<boolean> => {
  const stored = await loadStoredSeries(sql, place, timeZones, { lock: false })
  return stored.some((series) => {
    const found = seriesShifts(series, nowMs)
    if (found.shifts.length + found.stays.length + found.dropped.length > 0) return true
    // When its last occurrence ends is also a matter of exceptions, and follows from its rows.
    const { lastEndsAt } = series.booking
    return spanDiffers(series.booking, { ...withSpan(found), lastEndsAt })
  })
}
