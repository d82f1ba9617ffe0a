import { horizonFrom } from '../horizon/horizon-from.ts'
import { instantToSql } from '../sql-values.ts'
import type { Check } from './check.ts'

/** Clocks of different machines may be on both sides of midnight. */
const SLACK_MS = 24 * 60 * 60 * 1000

/** How far the horizon lies behind today is no fault: the promise is about the horizon that is stored. */
export const horizonIsKept: Check = {
  id: 'I5',
  title: "Series have rows up to their resource's horizon, and none is ahead",
  async find(sql, found, { nowMs }) {
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN materialised_until < horizon_until THEN 'rows of a series end before the horizon'
            ELSE 'rows of a series end after the horizon' END AS what,
          bookings.id::text AS booking_id, resource_id::text, materialised_until::text, horizon_until::text
        FROM bookings JOIN resources ON resources.id = resource_id
        WHERE status = 'active' AND materialised_until IS NOT NULL AND materialised_until <> horizon_until`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'horizon further ahead than it is ever set' AS what, id::text AS resource_id, horizon_until::text
        FROM resources WHERE horizon_until > ${instantToSql(horizonFrom(nowMs) + SLACK_MS)}`,
    )
  },
}
