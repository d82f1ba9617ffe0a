import {
  applyExceptions,
  asInstant,
  createRecurrence,
  type Exception,
  instantMax,
  parseRule,
  parseWall,
  zoneOf,
} from '@booking/core'
import { extendHorizon } from '@booking/storage'
import { Calendar, operationArbitrary, performOperation, type SendOperation } from '@booking/testkit/model'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const { sql } = app.deps.database
const desk = deskOf(app)

const DAY_MS = 86_400_000
const FIRST_MS = Date.parse('2025-01-20T00:00:00Z')

/** Everything that the operations make begins before it. */
const LAST_MS = FIRST_MS + 1_830 * DAY_MS

const operation = fc.oneof(
  { weight: 10, arbitrary: operationArbitrary },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('extend' as const), days: fc.integer({ min: 1, max: 300 }) }),
  },
)

const iso = (ms: number) => new Date(ms).toISOString()

const extend = async (days: number): Promise<void> => {
  const nowMs = Date.parse('2025-01-15T10:30:00Z') + days * DAY_MS
  while ((await extendHorizon(app.deps.database, { nowMs, resourcesMax: 100 })).more);
}

const sendBody: SendOperation = (method, path, body) => send(method, path, body === undefined ? {} : { body })

/** Compares every row with every other, so that the constraint itself is not taken on trust. */
const overlapsOf = async (resourceId: string): Promise<number> => {
  const [row] = await sql<{ count: number }[]>`
    SELECT count(*)::int AS count FROM occurrences a JOIN occurrences b
      ON a.resource_id = b.resource_id AND (a.booking_id, a.wall_start) < (b.booking_id, b.wall_start)
      AND lower(a.during) < upper(b.during) AND lower(b.during) < upper(a.during)
    WHERE a.resource_id = ${resourceId}`
  return row?.count ?? -1
}

interface StoredBooking {
  readonly id: string
  readonly rule: string | null
  readonly wall_start: string
  readonly duration_ms: string
  readonly starts_at: string
  readonly ends_at: string
  readonly until: string
}

const msOf = (text: string) => Date.parse(`${text.replace(' ', 'T')}Z`)

/** What the rows should be: each stored rule expanded by the core, each stored exception applied. */
const expectedClaims = async (resourceId: string) => {
  const bookings = await sql<StoredBooking[]>`
    SELECT id, recurrence_rule AS rule, wall_start::text, duration_ms::text,
      starts_at::timestamp::text AS starts_at, ends_at::timestamp::text AS ends_at,
      COALESCE(materialised_until::timestamp, '9000-01-01')::text AS until
    FROM bookings WHERE resource_id = ${resourceId} AND status = 'active'`
  const claims: { bookingId: string; start: string; end: string }[] = []
  for (const booking of bookings) {
    const add = (start: number, end: number) =>
      claims.push({ bookingId: booking.id, start: iso(start), end: iso(end) })
    if (booking.rule === null) {
      add(msOf(booking.starts_at), msOf(booking.ends_at))
      continue
    }
    const recurrence = createRecurrence({
      start: parseWall(booking.wall_start.replace(' ', 'T')),
      zone: zoneOf('UTC'),
      durationMs: Number(booking.duration_ms),
      rules: [parseRule(booking.rule)],
    })
    const rows = await sql<{ kind: string; wall: string; start: string | null; end: string | null }[]>`
      SELECT kind, wall_start::text AS wall, new_starts_at::timestamp::text AS start,
        new_ends_at::timestamp::text AS "end"
      FROM exceptions WHERE booking_id = ${booking.id}`
    const exceptions = rows.map(({ kind, wall, start, end }): Exception => {
      const wallStart = parseWall(wall.replace(' ', 'T'))
      if (kind !== 'modified' || start === null || end === null) return { kind: 'cancelled', wallStart }
      return { kind: 'modified', wallStart, start: asInstant(msOf(start)), end: asInstant(msOf(end)) }
    })
    const until = msOf(booking.until)
    const isBounded = booking.until.startsWith('9000')
    const to = isBounded ? instantMax : asInstant(until)
    for (const { status, start, end, wallStart } of [
      ...applyExceptions(recurrence, exceptions, asInstant(0), to),
      // What was moved from within the rows' reach, or from beyond it, to beyond it.
      ...(isBounded
        ? []
        : applyExceptions(recurrence, exceptions, to, asInstant(LAST_MS)).filter(
            (occurrence) => occurrence.start >= to,
          )),
    ])
      if (status === 'modified' || (status === 'scheduled' && wallStart < until)) add(start, end)
  }
  return claims.sort((a, b) => a.start.localeCompare(b.start))
}

const runs = Number(process.env.PROPERTY_RUNS ?? 12)

test('whatever is asked in whatever order: answers are those of a calendar, and no two occurrences overlap', {
  timeout: 30_000 + runs * 2_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 8, maxLength: 24, size: 'max' }),
      async (operations) => {
        const room = await desk.room()
        const calendar = new Calendar(FIRST_MS)
        const played = { calendar, resourceId: room, send: sendBody }
        for (const op of operations)
          if (op.kind === 'extend') await extend(op.days)
          else await performOperation(played, op)

        expect(await overlapsOf(room)).toBe(0)
        const claims = await desk.claims(room)
        expect(claims).toEqual(await expectedClaims(room))
        const [row] = await sql<{ until: number }[]>`
        SELECT extract(epoch FROM horizon_until)::float8 * 1000 AS until FROM resources WHERE id = ${room}`
        const noted = [...calendar.taking()].flatMap(({ booking, day, interval: { start, end } }) =>
          booking.isSeries && !booking.exceptionIds.has(day) && start >= row!.until
            ? []
            : [{ bookingId: booking.id, start: iso(start), end: iso(end) }],
        )
        expect(claims).toEqual(noted.sort((a, b) => a.start.localeCompare(b.start)))
      },
    ),
    { numRuns: runs },
  )
})
