import { bookedSlot } from '../api/rooms.ts'
import type { Sql } from './sql.ts'

/** Users who make bookings and are invited to them, `person-0` and so on. */
export const PERSONS = 5_000

/**
 * Single bookings with claim, line of the audit and dispatched event, hour by hour, room by room, and as many keys that
 * will expire.
 */
export async function fillBookings(sql: Sql, bookings: number): Promise<void> {
  const first = new Date(bookedSlot('', 0).start).toISOString()
  await sql`SET session_replication_role = replica`
  await sql`
    INSERT INTO bookings (bucket, id, resource_id, title, starts_at, ends_at, duration_ms, last_starts_at, last_ends_at,
      occurrence_count, start_adjusted, created_by, attendees, metadata, status, version, created_at, updated_at)
    SELECT bucket, overlay(gen_random_uuid()::text PLACING lpad(to_hex(bucket::int), 4, '0') FROM 33)::uuid, id, 'Meeting', s,
      s + interval '30 minutes', 1800000, s, s + interval '30 minutes', 1, false, 'person-' || (random() * ${PERSONS - 1})::int,
      ARRAY['person-' || (random() * ${PERSONS - 1})::int, 'person-' || (random() * ${PERSONS - 1})::int], '{}', 'active',
      1, now(), now()
    FROM generate_series(0, ${bookings}::int / (SELECT count(*)::int FROM resources) - 1) hour
    CROSS JOIN resources
    CROSS JOIN LATERAL (SELECT ${first}::timestamptz + hour * interval '1 hour' AS s) slot`
  await sql`
    INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
    SELECT bucket, resource_id, id, starts_at AT TIME ZONE 'UTC', tstzrange(starts_at, ends_at, '[)') FROM bookings`
  await sql`
    INSERT INTO audit (bucket, id, booking_id, version, action, actor, details, at)
    SELECT bucket, gen_random_uuid(), id, 1, 'booking.created', created_by, '{}', now() FROM bookings`
  await sql`
    INSERT INTO outbox (bucket, id, booking_id, version, kind, payload, created_at, dispatched_at)
    SELECT bucket, gen_random_uuid(), id, 1, 'booking.created', '{}', now(), now() FROM bookings`
  await sql`
    INSERT INTO idempotency_keys (bucket, subject, operation, key, fingerprint, status, headers, body, created_at, expires_at)
    SELECT bucket, created_by, 'createBooking', id, '', 201, '{}', '', now(), now() + interval '1 day' FROM bookings`
  await sql`SET session_replication_role = origin`
  await sql`VACUUM ANALYZE`
}
