-- A resource decides its bucket. Without knowing it the planner takes the claims of one resource for a thousandth of
-- what they are, and reads all of them by the index of the constraint where a few of the index by end would do.

CREATE STATISTICS IF NOT EXISTS occurrences_resource_decides_bucket (dependencies)
  ON bucket, resource_id FROM occurrences;
CREATE STATISTICS IF NOT EXISTS bookings_resource_decides_bucket (dependencies)
  ON bucket, resource_id FROM bookings;

-- A table known to be small is read whole, and plans are kept, those of foreign keys too: until the next ANALYZE each claim
-- would look for its booking through every row of a table that has grown since. Of a table that was never analyzed the
-- planner expects enough pages to go by the index; so that is left until the index is cheaper in truth.
ALTER TABLE resources SET (autovacuum_analyze_threshold = 1000);
ALTER TABLE bookings SET (autovacuum_analyze_threshold = 1000);

DO $$
BEGIN
  IF (SELECT count(*) FROM (SELECT FROM bookings LIMIT 1000) AS few) = 1000 THEN
    ANALYZE occurrences, bookings;
  END IF;
END
$$;
