import type { Database, Sql } from '../database.ts'
import { instantFromSql, instantToSql } from '../sql-values.ts'
import { isNewer, type ZoneData } from './zone-data.ts'

/** How far the series of a zone are with the time zone data of this process. */
export type ZoneStanding =
  /** They were made by other data, older than these, or by data that nobody noted: all are looked at. */
  | 'to be moved'
  /** They follow these data; only what was written since is looked at. */
  | 'in step'
  /** They follow data that are newer than these, or of the same release and yet different. */
  | 'ahead'
  /** These data do not know the zone. */
  | 'unknown'

export interface ZoneInUse {
  readonly timeZone: string
  readonly standing: ZoneStanding
  /** Release by which the zone's series were made; null when nobody noted it. */
  readonly storedVersion: string | null
  /** Milliseconds since the epoch; null when never. */
  readonly checkedAt: number | null
}

interface StateRow {
  readonly time_zone: string
  readonly fingerprint: string | null
  readonly tz_version: string | null
  readonly checked_at: string | null
  readonly settled_at: string | null
}

/** Every zone that a live series or the hours of a resource are in, with how far it is. */
export const zonesInUse = async (database: Database, zoneData: ZoneData): Promise<ZoneInUse[]> => {
  const rows = await database.sql<StateRow[]>`
    WITH used AS (
      SELECT time_zone FROM bookings WHERE recurrence_rule IS NOT NULL AND status = 'active'
      UNION
      SELECT time_zone FROM resources WHERE business_hours IS NOT NULL
    )
    SELECT used.time_zone, fingerprint, tz_version, checked_at::text, settled_at::text
    FROM used LEFT JOIN zone_data ON zone_data.time_zone = used.time_zone
    ORDER BY 1`
  return rows.map((row) => ({
    timeZone: row.time_zone,
    standing: standingOf(row, zoneData),
    storedVersion: row.tz_version,
    checkedAt: row.checked_at === null ? null : instantFromSql(row.checked_at),
  }))
}

const standingOf = (row: StateRow, zoneData: ZoneData): ZoneStanding => {
  const fingerprint = zoneData.fingerprintOf(row.time_zone)
  if (fingerprint === null) return 'unknown'
  if (row.fingerprint === null || row.tz_version === null) return 'to be moved'
  if (row.fingerprint === fingerprint) return row.settled_at === null ? 'to be moved' : 'in step'
  return isNewer(zoneData.version, row.tz_version) ? 'to be moved' : 'ahead'
}

/**
 * Notes that a zone's series are being moved to these data, before the first of them is: from here on nobody with
 * other data extends them. Does nothing where somebody with newer data was faster.
 *
 * @returns whether the zone is this process's to move
 */
export const claimZone = async (
  database: Database,
  zoneData: ZoneData,
  zone: ZoneInUse,
  nowMs: number,
): Promise<boolean> => {
  const { timeZone, storedVersion } = zone
  const now = instantToSql(nowMs)
  const claimed = await database.sql`
    INSERT INTO zone_data (time_zone, fingerprint, tz_version, checked_at)
    VALUES (${timeZone}, ${zoneData.fingerprintOf(timeZone)}, ${newestRelease(zoneData, zone)}, ${now})
    ON CONFLICT (time_zone) DO UPDATE SET fingerprint = excluded.fingerprint, tz_version = excluded.tz_version,
      checked_at = excluded.checked_at, settled_at = NULL,
      changed_at = CASE WHEN zone_data.fingerprint = excluded.fingerprint THEN zone_data.changed_at
        ELSE excluded.checked_at END
      WHERE zone_data.tz_version = ${storedVersion} OR zone_data.fingerprint = excluded.fingerprint
    RETURNING 1`
  return claimed.length === 1
}

/** The newest release known to have these data of a zone. */
const newestRelease = ({ version }: ZoneData, { storedVersion }: ZoneInUse): string =>
  storedVersion !== null && isNewer(storedVersion, version) ? storedVersion : version

/** Notes that all series of a zone follow these data, and the newest release that says so. */
export const settleZone = async (
  database: Database,
  zoneData: ZoneData,
  zone: ZoneInUse,
  nowMs: number,
): Promise<void> => {
  await database.sql`
    UPDATE zone_data SET checked_at = ${instantToSql(nowMs)},
      tz_version = ${newestRelease(zoneData, zone)},
      settled_at = COALESCE(settled_at, ${instantToSql(nowMs)})
    WHERE time_zone = ${zone.timeZone} AND fingerprint = ${zoneData.fingerprintOf(zone.timeZone)}`
}

/** Notes, with the change, when series of some zones were last moved. */
export const noteChanged = async (sql: Sql, timeZones: readonly string[], nowMs: number): Promise<void> => {
  await sql`
    UPDATE zone_data SET changed_at = ${instantToSql(nowMs)}
    WHERE time_zone = ANY (${[...new Set(timeZones)].sort()}::text[])`
}

/** Zones whose series follow other data than these, or are being moved: no row may be added to them. */
export const zonesOutOfStep = async (sql: Sql, zoneData: ZoneData): Promise<string[]> => {
  const rows = await sql<{ time_zone: string; fingerprint: string; is_settled: boolean }[]>`
    SELECT time_zone, fingerprint, settled_at IS NOT NULL AS is_settled FROM zone_data`
  return rows
    .filter(
      ({ time_zone, fingerprint, is_settled }) =>
        !is_settled || fingerprint !== zoneData.fingerprintOf(time_zone),
    )
    .map(({ time_zone }) => time_zone)
}
