-- A table known to be small is read whole, and plans are kept, those of foreign keys too: until the next ANALYZE each claim
-- would look for its booking through every row of a table that has grown since. Of a table that was never analyzed the
-- planner expects enough pages to go by the index; so that is left until the index is cheaper in truth.
ALTER TABLE resources SET (autovacuum_analyze_threshold = 1000);
ALTER TABLE bookings SET (autovacuum_analyze_threshold = 1000);

-- 0005 has analyzed a new database as well. TRUNCATE makes a table one that was never analyzed, and is done only where
-- there is nothing to lose; the lock keeps it so.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM bookings) THEN
    LOCK TABLE bookings, occurrences, exceptions IN ACCESS EXCLUSIVE MODE;
    IF NOT EXISTS (SELECT FROM bookings) AND NOT EXISTS (SELECT FROM occurrences)
      AND NOT EXISTS (SELECT FROM exceptions) THEN
      TRUNCATE bookings, occurrences, exceptions;
    END IF;
  END IF;
END
$$;
