-- A resource decides its bucket. Without knowing it the planner takes the claims of one resource for a thousandth of
-- what they are, and reads all of them by the index of the constraint where a few of the index by end would do.

CREATE STATISTICS IF NOT EXISTS occurrences_resource_decides_bucket (dependencies)
  ON bucket, resource_id FROM occurrences;
CREATE STATISTICS IF NOT EXISTS bookings_resource_decides_bucket (dependencies)
  ON bucket, resource_id FROM bookings;

ANALYZE occurrences, bookings;
