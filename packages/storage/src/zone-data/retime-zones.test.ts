import { createTestDatabase } from '@booking/testkit'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createTestResource } from '../../test/test-context.ts'
import { cancelBooking } from '../bookings/cancel-booking.ts'
import { createBooking } from '../bookings/create-booking.ts'
import { createSeries } from '../bookings/create-series.ts'
import { getBooking } from '../bookings/get-booking.ts'
import { listHistory } from '../bookings/list-history.ts'
import { listOccurrences } from '../bookings/list-occurrences.ts'
import { type Context, defaultBounds } from '../context.ts'
import { openDatabase } from '../database.ts'
import { addException } from '../exceptions/add-exception.ts'
import { listExceptions } from '../exceptions/list-exceptions.ts'
import { undoException } from '../exceptions/undo-exception.ts'
import { extendHorizon } from '../horizon/extend-horizon.ts'
import { checkInvariants } from '../invariants/check-invariants.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ResourceRecord } from '../schema/resources.ts'
import { retimeZones } from './retime-zones.ts'
import { listZoneConflicts } from './zone-conflicts.ts'
import { runtimeZoneData, type ZoneData } from './zone-data.ts'

/**
 * The tz data of the runtime cannot be changed, so it is the stored rows that are made as other data would have made
 * them: those of a law by which Vancouver is an hour further ahead in winter, which tz 2026a has for 2026 and later.
 */
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const ZONE = 'America/Vancouver'

let ctx: Context
let room: ResourceRecord
let url: string

beforeEach(async () => {
  url = (await createTestDatabase()).url
  ctx = {
    database: openDatabase({ url }),
    actor: { subject: 'admin', role: 'admin' },
    nowMs: Date.parse('2026-06-01T12:00:00Z'),
    bounds: defaultBounds,
  }
  room = await createTestResource(ctx)
})

afterEach(() => ctx.database.close())

const weekly = (hour: string, recurrenceRule = 'FREQ=WEEKLY') =>
  createSeries(ctx, {
    resourceId: room.id,
    title: 'Standup',
    timeZone: ZONE,
    recurrenceRule,
    start: Date.parse(`2026-06-03T${hour}:00:00-07:00`),
    end: Date.parse(`2026-06-03T${hour}:30:00-07:00`),
  })

/** Rows of winter 2026/27, an hour earlier than the runtime has them, and the note by which data they were made. */
const madeByOtherData = async (...bookings: readonly { booking: BookingRecord }[]) => {
  const ids = bookings.map(({ booking }) => booking.id)
  const { sql } = ctx.database
  const rows = await sql<
    { bucket: number; booking_id: string; wall_start: string; from: string; to: string }[]
  >`
    DELETE FROM occurrences WHERE booking_id = ANY (${ids}::text[]::uuid[])
      AND wall_start >= '2026-11-01' AND wall_start < '2027-03-14'
    RETURNING bucket, booking_id, wall_start::text, (lower(during) - interval '1 hour')::text AS from,
      (upper(during) - interval '1 hour')::text AS to`
  for (const row of rows)
    await sql`
      INSERT INTO occurrences VALUES (${row.bucket}, ${room.id}, ${row.booking_id}, ${row.wall_start}::text::timestamp,
        tstzrange(${row.from}, ${row.to}))`
  await sql`
    INSERT INTO zone_data VALUES (${ZONE}, 'of other data', '2024a', '2026-06-01Z', '2026-06-01Z')
    ON CONFLICT (time_zone) DO UPDATE SET fingerprint = excluded.fingerprint, tz_version = excluded.tz_version`
}

const startsOf = async (bookingId: string, from: string, to: string) => {
  const rows = await ctx.database.sql<{ start: string }[]>`
    SELECT lower(during)::text AS start FROM occurrences
    WHERE booking_id = ${bookingId} AND lower(during) >= ${from} AND lower(during) < ${to} ORDER BY 1`
  return rows.map(({ start }) => start.slice(0, 16))
}

const retime = (now = '2026-06-02T12:00:00Z', zoneData: ZoneData = runtimeZoneData) =>
  retimeZones(ctx.database, { nowMs: Date.parse(now), zoneData })

const broken = async (now = '2026-06-02T12:00:00Z') => {
  const results = await checkInvariants(url, { nowMs: Date.parse(now) })
  return results.flatMap(({ check, found }) => (found.total > 0 ? [{ [check.id]: found.rows }] : []))
}

const bookSingle = (start: string) =>
  createBooking(ctx, {
    resourceId: room.id,
    title: 'In the way',
    start: Date.parse(start),
    end: Date.parse(start) + HOUR_MS / 2,
  })

test('a series keeps its wall time: rows that other data made are moved, once, and the change is told', async () => {
  const series = await weekly('09')
  await madeByOtherData(series)
  expect((await broken()).map((found) => Object.keys(found)[0])).toEqual(['I4', 'I9'])
  expect(await startsOf(series.booking.id, '2026-12-01Z', '2026-12-10Z')).toEqual([
    '2026-12-02 16:00',
    '2026-12-09 16:00',
  ])
  expect(await retime()).toMatchObject({ settled: [ZONE], series: 1, moved: 19, conflicts: [], failed: 0 })
  expect(await startsOf(series.booking.id, '2026-12-01Z', '2026-12-10Z')).toEqual([
    '2026-12-02 17:00',
    '2026-12-09 17:00',
  ])
  expect(await broken()).toEqual([])
  const history = await listHistory(ctx, series.booking.id, { page: 1, limit: 10 })
  expect(history.items).toMatchObject([
    {
      action: 'booking.retimed',
      version: 2,
      actor: 'system',
      details: { zone: ZONE, moved: 19, unmoved: 0, skipped: 0 },
    },
    { action: 'booking.created' },
  ])
  expect(await retime()).toMatchObject({ settled: [], series: 0, moved: 0 })
  expect((await getBooking(ctx, series.booking.id)).version).toBe(2)
})

test('what has begun stays where it was, and is told as it was', async () => {
  const series = await weekly('09', 'FREQ=WEEKLY;COUNT=30')
  await madeByOtherData(series)
  expect(await retime('2026-11-25T16:10:00Z')).toMatchObject({ series: 1, moved: 4 })
  expect(await startsOf(series.booking.id, '2026-11-10Z', '2026-12-09Z')).toEqual([
    '2026-11-11 16:00',
    '2026-11-18 16:00',
    '2026-11-25 16:00',
    '2026-12-02 17:00',
  ])
  const { items } = await listOccurrences(ctx, series.booking.id, { page: 1, limit: 100 })
  expect(items.at(-1)).toMatchObject({ start: Date.parse('2026-12-23T17:00:00Z') })
  expect(await broken('2026-11-25T16:10:00Z')).toEqual([])
})

test('series that move together are not in the way of each other', async () => {
  const early = await weekly('09')
  const late = await weekly('10')
  const tight = await createSeries(ctx, {
    resourceId: room.id,
    title: 'Between',
    timeZone: ZONE,
    recurrenceRule: 'FREQ=WEEKLY',
    start: Date.parse('2026-06-03T09:30:00-07:00'),
    end: Date.parse('2026-06-03T10:00:00-07:00'),
  })
  await madeByOtherData(early, tight, late)
  expect(await retime()).toMatchObject({ series: 3, moved: 57, conflicts: [] })
  expect(await broken()).toEqual([])
})

test('what would overlap stays, is on record, and follows when its place is free', async () => {
  const series = await weekly('09')
  const next = await weekly('08')
  await madeByOtherData(series, next)
  const single = await bookSingle('2026-12-09T17:00:00Z')
  const { conflicts } = await retime()
  const inTheWay = new Map(conflicts.map(({ bookingId, otherBookingId }) => [bookingId, otherBookingId]))
  expect(conflicts.map(({ kind }) => kind)).toEqual(['kept', 'kept'])
  expect(inTheWay.get(series.booking.id)).toBe(single.id)
  expect(inTheWay.get(next.booking.id)).toBe(series.booking.id)
  expect(await startsOf(series.booking.id, '2026-12-01Z', '2026-12-20Z')).toEqual([
    '2026-12-02 17:00',
    '2026-12-09 16:00',
    '2026-12-16 17:00',
  ])
  expect(await broken()).toEqual([])
  const { exceptions } = await listExceptions(ctx, series.booking.id)
  expect(exceptions).toMatchObject([{ kind: 'modified', newStartsAt: Date.parse('2026-12-09T16:00:00Z') }])

  expect(await retime()).toMatchObject({ series: 0, conflicts: [] })
  expect(await listZoneConflicts(ctx.database, 10)).toHaveLength(2)
  await cancelBooking(ctx, single.id)
  expect(await retime()).toMatchObject({ series: 2, moved: 2, conflicts: [] })
  expect(await listZoneConflicts(ctx.database, 10)).toEqual([])
  expect((await listExceptions(ctx, series.booking.id)).exceptions).toEqual([])
  expect(await startsOf(series.booking.id, '2026-12-08Z', '2026-12-10Z')).toEqual(['2026-12-09 17:00'])
  expect(await broken()).toEqual([])
})

test('a conflict that a person settles is off the record', async () => {
  const series = await weekly('09')
  await madeByOtherData(series)
  const single = await bookSingle('2026-12-09T17:00:00Z')
  await retime()
  const { exceptions } = await listExceptions(ctx, series.booking.id)
  await cancelBooking(ctx, single.id)
  await undoException(ctx, series.booking.id, exceptions[0]!.id)
  await retime()
  expect(await listZoneConflicts(ctx.database, 10)).toEqual([])
  expect(await broken()).toEqual([])
})

test('occurrences that people moved or cancelled stay so, and a renamed one moves', async () => {
  const series = await weekly('09')
  const except = (date: string, input: Parameters<typeof addException>[3]) =>
    addException(ctx, series.booking.id, { date }, input)
  await except('2026-12-02', { kind: 'cancelled' })
  await except('2026-12-16', { kind: 'modified', newTitle: 'Renamed' })
  await madeByOtherData(series)
  await except('2026-12-09', { kind: 'modified', newStart: Date.parse('2026-12-10T12:00:00Z') })
  await retime()
  expect(await startsOf(series.booking.id, '2026-12-01Z', '2026-12-20Z')).toEqual([
    '2026-12-10 12:00',
    '2026-12-16 17:00',
  ])
  expect(await broken()).toEqual([])
})

test('a renamed occurrence that cannot follow keeps its name, and follows later', async () => {
  const series = await weekly('09')
  await addException(
    ctx,
    series.booking.id,
    { date: '2026-12-16' },
    { kind: 'modified', newTitle: 'Renamed' },
  )
  await madeByOtherData(series)
  const single = await bookSingle('2026-12-16T17:00:00Z')
  expect((await retime()).conflicts).toHaveLength(1)
  expect(await broken()).toEqual([])
  await cancelBooking(ctx, single.id)
  await retime()
  const { exceptions } = await listExceptions(ctx, series.booking.id)
  expect(exceptions).toMatchObject([{ newTitle: 'Renamed', newStartsAt: null }])
  expect(await startsOf(series.booking.id, '2026-12-16Z', '2026-12-17Z')).toEqual(['2026-12-16 17:00'])
  expect(await broken()).toEqual([])
})

/** As if a series had been at 09:00 all year in a zone that is always seven hours behind UTC. */
const alwaysSevenBehind = async ({ booking }: { booking: BookingRecord }) => {
  const { sql } = ctx.database
  await sql`
    UPDATE bookings SET wall_start = wall_start + interval '1 hour', starts_at = starts_at + interval '1 hour',
      ends_at = ends_at + interval '1 hour' WHERE id = ${booking.id}`
  await sql`UPDATE occurrences SET wall_start = wall_start + interval '1 hour', during = tstzrange(
      (wall_start + interval '8 hours') AT TIME ZONE 'UTC', (wall_start + interval '8 hours 30 minutes') AT TIME ZONE 'UTC')
    WHERE booking_id = ${booking.id}`
  await sql`INSERT INTO zone_data VALUES (${ZONE}, 'of other data', '2024a', '2026-06-01Z', '2026-06-01Z')`
}

test('two endless rules that meet since a change are on record, and the one that moved gives way for ever', async () => {
  const series = await weekly('08')
  const other = await createSeries(ctx, {
    resourceId: room.id,
    title: 'On UTC',
    recurrenceRule: 'FREQ=WEEKLY',
    start: Date.parse('2026-06-03T17:00:00Z'),
    end: Date.parse('2026-06-03T18:00:00Z'),
  })
  await alwaysSevenBehind(series)
  expect((await broken()).map((found) => Object.keys(found)[0])).toEqual(['I4', 'I9', 'I23'])
  const { conflicts } = await retime()
  expect(conflicts.filter(({ kind }) => kind === 'rule')).toMatchObject([
    { bookingId: series.booking.id, otherBookingId: other.booking.id },
  ])
  expect(new Set(conflicts.map(({ kind }) => kind))).toEqual(new Set(['kept', 'rule']))
  expect(await startsOf(series.booking.id, '2027-01-05Z', '2027-01-07Z')).toEqual(['2027-01-06 16:00'])
  expect(await broken()).toEqual([])

  const later = ctx.nowMs + 365 * DAY_MS
  const extended = await extendHorizon(ctx.database, { nowMs: later, resourcesMax: 10 })
  expect(extended.resources).toBe(1)
  expect(await startsOf(other.booking.id, '2029-01-01Z', '2029-02-01Z')).toHaveLength(5)
  expect(await startsOf(series.booking.id, '2029-01-01Z', '2029-02-01Z')).toEqual([])
  expect(await startsOf(series.booking.id, '2028-07-01Z', '2028-08-01Z')).toHaveLength(4)
  const after = new Date(later).toISOString()
  expect(await broken(after)).toEqual([])
  await retime(after)
  expect(await broken(after)).toEqual([])
})

test('an occurrence past the horizon whose new time is taken by a row is skipped, and on record', async () => {
  const series = await weekly('08')
  const far = await bookSingle('2031-01-08T17:00:00Z')
  await alwaysSevenBehind(series)
  const { conflicts } = await retime()
  expect(conflicts).toMatchObject([{ kind: 'skipped', otherBookingId: far.id }])
  expect(await broken()).toEqual([])
  expect((await retime()).series).toBe(0)
})

test('a series that the change takes out of business hours follows all the same', async () => {
  ctx = { ...ctx, nowMs: ctx.nowMs + 60_000 }
  const series = await weekly('09')
  await madeByOtherData(series)
  const hours = JSON.stringify({ start: '15:00', end: '16:45' })
  await ctx.database.sql`UPDATE resources SET business_hours = ${hours}::text::jsonb`
  expect(await retime()).toMatchObject({ moved: 19, conflicts: [] })
  expect(await broken()).toEqual([])
})

test('a process with older data, or other data of the same release, changes nothing and adds no rows', async () => {
  const series = await weekly('09')
  await retime()
  for (const version of ['2020a', runtimeZoneData.version, 'unknown']) {
    const other: ZoneData = { version, fingerprintOf: () => 'of other data' }
    const before = await ctx.database.sql`SELECT * FROM zone_data WHERE time_zone = ${ZONE}`
    expect(await retime(undefined, other)).toMatchObject({ ahead: [ZONE], settled: [], series: 0 })
    expect(await ctx.database.sql`SELECT * FROM zone_data WHERE time_zone = ${ZONE}`).toEqual(before)
    const nowMs = ctx.nowMs + 30 * DAY_MS
    const extended = await extendHorizon(ctx.database, { nowMs, resourcesMax: 10, zoneData: other })
    expect(extended).toEqual({ resources: 0, occurrences: 0, more: false })
  }
  expect((await getBooking(ctx, series.booking.id)).version).toBe(1)
})

test('what a process with older data wrote after the change is found by the next check', async () => {
  await weekly('11')
  await retime('2026-06-01T11:59:00Z')
  const series = await weekly('09')
  await madeByOtherData(series)
  await ctx.database.sql`UPDATE zone_data SET fingerprint = ${runtimeZoneData.fingerprintOf(ZONE)}`
  expect(await retime()).toMatchObject({ settled: [], series: 1, moved: 19 })
  expect(await broken()).toEqual([])
})

test('series of which nobody noted the data are compared, and moved where they differ', async () => {
  const series = await weekly('09')
  await madeByOtherData(series)
  await ctx.database.sql`DELETE FROM zone_data`
  expect(await retime()).toMatchObject({ settled: [ZONE], series: 1, moved: 19 })
  expect(await broken()).toEqual([])
})

test('a run that is stopped is gone on with by the next', async () => {
  const first = await weekly('09')
  await madeByOtherData(first)
  const other = room
  room = await createTestResource(ctx)
  const second = await weekly('09')
  await madeByOtherData(second)
  let asked = 0
  const stopped = await retimeZones(ctx.database, { nowMs: ctx.nowMs, isStopping: () => ++asked > 1 })
  expect(stopped).toMatchObject({ settled: [], series: 1 })
  const nowMs = ctx.nowMs + 30 * DAY_MS
  expect(await extendHorizon(ctx.database, { nowMs, resourcesMax: 10 })).toMatchObject({ resources: 0 })
  expect(await retime()).toMatchObject({ settled: [ZONE], series: 1 })
  expect((await extendHorizon(ctx.database, { nowMs, resourcesMax: 10 })).resources).toBe(2)
  room = other
  expect(await broken(new Date(nowMs).toISOString())).toEqual([])
})

test('several runs at once move everything once', async () => {
  const series = await weekly('09')
  await madeByOtherData(series)
  const runs = await Promise.all([retime(), retime(), retime()])
  expect(runs.reduce((sum, { moved }) => sum + moved, 0)).toBe(19)
  expect((await getBooking(ctx, series.booking.id)).version).toBe(2)
  expect(await broken()).toEqual([])
})

test('a series that cannot be read is told, and the others are moved', async () => {
  const series = await weekly('09')
  await madeByOtherData(series)
  room = await createTestResource(ctx)
  const unreadable = await weekly('09')
  await ctx.database
    .sql`UPDATE bookings SET recurrence_rule = 'FREQ=SOMETIMES' WHERE id = ${unreadable.booking.id}`
  const failures: string[] = []
  const onFailure = (resourceId: string) => failures.push(resourceId)
  const result = await retimeZones(ctx.database, { nowMs: ctx.nowMs, onFailure })
  expect(result).toMatchObject({ settled: [], series: 1, failed: 1 })
  expect(failures).toEqual([room.id])
})
