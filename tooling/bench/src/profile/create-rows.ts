import { randomUUID } from 'node:crypto'
import { createBooking } from '@booking/storage'
import { type Backend, openBackend } from '../api/backend.ts'
import { freeSlot, type Rooms, type Slot } from '../api/rooms.ts'
import { fillOurs, type Setting } from '../api/setting.ts'
import { median } from '../cpu-time.ts'
import { fillBookings } from '../database/fill-bookings.ts'
import { copyTables, keyKinds } from './table-copies.ts'

/** What the rows of one booking cost with so much of what the schema and the statement ask. CPU of PostgreSQL, in µs. */
export interface CreateRowsCost {
  /** What was added to what stands above. */
  readonly added: string
  readonly us: number
}

export interface CreateRowsCosts {
  /** Bookings that were there before, of a thousand rooms. */
  readonly bookings: number
  readonly rows: readonly CreateRowsCost[]
}

interface Step {
  readonly added: string
  /** @param slot a half hour that is free */
  run(slot: Slot): Promise<unknown>
}

const words = {
  title: 'Client Meeting',
  description: 'Quarterly review with ABC Corp',
  attendees: ['user-123', 'user-456'],
  metadata: { meetingType: 'client', priority: 'high' },
}

/** Copies the tables of a booking once for each step, and books on all of them in turn. */
export async function measureCreateRows(
  setting: Setting,
  effort: { readonly bookings: number; readonly rounds: number; readonly calls: number },
  say: (line: string) => void,
): Promise<CreateRowsCosts> {
  const url = await setting.newDatabase('create_rows')
  const rooms = await fillOurs(url)
  const backend = await openBackend(url)
  try {
    say(`${effort.bookings.toLocaleString('en-US')} bookings are written, and copied`)
    await fillBookings(backend.sql, effort.bookings)
    const steps = await stepsOn(backend)
    const free = freeSlots(rooms)
    const batch = ({ run }: Step, calls: number) => backend.cpuUsOfBatch(() => run(free.next().value), calls)
    // Once in each room, so that all of them are known where that matters.
    for (const step of steps) await batch(step, rooms.length)
    const figures = steps.map((): number[] => [])
    say(`the rows of a booking, ${effort.rounds} rounds`)
    for (let round = 1; round <= effort.rounds; round++)
      for (const [at, step] of steps.entries()) figures[at]!.push(await batch(step, effort.calls))
    const rows = steps.map(({ added }, at) => ({ added, us: median(figures[at]!) }))
    return { bookings: effort.bookings, rows }
  } finally {
    await backend.close()
  }
}

function* freeSlots(rooms: Rooms): Generator<Slot, never> {
  for (let serial = 0; ; serial++)
    yield freeSlot(rooms[serial % rooms.length]!, Math.floor(serial / rooms.length))
}

async function stepsOn(backend: Backend): Promise<Step[]> {
  const { sql } = backend
  const rooms = await sql<{ id: string; bucket: number }[]>`SELECT id, bucket FROM resources`
  const buckets = new Map(rooms.map(({ id, bucket }) => [id, bucket]))
  const writing = (added: string, schema: string, onConflict = ''): Step => {
    const text = writeRows(schema, onConflict)
    return { added, run: (slot) => sql.unsafe(text, rowValues(slot, buckets), { prepare: true }) }
  }
  const steps: Step[] = [
    { added: 'a statement that does nothing', run: () => sql`SELECT 1` },
    { added: 'a commit that is on disk', run: () => sql`SELECT pg_logical_emit_message(true, 'bench', '')` },
  ]
  for (const at of keyKinds.keys()) {
    const schema = `step_${at}`
    await copyTables(sql, schema, keyKinds.slice(0, at + 1))
    steps.push(writing(at === 0 ? `the four rows, ${keyKinds[0]}` : keyKinds[at]!, schema))
  }
  const whole = `step_${keyKinds.length - 1}`
  // Our own statement names no schema; it is to write into the same copy as the steps before it.
  await sql.unsafe(`SET search_path = ${whole}, public`)
  return [
    ...steps,
    writing('`ON CONFLICT DO NOTHING`', whole, 'ON CONFLICT DO NOTHING'),
    {
      added: 'our own statement',
      run: (slot) => createBooking(backend.context, { ...words, ...slot }),
    },
  ]
}

/** The rows that one booking is, each from values that are given, in one statement. */
const writeRows = (schema: string, onConflict: string): string => `
WITH claim AS (
  INSERT INTO ${schema}.occurrences (bucket, resource_id, booking_id, wall_start, during)
  VALUES ($1::smallint, $2::uuid, $3::uuid, $4::text::timestamptz AT TIME ZONE 'UTC',
    tstzrange($4::text::timestamptz, $5::text::timestamptz, '[)'))
  ${onConflict}
), booked AS (
  INSERT INTO ${schema}.bookings (bucket, id, resource_id, title, description, starts_at, ends_at, duration_ms,
    last_starts_at, last_ends_at, occurrence_count, start_adjusted, created_by, attendees, metadata, status, version,
    created_at, updated_at)
  VALUES ($1, $3, $2, $6, $7, $4::text::timestamptz, $5::text::timestamptz, 1800000, $4::text::timestamptz,
    $5::text::timestamptz, 1, false, 'bench', $8::text[], $9::text::jsonb, 'active', 1, now(), now())
), audited AS (
  INSERT INTO ${schema}.audit (bucket, id, booking_id, version, action, actor, details, at)
  VALUES ($1, $10::uuid, $3, 1, 'booking.created', 'bench', $11::text::jsonb, now())
)
INSERT INTO ${schema}.outbox (bucket, id, booking_id, version, kind, payload, created_at, dispatched_at)
VALUES ($1, $12::uuid, $3, 1, 'booking.created', $11::text::jsonb, now(), now())`

function rowValues({ resourceId, start, end }: Slot, buckets: ReadonlyMap<string, number>) {
  const iso = (ms: number) => new Date(ms).toISOString()
  const { title, description, attendees, metadata } = words
  const details = JSON.stringify({ resourceId })
  return [
    buckets.get(resourceId)!,
    resourceId,
    randomUUID(),
    iso(start),
    iso(end),
    title,
    description,
    attendees,
    JSON.stringify(metadata),
    randomUUID(),
    details,
    randomUUID(),
  ]
}
