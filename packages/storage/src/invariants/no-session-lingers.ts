import type { Check } from './check.ts'

/** Our programs name themselves `booking …`; this check is one of them. */
export const noSessionLingers: Check = {
  id: 'I19',
  title: 'No session of ours sits in a transaction or on an advisory lock',
  async find(sql, found, { idleMsMax }) {
    await found.addFrom(
      sql,
      sql`
        SELECT 'session idle in a transaction' AS what, pid, application_name, xact_start::text, state_change::text
        FROM pg_stat_activity
        WHERE datname = current_database() AND application_name LIKE 'booking%' AND pid <> pg_backend_pid()
          AND state LIKE 'idle in transaction%'
          AND state_change < clock_timestamp() - make_interval(secs => ${idleMsMax / 1000})`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'advisory lock of a session of ours' AS what, pid, application_name, classid::text, objid::text
        FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND application_name LIKE 'booking%' AND pid <> pg_backend_pid()
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'prepared transaction that nobody finishes' AS what, gid, prepared::text, owner::text
        FROM pg_prepared_xacts WHERE database = current_database()`,
    )
  },
}
