import type { Check } from './check.ts'
import { withIndexes, without, withoutIndexes } from './with-planner.ts'

interface Pairs {
  readonly pairs: number
}

/**
 * Twice, without trusting the constraint. Without indexes: in order of start, a claim that starts before all
 * earlier ones have ended meets one of them, whatever buckets they are in. With indexes: each claim asks the index
 * for those it meets. Both must count the same pairs.
 */
export const noOverlap: Check = {
  id: 'I1',
  title: 'No two claims of a resource overlap',
  async find(sql, found) {
    const met = sql`
      WITH ordered AS (
        SELECT *, COALESCE(lower(during), '-infinity') AS starts, COALESCE(upper(during), 'infinity') AS ends
        FROM occurrences WHERE NOT isempty(during)
      ), followed AS (
        SELECT *, max(ends) OVER (
          PARTITION BY resource_id ORDER BY starts, ends, booking_id, wall_start, bucket
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS taken_until
        FROM ordered
      ), late AS MATERIALIZED (
        SELECT * FROM followed WHERE starts < taken_until
      ), met AS MATERIALIZED (
        SELECT late.resource_id, late.booking_id, late.wall_start, late.during,
          other.booking_id AS other_booking_id, other.during AS other_during, other.bucket = late.bucket AS together
        FROM late JOIN ordered other ON other.resource_id = late.resource_id AND other.during && late.during
          AND (other.starts, other.ends, other.booking_id, other.wall_start, other.bucket)
            < (late.starts, late.ends, late.booking_id, late.wall_start, late.bucket)
      )`
    const bare = await without(sql, withoutIndexes, async () => {
      await found.addFrom(
        sql,
        sql`${met} SELECT 'two claims overlap' AS what, resource_id::text, booking_id::text, during::text,
          other_booking_id::text, other_during::text FROM met ORDER BY resource_id, lower(during)`,
      )
      const [row] = await sql<
        Pairs[]
      >`${met} SELECT (count(*) FILTER (WHERE together))::float8 AS pairs FROM met`
      return row?.pairs ?? 0
    })
    const [indexed] = await without(
      sql,
      withIndexes,
      () => sql<Pairs[]>`
        SELECT count(*)::float8 / 2 AS pairs FROM occurrences a JOIN occurrences b
        ON b.bucket = a.bucket AND b.resource_id = a.resource_id AND b.during && a.during AND b.ctid <> a.ctid`,
    )
    if (indexed?.pairs !== bare)
      found.add({
        what: 'indexes give another answer than the table',
        table: bare,
        index: indexed?.pairs ?? null,
      })
  },
}
