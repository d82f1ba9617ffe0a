-- The tables of the write path. `bucket`, a hash of the resource's id, leads every key, so that a booking
-- and everything written with it stay together when the tables are spread over several machines.
-- Ids and timestamps come from the application; there are no triggers and no sequences.

CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE resources (
  bucket          smallint    NOT NULL CHECK (bucket >= 0),
  id              uuid        NOT NULL,
  name            text        NOT NULL,
  type            text        NOT NULL,
  capacity        integer     NOT NULL CHECK (capacity > 0),
  location        text        NOT NULL,
  amenities       text[]      NOT NULL,
  business_hours  jsonb,
  time_zone       text        NOT NULL,
  is_active       boolean     NOT NULL,
  -- Every live series of this resource has a row for each occurrence that starts before this instant.
  -- It only ever grows, and only under this row's lock, after the rows are there.
  horizon_until   timestamptz NOT NULL,
  version         integer     NOT NULL,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (bucket, id)
);

CREATE INDEX resources_in_order ON resources (created_at, id);

CREATE TABLE bookings (
  bucket             smallint    NOT NULL,
  id                 uuid        NOT NULL,
  resource_id        uuid        NOT NULL,
  title              text        NOT NULL,
  description        text,
  starts_at          timestamptz NOT NULL,
  ends_at            timestamptz NOT NULL,
  recurrence_rule    text,
  time_zone          text,
  wall_start         timestamp,
  duration_ms        bigint      NOT NULL CHECK (duration_ms > 0),
  -- Where the rule's last occurrence starts; null when the series never ends.
  last_starts_at     timestamptz,
  -- When the last occurrence has ended, exceptions considered; null when the series never ends.
  last_ends_at       timestamptz,
  occurrence_count   integer,
  -- Occurrences that start before this instant have rows; the rule itself claims the rest. Null: all have rows.
  materialised_until timestamptz,
  start_adjusted     boolean     NOT NULL,
  created_by         text        NOT NULL,
  attendees          text[]      NOT NULL,
  metadata           jsonb       NOT NULL,
  status             text        NOT NULL CHECK (status IN ('active', 'cancelled')),
  cancel_reason      text,
  cancelled_at       timestamptz,
  cancelled_by       text,
  version            integer     NOT NULL CHECK (version > 0),
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  CONSTRAINT bookings_resource FOREIGN KEY (bucket, resource_id) REFERENCES resources (bucket, id),
  CONSTRAINT bookings_ends_after_start CHECK (ends_at > starts_at),
  CONSTRAINT bookings_cancelled_when_told CHECK ((status = 'cancelled') = (cancelled_at IS NOT NULL)),
  CONSTRAINT bookings_series_is_whole CHECK (
    (recurrence_rule IS NULL AND time_zone IS NULL AND wall_start IS NULL AND materialised_until IS NULL
      AND last_starts_at IS NOT NULL)
    OR (recurrence_rule IS NOT NULL AND time_zone IS NOT NULL AND wall_start IS NOT NULL)
  ),
  CONSTRAINT bookings_endless_has_a_tail CHECK (
    (last_starts_at IS NULL) = (last_ends_at IS NULL)
    AND (last_ends_at IS NOT NULL OR materialised_until IS NOT NULL)
  )
);

CREATE INDEX bookings_by_resource ON bookings (bucket, resource_id, starts_at, id);
CREATE INDEX bookings_by_creator ON bookings (created_by, starts_at, id);
CREATE INDEX bookings_by_start ON bookings (starts_at, id);
CREATE INDEX bookings_by_attendee ON bookings USING gin (attendees);
CREATE INDEX bookings_with_a_tail ON bookings (bucket, resource_id)
  WHERE materialised_until IS NOT NULL AND status = 'active';

-- A booking whose resource changed lives in the new resource's bucket; its id still names the old one.
CREATE TABLE booking_moves (
  bucket     smallint NOT NULL,
  booking_id uuid     NOT NULL,
  to_bucket  smallint NOT NULL,
  PRIMARY KEY (bucket, booking_id)
);

-- One row per claimed interval of a live booking; a cancelled booking has none.
CREATE TABLE occurrences (
  bucket      smallint  NOT NULL,
  resource_id uuid      NOT NULL,
  booking_id  uuid      NOT NULL,
  -- Original start on the series' own clock (UTC for a single booking): names the occurrence wherever it is moved.
  wall_start  timestamp NOT NULL,
  during      tstzrange NOT NULL,
  PRIMARY KEY (bucket, booking_id, wall_start),
  CONSTRAINT occurrences_booking FOREIGN KEY (bucket, booking_id) REFERENCES bookings (bucket, id),
  CONSTRAINT occurrences_closed_open CHECK (
    NOT isempty(during) AND lower_inc(during) AND NOT upper_inc(during)
    AND NOT lower_inf(during) AND NOT upper_inf(during)
  ),
  CONSTRAINT occurrences_never_overlap EXCLUDE USING gist (bucket WITH =, resource_id WITH =, during WITH &&)
);

-- Claims of one resource never overlap, so ordered by end they are ordered by start as well: the first one
-- that ends after an instant decides whether the time from that instant on is taken.
CREATE INDEX occurrences_by_end ON occurrences (bucket, resource_id, upper(during), lower(during));

CREATE TABLE exceptions (
  bucket         smallint    NOT NULL,
  id             uuid        NOT NULL,
  booking_id     uuid        NOT NULL,
  -- Original start of the occurrence, on the series' own clock.
  wall_start     timestamp   NOT NULL,
  -- 'skipped': the slot was taken when the series was made; the occurrence can be booked again later.
  kind           text        NOT NULL CHECK (kind IN ('cancelled', 'modified', 'skipped')),
  new_starts_at  timestamptz,
  new_ends_at    timestamptz,
  new_title      text,
  reason         text,
  created_by     text        NOT NULL,
  created_at     timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  CONSTRAINT exceptions_one_per_occurrence UNIQUE (bucket, booking_id, wall_start),
  CONSTRAINT exceptions_booking FOREIGN KEY (bucket, booking_id) REFERENCES bookings (bucket, id),
  CONSTRAINT exceptions_modified_changes_something CHECK (
    (kind = 'modified') = (num_nonnulls(new_starts_at, new_ends_at, new_title) > 0)
  )
);

-- One row per change of a booking, in the change's own transaction.
CREATE TABLE audit (
  bucket     smallint    NOT NULL,
  id         uuid        NOT NULL,
  booking_id uuid        NOT NULL,
  version    integer     NOT NULL,
  action     text        NOT NULL,
  actor      text        NOT NULL,
  request_id text,
  details    jsonb       NOT NULL,
  at         timestamptz NOT NULL,
  PRIMARY KEY (bucket, id),
  CONSTRAINT audit_one_per_version UNIQUE (bucket, booking_id, version)
);

-- What the rest of the world has to hear of a change; written with it, sent afterwards.
CREATE TABLE outbox (
  bucket        smallint    NOT NULL,
  id            uuid        NOT NULL,
  booking_id    uuid        NOT NULL,
  version       integer     NOT NULL,
  kind          text        NOT NULL,
  payload       jsonb       NOT NULL,
  created_at    timestamptz NOT NULL,
  dispatched_at timestamptz,
  PRIMARY KEY (bucket, id),
  CONSTRAINT outbox_one_per_version UNIQUE (bucket, booking_id, version)
);

CREATE INDEX outbox_waiting ON outbox (created_at, id) WHERE dispatched_at IS NULL;

-- When each worker was last alive; health answers by it.
CREATE TABLE worker_heartbeats (
  worker  text        NOT NULL PRIMARY KEY,
  seen_at timestamptz NOT NULL
);

-- The first outcome of a keyed write; `bucket` is a hash of subject and key.
CREATE TABLE idempotency_keys (
  bucket      smallint    NOT NULL,
  subject     text        NOT NULL,
  operation   text        NOT NULL,
  key         text        NOT NULL,
  fingerprint text        NOT NULL,
  status      smallint    NOT NULL,
  headers     jsonb       NOT NULL,
  body        text        NOT NULL,
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  PRIMARY KEY (bucket, subject, operation, key)
);

CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at);
