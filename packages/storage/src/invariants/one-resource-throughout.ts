import type postgres from 'postgres'
import { bucketOfResource } from '../bucket.ts'
import type { Check } from './check.ts'
import type { FoundRows } from './found-rows.ts'

const PAGE_RESOURCES = 2_000

/** Rows are matched by booking alone, so that a wrong bucket does not hide them. */
export const oneResourceThroughout: Check = {
  id: 'I15',
  title: "Everything of a booking names one resource and lies in that resource's bucket",
  async find(sql, found) {
    await findMisplacedResources(sql, found)
    await found.addFrom(
      sql,
      sql`
        SELECT CASE WHEN resources.id IS NULL THEN 'booking of no resource'
            ELSE 'booking in another bucket than its resource' END AS what,
          bookings.id::text AS booking_id, resource_id::text, bookings.bucket::int, resources.bucket::int AS of_resource
        FROM bookings LEFT JOIN resources ON resources.id = resource_id
        WHERE resources.bucket IS DISTINCT FROM bookings.bucket`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'booking that is there several times' AS what, id::text AS booking_id, count(*)::int AS bookings
        FROM bookings GROUP BY id HAVING count(*) > 1`,
    )
    await found.addFrom(
      sql,
      sql`
        SELECT 'claim on another resource or in another bucket than its booking' AS what, booking_id::text,
          occurrences.wall_start::text, occurrences.resource_id::text, occurrences.bucket::int,
          bookings.resource_id::text AS of_booking
        FROM occurrences JOIN bookings ON bookings.id = booking_id
        WHERE occurrences.resource_id <> bookings.resource_id OR occurrences.bucket <> bookings.bucket`,
    )
    for (const [table, what] of [
      ['exceptions', 'exception in another bucket than its booking'],
      ['audit', 'audit row in another bucket than its booking'],
      ['outbox', 'event in another bucket than its booking'],
    ] as const)
      await found.addFrom(
        sql,
        sql`
          SELECT ${what}::text AS what, part.id::text, booking_id::text, part.bucket::int,
            bookings.bucket::int AS of_booking
          FROM ${sql(table)} part JOIN bookings ON bookings.id = booking_id
          WHERE part.bucket <> bookings.bucket`,
      )
    await found.addFrom(sql, lostIds(sql))
  },
}

const findMisplacedResources = async (sql: postgres.TransactionSql, found: FoundRows): Promise<void> => {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await sql<{ id: string; bucket: number }[]>`
      SELECT id, bucket FROM resources WHERE id > ${last}::uuid ORDER BY id LIMIT ${PAGE_RESOURCES}`
    for (const { id, bucket } of rows)
      if (bucket !== bucketOfResource(id))
        found.add({ what: 'resource in another bucket than its id says', resource_id: id, bucket })
    const end = rows.at(-1)
    if (end === undefined) return
    last = end.id
  }
}

/** The last 15 bits of an id name the bucket it was made in; one that left it has a forwarding row there. */
const lostIds = (sql: postgres.TransactionSql) => sql`
  WITH placed AS (
    SELECT id, bucket, ('x' || right(id::text, 4))::bit(16)::int & 32767 AS home FROM bookings
  )
  SELECT CASE WHEN placed.id IS NULL THEN 'forwarding row of no booking'
      WHEN moves.booking_id IS NULL THEN 'booking that its id does not lead to'
      ELSE 'forwarding row that leads elsewhere' END AS what,
    COALESCE(placed.id, moves.booking_id)::text AS booking_id, placed.bucket::int, placed.home,
    moves.bucket::int AS from_bucket, moves.to_bucket::int
  FROM placed FULL JOIN booking_moves moves ON moves.booking_id = placed.id
  WHERE CASE WHEN placed.id IS NULL THEN true
    WHEN moves.booking_id IS NULL THEN placed.bucket <> placed.home
    ELSE moves.bucket <> placed.home OR moves.to_bucket <> placed.bucket OR placed.home = placed.bucket END`
