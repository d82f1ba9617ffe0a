import { checkAvailability, createBooking, getResource } from '@booking/storage'
import { type Backend, openBackend } from './backend.ts'
import { bookedSlot, freeSlot, type Rooms, type Slot } from './rooms.ts'

/** What one question and one booking cost PostgreSQL with so many claims stored. CPU in microseconds. */
export interface ClaimsPoint {
  readonly claims: number
  readonly lookUp: number
  readonly free: number
  readonly taken: number
  readonly create: number
  /** Pages that the check of a free time touches: of the index and the row of the room, and of the claims. */
  readonly buffers: number
  /** Megabytes (10^6 bytes) of the table of claims with its indexes. */
  readonly megabytes: number
}

const words = { title: 'Client Meeting', attendees: ['user-123', 'user-456'], metadata: {} }

/** @param sizes ascending numbers of claims */
export async function measureClaims(
  url: string,
  rooms: Rooms,
  sizes: readonly number[],
  onPoint: (point: ClaimsPoint) => void,
): Promise<ClaimsPoint[]> {
  const backend = await openBackend(url)
  const points: ClaimsPoint[] = []
  try {
    let hours = 0
    for (const claims of sizes) {
      const until = Math.ceil(claims / rooms.length)
      await fill(backend, hours, until)
      hours = until
      const point = { claims, ...(await measurePoint(backend, rooms, hours)) }
      onPoint(point)
      points.push(point)
    }
  } finally {
    await backend.close()
  }
  return points
}

/**
 * One claim for each room and hour, hour by hour, as time passes. The claims of a room are one booking's, and foreign
 * keys are not asked, which would take most of the time and has no part in what is measured.
 */
async function fill({ sql }: Backend, from: number, until: number): Promise<void> {
  const first = new Date(bookedSlot('', 0).start).toISOString()
  await sql`SET session_replication_role = replica`
  if (from === 0)
    await sql`
      INSERT INTO bookings (bucket, id, resource_id, title, starts_at, ends_at, duration_ms, last_starts_at, last_ends_at,
        occurrence_count, start_adjusted, created_by, attendees, metadata, status, version, created_at, updated_at)
      SELECT bucket, gen_random_uuid(), id, 'Claims', ${first}::timestamptz, ${first}::timestamptz + interval '30 minutes',
        1800000, ${first}::timestamptz, ${first}::timestamptz + interval '30 minutes', 1, false, 'bench', '{}', '{}',
        'active', 1, now(), now()
      FROM resources`
  await sql`
    INSERT INTO occurrences (bucket, resource_id, booking_id, wall_start, during)
    SELECT bucket, resource_id, id, s AT TIME ZONE 'UTC', tstzrange(s, s + interval '30 minutes', '[)')
    FROM generate_series(${from}::int, ${until - 1}::int) AS hour
    CROSS JOIN bookings
    CROSS JOIN LATERAL (SELECT ${first}::timestamptz + hour * interval '1 hour' AS s) slot
    WHERE title = 'Claims'`
  await sql`SET session_replication_role = origin`
  await sql`VACUUM ANALYZE occurrences`
  await sql`VACUUM ANALYZE bookings`
}

async function measurePoint(backend: Backend, rooms: Rooms, hours: number) {
  const { cpuUsOf } = backend
  const anywhere = (slotOf: (resourceId: string, hour: number) => Slot): Slot =>
    slotOf(rooms[Math.floor(Math.random() * rooms.length)]!, Math.floor(Math.random() * hours))
  const check = (slot: Slot) => checkAvailability(backend.context, slot)
  const book = async (slot: Slot) => {
    const booking = await createBooking(backend.context, { ...words, ...slot })
    booked.push(booking.id)
  }
  const booked: string[] = []
  const halves = [...rooms.keys()].map((room) => freeSlot(rooms[room]!, room % hours))
  const point = {
    lookUp: await cpuUsOf(() => getResource(backend.context, anywhere(freeSlot).resourceId), 1000),
    free: await cpuUsOf(() => check(anywhere(freeSlot)), 1000),
    taken: await cpuUsOf(() => check(anywhere(bookedSlot)), 500),
    create: await cpuUsOf(() => book(halves[booked.length]!), 300),
    buffers: await buffersOf(backend, rooms.at(-1)!),
    megabytes: await megabytesOf(backend),
  }
  await backend.sql`DELETE FROM occurrences WHERE booking_id = ANY (${booked}::uuid[])`
  return point
}

async function megabytesOf({ sql }: Backend): Promise<number> {
  const [row] = await sql<{ mb: number }[]>`SELECT pg_total_relation_size('occurrences') / 1e6::float8 AS mb`
  return row!.mb
}

/** Pages touched by the statement of a check of a free time. */
async function buffersOf({ context, sql }: Backend, resourceId: string): Promise<number> {
  const { start, end } = freeSlot(resourceId, 0)
  const query = context.database.reads.resourceAt.getQuery()
  const [resource] = await sql<{ bucket: number }[]>`SELECT bucket FROM resources WHERE id = ${resourceId}`
  const values: Readonly<Record<string, unknown>> = {
    bucket: resource!.bucket,
    id: resourceId,
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
  }
  const parameters = query.params.map(
    (placeholder) => values[(placeholder as { name: string }).name] as string,
  )
  const explained = () =>
    sql.unsafe<{ 'QUERY PLAN': { Plan: Record<string, number> }[] }[]>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${query.sql}`,
      parameters,
    )
  await explained()
  const [row] = await explained()
  const { Plan } = row!['QUERY PLAN'][0]!
  return Plan['Shared Hit Blocks']! + Plan['Shared Read Blocks']!
}
