-- Bookings that a list of a window cannot find by where the claims of their resource are: cancelled ones have none, and
-- occurrences of a series may lie anywhere. All others it reads from the first claim in the window on.
--
-- A filled database is read once for it: make it by hand before, with CREATE INDEX CONCURRENTLY.
CREATE INDEX IF NOT EXISTS bookings_without_one_claim ON bookings (bucket, resource_id)
  WHERE recurrence_rule IS NOT NULL OR status = 'cancelled';
