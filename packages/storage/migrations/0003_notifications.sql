-- Messages to attendees, and the leases that say which workers live.

-- One row for each attendee whom a change of a booking is to be told, from the moment its event is dispatched on.
CREATE TABLE notifications (
  bucket     smallint    NOT NULL,
  event_id   uuid        NOT NULL,
  attendee   text        NOT NULL,
  booking_id uuid        NOT NULL,
  version    integer     NOT NULL,
  -- 'not_configured': there was no mail server to give it to. 'no_address': the attendee has none.
  -- 'superseded': the booking was cancelled before it was sent.
  status     text        NOT NULL
    CHECK (status IN ('pending', 'sent', 'failed', 'not_configured', 'no_address', 'superseded')),
  attempts   integer     NOT NULL CHECK (attempts >= 0),
  -- When it is to be tried, or if it is being tried, when it is tried again should nobody say how that went.
  due_at     timestamptz,
  -- Code of the last failure, such as 550 or ECONNREFUSED; never its text, which may hold addresses.
  last_error text,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (bucket, event_id, attendee),
  CONSTRAINT notifications_due_while_pending CHECK ((status = 'pending') = (due_at IS NOT NULL))
);

CREATE INDEX notifications_by_booking ON notifications (bucket, booking_id, version);
CREATE INDEX notifications_due ON notifications (due_at) WHERE status = 'pending';

-- An event that nobody has to hear of is written as dispatched from now on; those of before are.
UPDATE outbox SET dispatched_at = created_at
WHERE dispatched_at IS NULL AND NOT payload @> '{"notifyAttendees": true}';

-- A worker whose lease is not renewed is lost, and its jobs are given to others. Times are those of the database.
CREATE TABLE worker_leases (
  worker     text        NOT NULL PRIMARY KEY,
  renewed_at timestamptz NOT NULL
);
