/**
 * The query of the first stored occurrence of a resource that ends after an instant: `booking_id, wall_start, during`.
 * Claims of one resource never overlap, so that one decides whether the time from the instant on is taken. Written for
 * either tag that makes statements here, the driver's and Drizzle's.
 *
 * It is one descent of the index by end, and written as a comparison of rows because the index of the
 * constraint cannot answer one: given the resource and the end apart, the planner may go by that index or by the primary
 * key instead, and there through every claim of a resource that its statistics do not know. The primary key, which has the
 * bucket as well, stays possible; so the bucket is kept out of the planner's sight, which then takes it for one like any
 * other, and not for an empty one because it was filled since the statistics were taken.
 *
 * What comes next in the index may be another resource's, which is seen afterwards: PostgreSQL holds every row of the page
 * that it comes to against each bound, so a second one would be most of the price.
 */
export const firstEndingAfter = <Value, Fragment>(
  sql: (text: TemplateStringsArray, ...values: Value[]) => Fragment,
  { bucket, id }: { readonly bucket: Value; readonly id: Value },
  instant: Value,
): Fragment => sql`
  SELECT booking_id, wall_start, during FROM (
    SELECT resource_id, booking_id, wall_start, during FROM occurrences
    WHERE bucket = (SELECT ${bucket}::smallint)
      AND (resource_id, upper(during)) > (${id}::uuid, ${instant}::timestamptz)
    ORDER BY resource_id, upper(during) LIMIT 1
  ) next
  WHERE resource_id = ${id}::uuid`
