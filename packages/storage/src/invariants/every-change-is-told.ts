import type { Check } from './check.ts'

/**
 * What was written in one transaction carries one time, so a pair of rows with the same version, action, details
 * and time is taken for one change. Transaction ids would not survive a restore.
 */
export const everyChangeIsTold: Check = {
  id: 'I12',
  title: 'Each change has exactly one audit row and one event, without holes',
  async find(sql, found) {
    await found.addFrom(
      sql,
      sql`
        SELECT CASE
            WHEN audit.id IS NULL THEN 'event of a change that is not in the audit'
            WHEN outbox.id IS NULL THEN 'change without an event'
            ELSE 'event tells another change than the audit' END AS what,
          COALESCE(audit.booking_id, outbox.booking_id)::text AS booking_id,
          COALESCE(audit.version, outbox.version) AS version, audit.action, outbox.kind
        FROM audit FULL JOIN outbox ON outbox.booking_id = audit.booking_id AND outbox.version = audit.version
        WHERE audit.id IS NULL OR outbox.id IS NULL OR audit.action <> outbox.kind
          OR audit.at <> outbox.created_at OR audit.details <> outbox.payload`,
    )
    for (const [table, word] of [
      ['audit', 'audit'],
      ['outbox', 'events'],
    ] as const)
      await found.addFrom(
        sql,
        sql`
          SELECT CASE WHEN bookings.id IS NULL THEN ${`${word} of no booking`}::text
              WHEN told.booking_id IS NULL THEN ${`booking without any ${word}`}::text
              ELSE ${`versions in the ${word} with a hole or a double`}::text END AS what,
            COALESCE(told.booking_id, bookings.id)::text AS booking_id, told.rows, told.versions, told.first, told.last
          FROM (
            SELECT booking_id, count(*)::int AS rows, count(DISTINCT version)::int AS versions,
              min(version) AS first, max(version) AS last
            FROM ${sql(table)} GROUP BY booking_id
          ) told FULL JOIN (SELECT DISTINCT id FROM bookings) bookings ON bookings.id = told.booking_id
          WHERE bookings.id IS NULL OR told.booking_id IS NULL OR told.rows <> told.versions
            OR told.first <> 1 OR told.last <> told.versions`,
      )
  },
}
