-- Which time zone data the instants of series were made by, and what a change of those data could not move.

CREATE TABLE zone_data (
  time_zone   text        NOT NULL PRIMARY KEY,
  -- SHA-256 of the zone's offsets and their changes, so that two releases with the same law are equal.
  fingerprint text        NOT NULL,
  -- Release of the tz database, such as 2025c.
  tz_version  text        NOT NULL,
  checked_at  timestamptz NOT NULL,
  -- Null while series are still being moved to these data.
  settled_at  timestamptz,
  -- When these data took the place of others, or series were last moved to them; null: never.
  changed_at  timestamptz
);

-- One row for each occurrence that could not follow a change of its zone, and for each pair of rules that meet
-- past the horizon since one.
CREATE TABLE zone_conflicts (
  bucket           smallint    NOT NULL,
  booking_id       uuid        NOT NULL,
  -- Original start of the occurrence, on the series' own clock; of two rules, their first clash.
  wall_start       timestamp   NOT NULL,
  -- 'kept': stays where it was. 'skipped': does not take place. 'rule': goes on being skipped past the horizon.
  kind             text        NOT NULL CHECK (kind IN ('kept', 'skipped', 'rule')),
  -- What is in the way.
  other_booking_id uuid        NOT NULL,
  -- Where the occurrence would be by the new data.
  wanted           tstzrange   NOT NULL,
  -- Where a kept one starts instead.
  stays_at         timestamptz,
  tz_version       text        NOT NULL,
  found_at         timestamptz NOT NULL,
  PRIMARY KEY (bucket, booking_id, wall_start, other_booking_id),
  CONSTRAINT zone_conflicts_kept_stay CHECK ((kind = 'kept') = (stays_at IS NOT NULL))
);

CREATE INDEX bookings_by_zone ON bookings (time_zone, updated_at)
  WHERE recurrence_rule IS NOT NULL AND status = 'active';
