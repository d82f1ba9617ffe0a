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
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const { sql } = app.deps.database
const desk = deskOf(app)

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const FIRST_MS = Date.parse('2025-01-20T00:00:00Z')

/** Periods here have a common multiple of 126 days and singles end with 2028: five years see every clash. */
const MODEL_DAYS = 1_830
const FAR_DAYS = 1_400

interface Interval {
  readonly start: number
  readonly end: number
}

/** An occurrence of the model, by the day it is named after. */
type Occurrences = Map<number, Interval | 'cancelled'>

interface ModelBooking {
  readonly id: string
  readonly isSeries: boolean
  readonly occurrences: Occurrences
  /** What the rule says, before exceptions, in order of time. */
  readonly original: Map<number, Interval>
  readonly exceptionIds: Map<number, string>
  /** Days left out because they were taken when the series was made. */
  readonly skipped: Set<number>
}

const takesPlace = (occurrence: Interval | 'cancelled'): occurrence is Interval => occurrence !== 'cancelled'

/** The part of a series from a day on, at another hour: exceptions stay as they are. */
const retimed = (booking: ModelBooking, from: number, hour: number): Omit<ModelBooking, 'id'> => {
  const original = new Map<number, Interval>()
  const occurrences: Occurrences = new Map()
  const exceptionIds = new Map<number, string>()
  const skipped = new Set<number>()
  for (const [day, { start, end }] of booking.original) {
    if (day < from) continue
    const interval = intervalOf({ day, hour, hours: (end - start) / HOUR_MS })
    original.set(day, interval)
    const exceptionId = booking.exceptionIds.get(day)
    if (exceptionId !== undefined) exceptionIds.set(day, exceptionId)
    if (booking.skipped.has(day)) skipped.add(day)
    const isOwn = exceptionId !== undefined || skipped.has(day)
    occurrences.set(day, isOwn ? booking.occurrences.get(day)! : interval)
  }
  return { isSeries: true, original, occurrences, exceptionIds, skipped }
}

const endBefore = (booking: ModelBooking, day: number): void => {
  for (const days of [booking.original, booking.occurrences, booking.exceptionIds, booking.skipped])
    for (const later of [...days.keys()].filter((other) => other >= day)) days.delete(later)
}

const overlapAmong = (intervals: readonly Interval[]): boolean => {
  const sorted = [...intervals].sort((a, b) => a.start - b.start)
  return sorted.some((interval, i) => i > 0 && overlap(sorted[i - 1]!, interval))
}

interface Slot {
  readonly day: number
  readonly hour: number
  readonly hours: number
}

const slotArbitrary = fc.record({
  day: fc.oneof({ weight: 4, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(FAR_DAYS) }),
  hour: fc.nat(12),
  hours: fc.integer({ min: 1, max: 6 }),
})

const pick = fc.nat(1_000)

const operation = fc.oneof(
  fc.record({ kind: fc.constant('single' as const), slot: slotArbitrary }),
  fc.record({
    kind: fc.constant('series' as const),
    slot: slotArbitrary,
    weekly: fc.boolean(),
    interval: fc.integer({ min: 1, max: 3 }),
    count: fc.option(fc.integer({ min: 1, max: 6 })),
    skip: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('cancelOccurrence' as const), which: pick, nth: pick }),
  fc.record({ kind: fc.constant('moveOccurrence' as const), which: pick, nth: pick, slot: slotArbitrary }),
  fc.record({ kind: fc.constant('undo' as const), which: pick, nth: pick }),
  fc.record({ kind: fc.constant('moveSingle' as const), which: pick, slot: slotArbitrary }),
  fc.record({
    kind: fc.constant('retime' as const),
    which: pick,
    nth: pick,
    hour: fc.nat(12),
    split: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('rebook' as const), which: pick }),
  fc.record({ kind: fc.constant('endSeries' as const), which: pick, nth: pick }),
  fc.record({ kind: fc.constant('cancel' as const), which: pick }),
  fc.record({ kind: fc.constant('extend' as const), days: fc.integer({ min: 1, max: 300 }) }),
)

type Operation = typeof operation extends fc.Arbitrary<infer Value> ? Value : never

const intervalOf = ({ day, hour, hours }: Slot): Interval => {
  const start = FIRST_MS + day * DAY_MS + hour * HOUR_MS
  return { start, end: start + hours * HOUR_MS }
}

const iso = (ms: number) => new Date(ms).toISOString()

const asked = ({ start, end }: Interval) => ({ startTime: iso(start), endTime: iso(end) })

const overlap = (a: Interval, b: Interval) => a.start < b.end && b.start < a.end

/** The system as one person with a paper calendar would run it: one after the other, comparing everything. */
class Calendar {
  readonly bookings: ModelBooking[] = []

  /** `leaveOut`: a booking, one day of it, or all from a day on, that the wanted intervals come in place of. */
  isFree(
    wanted: Iterable<Interval>,
    leaveOut?: { booking: ModelBooking; day?: number; from?: number },
  ): boolean {
    const taken = this.bookings.flatMap((booking) =>
      [...booking.occurrences].flatMap(([day, occurrence]) =>
        occurrence === 'cancelled' ||
        (booking === leaveOut?.booking && (leaveOut.day ?? day) === day && (leaveOut.from ?? day) <= day)
          ? []
          : [occurrence],
      ),
    )
    return [...wanted].every((interval) => !taken.some((other) => overlap(interval, other)))
  }

  add(id: string, isSeries: boolean, original: Map<number, Interval>, skipped = new Set<number>()) {
    const occurrences: Occurrences = new Map(original)
    for (const day of skipped) occurrences.set(day, 'cancelled')
    this.bookings.push({ id, isSeries, occurrences, original, exceptionIds: new Map(), skipped })
  }
}

const seriesDays = (slot: Slot, step: number, count: number | null): Map<number, Interval> => {
  const days = new Map<number, Interval>()
  for (let day = slot.day; day < MODEL_DAYS && days.size < (count ?? MODEL_DAYS); day += step)
    days.set(day, intervalOf({ ...slot, day }))
  return days
}

const dateOf = (day: number) => iso(FIRST_MS + day * DAY_MS).slice(0, 10)

/** Does an operation, holds the answer against what the calendar says, and notes it there. */
const perform = async (calendar: Calendar, resourceId: string, op: Operation): Promise<void> => {
  const choose = (isSeries: boolean, which: number) => {
    const candidates = calendar.bookings.filter((booking) => booking.isSeries === isSeries)
    return candidates[which % candidates.length]
  }
  const expectStatus = (status: number, isFree: boolean, whenFree: number) =>
    expect(status, `${JSON.stringify(op)} after ${calendar.bookings.length} bookings`).toBe(
      isFree ? whenFree : 409,
    )

  switch (op.kind) {
    case 'single': {
      const interval = intervalOf(op.slot)
      const isFree = calendar.isFree([interval])
      const { status, body } = await desk.take(resourceId, asked(interval))
      expectStatus(status, isFree, 201)
      if (isFree) calendar.add(body.id, false, new Map([[op.slot.day, interval]]))
      return
    }
    case 'series': {
      const step = op.weekly ? op.interval * 7 : op.interval
      const days = seriesDays(op.slot, step, op.count)
      const conflictPolicy = op.skip && op.count !== null ? 'skip' : 'reject'
      const skipped = new Set(
        conflictPolicy === 'reject'
          ? []
          : [...days.keys()].filter((day) => !calendar.isFree([days.get(day)!])),
      )
      const wanted = [...days].filter(([day]) => !skipped.has(day)).map(([, interval]) => interval)
      const isFree = wanted.length > 0 && calendar.isFree(wanted)
      const recurrenceRule = `FREQ=${op.weekly ? 'WEEKLY' : 'DAILY'};INTERVAL=${op.interval}${op.count === null ? '' : `;COUNT=${op.count}`}`
      const { status, body } = await send('POST', '/bookings/recurring', {
        body: { resourceId, title: 'Series', conflictPolicy, recurrenceRule, ...asked(intervalOf(op.slot)) },
      })
      expectStatus(status, isFree, 201)
      if (isFree) calendar.add(body.id, true, days, skipped)
      return
    }
    case 'cancelOccurrence':
    case 'moveOccurrence': {
      const booking = choose(true, op.which)
      const days = [...(booking?.occurrences.keys() ?? [])].filter((day) => !booking?.exceptionIds.has(day))
      const day = days[op.nth % days.length]
      if (booking === undefined || day === undefined) return
      const target = op.kind === 'cancelOccurrence' ? null : intervalOf(op.slot)
      const isFree = target === null || calendar.isFree([target], { booking, day })
      const { status, body } = await desk.except(booking.id, {
        exceptionDate: dateOf(day),
        ...(target === null
          ? { exceptionType: 'cancelled' }
          : { exceptionType: 'modified', newStartTime: iso(target.start), newEndTime: iso(target.end) }),
      })
      expectStatus(status, isFree, 201)
      if (!isFree) return
      booking.skipped.delete(day)
      booking.occurrences.set(day, target ?? 'cancelled')
      booking.exceptionIds.set(day, body.id)
      return
    }
    case 'undo': {
      const booking = choose(true, op.which)
      const days = [...(booking?.exceptionIds.keys() ?? [])]
      const day = days[op.nth % days.length]
      if (booking === undefined || day === undefined) return
      const original = booking.original.get(day)!
      const isFree = calendar.isFree([original], { booking, day })
      const path = `/bookings/${booking.id}/exceptions/${booking.exceptionIds.get(day)}`
      const { status } = await send('DELETE', path)
      expectStatus(status, isFree, 200)
      if (!isFree) return
      booking.occurrences.set(day, original)
      booking.exceptionIds.delete(day)
      return
    }
    case 'moveSingle': {
      const booking = choose(false, op.which)
      if (booking === undefined) return
      const interval = intervalOf(op.slot)
      const isFree = calendar.isFree([interval], { booking })
      const { status } = await send('PATCH', `/bookings/${booking.id}`, { body: asked(interval) })
      expectStatus(status, isFree, 200)
      if (!isFree) return
      booking.occurrences.clear()
      booking.occurrences.set(op.slot.day, interval)
      return
    }
    case 'rebook': {
      const booking = choose(true, op.which)
      if (booking === undefined) return
      const { status, body } = await send('POST', `/bookings/${booking.id}/rebook`)
      expect(status).toBe(200)
      const rebooked: string[] = []
      for (const day of [...booking.skipped].sort((a, b) => a - b)) {
        const original = booking.original.get(day)!
        if (!calendar.isFree([original])) continue
        booking.skipped.delete(day)
        booking.occurrences.set(day, original)
        rebooked.push(dateOf(day))
      }
      expect(body.rebooked.map(({ occurrenceDate }: { occurrenceDate: string }) => occurrenceDate)).toEqual(
        rebooked,
      )
      return
    }
    case 'retime':
    case 'endSeries': {
      const booking = choose(true, op.which)
      const days = [...(booking?.original.keys() ?? [])].slice(0, 60)
      const first = days[0]
      if (booking === undefined || first === undefined) return
      const day = op.kind === 'retime' && !op.split ? first : days[op.nth % days.length]!
      const scope = new URLSearchParams(
        day === first ? {} : { scope: 'following', occurrenceDate: dateOf(day) },
      )
      const path = `/bookings/${booking.id}?${scope}`
      if (op.kind === 'endSeries') {
        scope.set('dropExceptions', 'true')
        expect((await send('DELETE', `/bookings/${booking.id}?${scope}`)).status).toBe(200)
        if (day === first) calendar.bookings.splice(calendar.bookings.indexOf(booking), 1)
        else endBefore(booking, day)
        return
      }
      const changed = retimed(booking, day, op.hour)
      const places = [...changed.occurrences.values()].filter(takesPlace)
      const isFree = !overlapAmong(places) && calendar.isFree(places, { booking, from: day })
      const { status, body } = await send('PUT', path, { body: asked(changed.original.get(day)!) })
      expectStatus(status, isFree, 200)
      if (!isFree) return
      if (day === first) calendar.bookings.splice(calendar.bookings.indexOf(booking), 1)
      else endBefore(booking, day)
      const { body: listed } = await send('GET', `/bookings/${body.id}/exceptions?limit=100`)
      for (const { id, exceptionDate } of listed.exceptions)
        changed.exceptionIds.set((Date.parse(exceptionDate) - FIRST_MS) / DAY_MS, id)
      calendar.bookings.push({ ...changed, id: body.id })
      return
    }
    case 'cancel': {
      const { bookings } = calendar
      const booking = bookings[op.which % bookings.length]
      if (booking === undefined) return
      expect((await send('DELETE', `/bookings/${booking.id}`)).status).toBe(200)
      bookings.splice(bookings.indexOf(booking), 1)
      return
    }
    case 'extend': {
      const nowMs = Date.parse('2025-01-15T10:30:00Z') + op.days * DAY_MS
      while ((await extendHorizon(app.deps.database, { nowMs, resourcesMax: 100 })).more);
    }
  }
}

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
        : applyExceptions(recurrence, exceptions, to, asInstant(FIRST_MS + MODEL_DAYS * DAY_MS)).filter(
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
        const calendar = new Calendar()
        for (const op of operations) await perform(calendar, room, op)

        expect(await overlapsOf(room)).toBe(0)
        const claims = await desk.claims(room)
        expect(claims).toEqual(await expectedClaims(room))
        const [row] = await sql<{ until: number }[]>`
        SELECT extract(epoch FROM horizon_until)::float8 * 1000 AS until FROM resources WHERE id = ${room}`
        const noted = calendar.bookings.flatMap(({ id, isSeries, occurrences, exceptionIds }) =>
          [...occurrences].flatMap(([day, occurrence]) =>
            occurrence === 'cancelled' ||
            (isSeries && !exceptionIds.has(day) && occurrence.start >= row!.until)
              ? []
              : [{ bookingId: id, start: iso(occurrence.start), end: iso(occurrence.end) }],
          ),
        )
        expect(claims).toEqual(noted.sort((a, b) => a.start.localeCompare(b.start)))
      },
    ),
    { numRuns: runs },
  )
})
