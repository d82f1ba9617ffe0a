import type { Database } from '../database.ts'
import type { ZoneConflict } from './zone-conflicts.ts'

/** How many conflicts that changes of zone data have left are open, by kind. */
export const countZoneConflicts = async ({
  sql,
}: Database): Promise<Record<ZoneConflict['kind'], number>> => {
  const rows = await sql<{ kind: ZoneConflict['kind']; open: number }[]>`
    SELECT kind, count(*)::int AS open FROM zone_conflicts GROUP BY kind`
  return { kept: 0, skipped: 0, rule: 0, ...Object.fromEntries(rows.map(({ kind, open }) => [kind, open])) }
}
