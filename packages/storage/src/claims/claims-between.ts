import type { Sql } from '../database.ts'
import { instantToSql } from '../sql-values.ts'
import { firstClaimAfter } from './first-claim-after.ts'

/**
 * The query of the stored occurrences of a resource that overlap a window: `booking_id, wall_start, during`. A window
 * holds many, so those that end in it are read as one range of the index by end; a descent for each, as
 * {@link metClaims} makes, costs three times as much.
 */
export const claimsBetween = (
  sql: Sql,
  resource: { readonly bucket: number; readonly id: string },
  window: { readonly start: number; readonly end: number },
) => {
  const from = sql`${instantToSql(window.start)}::timestamptz`
  const to = sql`${instantToSql(window.end)}::timestamptz`
  return sql`
    SELECT booking_id, wall_start, during
    FROM (
      (SELECT booking_id, wall_start, during FROM occurrences
       WHERE bucket = ${resource.bucket} AND resource_id = ${resource.id}
         AND upper(during) > ${from} AND upper(during) <= ${to}
       ORDER BY upper(during))
      UNION ALL
      (SELECT booking_id, wall_start, during FROM (${firstClaimAfter(sql, resource, to)}) first)
    ) ending
    WHERE lower(during) < ${to}`
}
