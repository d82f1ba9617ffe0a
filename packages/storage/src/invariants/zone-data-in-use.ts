import { instantToSql } from '../sql-values.ts'
import { runtimeZoneData } from '../zone-data/zone-data.ts'
import type { Check } from './check.ts'

/** How long a worker may take to move the series of a zone, or be away, before that is a finding. */
const MOVING_MS_MAX = 24 * 60 * 60 * 1000

/**
 * Whether each instant is the conversion of its wall time is for the comparison of rows with the expansion; this is
 * about the time zone data which that comparison rests on.
 */
export const zoneDataInUse: Check = {
  id: 'I9',
  title: 'Series follow the time zone data of this process',
  async find(sql, found, { nowMs }) {
    const zones = await sql<
      { time_zone: string; fingerprint: string; tz_version: string; is_late: boolean }[]
    >`
      SELECT time_zone, fingerprint, tz_version,
        settled_at IS NULL AND checked_at < ${instantToSql(nowMs - MOVING_MS_MAX)} AS is_late
      FROM zone_data WHERE EXISTS (
        SELECT 1 FROM bookings
        WHERE bookings.time_zone = zone_data.time_zone AND recurrence_rule IS NOT NULL AND status = 'active')
      ORDER BY 1`
    for (const { time_zone, fingerprint, tz_version, is_late } of zones) {
      if (fingerprint !== runtimeZoneData.fingerprintOf(time_zone))
        found.add({
          what: 'series follow other time zone data than those of this process',
          time_zone,
          stored: tz_version,
          own: runtimeZoneData.version,
        })
      else if (is_late) found.add({ what: 'series are being moved to other zone data for a day', time_zone })
    }
  },
}
