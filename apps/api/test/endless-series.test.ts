import { extendHorizon } from '@booking/storage'
import { describe, expect, test } from 'vitest'
import { at, deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const desk = deskOf(app)

// The horizon of every room lies at 2027-01-15T00:00:00Z; 20 January 2025 is a Monday, and so is it in 2031.
const mondays = (room: string, fields = {}) =>
  desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY', fields)

const conflictsOf = async (room: string, start: string, end: string, recurrenceRule?: string) => {
  const query = new URLSearchParams({
    resourceId: room,
    startTime: at(start),
    endTime: at(end),
    ...(recurrenceRule === undefined ? {} : { recurrenceRule }),
  })
  const { status, body } = await send('GET', `/conflicts?${query}`)
  expect(status).toBe(200)
  return body
}

/** Whether a row stands for every occurrence before the horizon only, so that the rest rests on the rule. */
const rowsAfter = async (room: string, instant: string) =>
  (await desk.claims(room)).filter(({ start }) => start >= at(instant))

describe('an endless series keeps its time for ever', () => {
  test.each(['2027-01-11', '2027-01-18', '2031-01-20', '2060-01-19', '2525-01-22', '9999-12-27'])(
    'a single booking over its occurrence on %s is refused, beside it accepted',
    async (date) => {
      const room = await desk.room()
      const { body: series } = await mondays(room, { title: 'For ever' })
      expect(await rowsAfter(room, '2027-01-15 00:00')).toEqual([])
      expect(await desk.isFree(room, `${date} 10:59`, `${date} 12:00`)).toBe(false)
      const refused = await desk.book(room, `${date} 10:59`, `${date} 12:00`)
      const clash = {
        id: series.id,
        title: 'For ever',
        startTime: at(`${date} 10:00`),
        endTime: at(`${date} 11:00`),
      }
      expect(refused.body).toMatchObject({ status: 409, totalConflicts: 1, conflicts: [clash] })
      expect(await conflictsOf(room, `${date} 10:59`, `${date} 12:00`)).toMatchObject({
        hasConflicts: true,
        conflicts: [clash],
      })
      expect(await desk.isFree(room, `${date} 11:00`, `${date} 12:00`)).toBe(true)
      expect((await desk.book(room, `${date} 11:00`, `${date} 12:00`)).status).toBe(201)
      expect((await desk.book(room, `${date} 09:00`, `${date} 10:00`)).status).toBe(201)
    },
  )

  test('a booking that begins before the horizon and ends after it meets the rule', async () => {
    const room = await desk.room()
    const { body: series } = await desk.series(room, '2025-01-20 00:00', '2025-01-20 01:00', 'FREQ=DAILY')
    const { body } = await desk.book(room, '2027-01-14 23:00', '2027-01-15 00:30')
    expect(body).toMatchObject({
      status: 409,
      conflicts: [{ id: series.id, startTime: at('2027-01-15 00:00') }],
    })
    expect((await desk.book(room, '2027-01-14 23:00', '2027-01-15 00:00')).status).toBe(201)
  })

  test('a move to its time is refused, in any year', async () => {
    const room = await desk.room()
    await mondays(room)
    const { body } = await desk.book(room, '2025-01-21 10:00', '2025-01-21 11:00')
    const moved = await send('PATCH', `/bookings/${body.id}`, { body: { startTime: at('2044-01-18 10:30') } })
    expect(moved.body).toMatchObject({ status: 409, totalConflicts: 1 })
    expect((await send('GET', `/bookings/${body.id}`)).body).toEqual(body)
  })

  test('bulk availability knows it in any year', async () => {
    const room = await desk.room()
    await mondays(room)
    const slot = (date: string) => ({ startTime: at(`${date} 10:30`), endTime: at(`${date} 10:45`) })
    const { body } = await send('POST', '/availability/bulk', {
      body: {
        resourceId: room,
        timeSlots: ['2025-01-27', '2025-01-28', '2044-01-18', '2044-01-19'].map(slot),
      },
    })
    expect(body.results.map(({ available }: { available: boolean }) => available)).toEqual([
      false,
      true,
      false,
      true,
    ])
  })

  test('local time is kept for ever: 09:00 in New York, winter and summer', async () => {
    const room = await desk.room({ timeZone: 'America/New_York' })
    await desk.series(room, '2025-01-20 14:00', '2025-01-20 15:00', 'FREQ=DAILY')
    expect(await desk.isFree(room, '2050-01-10 13:00', '2050-01-10 14:00')).toBe(true)
    expect(await desk.isFree(room, '2050-01-10 14:00', '2050-01-10 15:00')).toBe(false)
    expect(await desk.isFree(room, '2050-07-10 13:00', '2050-07-10 14:00')).toBe(false)
    expect(await desk.isFree(room, '2050-07-10 14:00', '2050-07-10 15:00')).toBe(true)
  })

  test('a long finite series is kept past the horizon and not past its end', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY;COUNT=400')
    expect(body).toMatchObject({ occurrenceCount: 400, lastOccurrence: at('2032-09-13 10:00') })
    expect(await desk.isFree(room, '2032-09-13 10:00', '2032-09-13 11:00')).toBe(false)
    expect(await desk.isFree(room, '2032-09-20 10:00', '2032-09-20 11:00')).toBe(true)
  })

  test('a series that only begins beyond the horizon is kept as well', async () => {
    const room = await desk.room()
    expect(
      (await desk.series(room, '2040-01-02 10:00', '2040-01-02 11:00', 'FREQ=DAILY;COUNT=3')).status,
    ).toBe(201)
    expect((await desk.book(room, '2040-01-03 10:30', '2040-01-03 11:30')).status).toBe(409)
    expect((await desk.book(room, '2040-01-05 10:30', '2040-01-05 11:30')).status).toBe(201)
  })

  test('when the horizon moves, nothing was promised twice', async () => {
    const room = await desk.room()
    const { body } = await mondays(room)
    await desk.except(body.id, { exceptionType: 'cancelled', exceptionDate: '2027-02-01' })
    expect((await desk.book(room, '2027-02-01 10:00', '2027-02-01 11:00')).status).toBe(201)
    await desk.except(body.id, {
      exceptionType: 'modified',
      exceptionDate: '2027-02-08',
      newStartTime: at('2027-02-09 10:00'),
    })
    const nowMs = Date.parse('2025-04-15T10:30:00Z')
    while ((await extendHorizon(app.deps.database, { nowMs, resourcesMax: 100 })).more);
    expect((await rowsAfter(room, '2027-01-15 00:00')).map(({ start }) => start.slice(5, 16))).toEqual([
      '01-18T10:00',
      '01-25T10:00',
      '02-01T10:00',
      '02-09T10:00',
      ...['02-15', '02-22', '03-01', '03-08', '03-15', '03-22', '03-29', '04-05', '04-12'].map(
        (day) => `${day}T10:00`,
      ),
    ])
    expect((await desk.book(room, '2027-04-05 10:30', '2027-04-05 11:30')).status).toBe(409)
    expect((await desk.book(room, '2027-04-19 10:30', '2027-04-19 11:30')).status).toBe(409)
  })
})

describe('a series over what is booked far ahead', () => {
  test('is refused for a single booking of 2031', async () => {
    const room = await desk.room()
    const { body: single } = await desk.book(room, '2031-01-20 10:30', '2031-01-20 12:00', { title: '2031' })
    const { body } = await mondays(room)
    expect(body).toMatchObject({
      status: 409,
      totalConflicts: 1,
      conflicts: [{ id: single.id, title: '2031', startTime: at('2031-01-20 10:30') }],
    })
    expect(await desk.claims(room)).toHaveLength(1)
    const until = await desk.series(
      room,
      '2025-01-20 10:00',
      '2025-01-20 11:00',
      'FREQ=WEEKLY;UNTIL=20310113T100000Z',
    )
    expect(until.status).toBe(201)
  })

  test('is told alternatives that really are free for ever', async () => {
    const room = await desk.room()
    await desk.book(room, '2031-01-20 08:00', '2031-01-20 14:00')
    await desk.series(room, '2025-01-20 15:00', '2025-01-20 16:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')
    const { body } = await mondays(room)
    expect(body.status).toBe(409)
    expect(body.alternatives).toHaveLength(3)
    for (const interval of body.alternatives) {
      const tried = await mondays(room, interval)
      expect(tried.status).toBe(201)
      await send('DELETE', `/bookings/${tried.body.id}`)
    }
  })

  test('is kept without that one date when it is told to skip', async () => {
    const room = await desk.room()
    await desk.book(room, '2031-01-20 10:30', '2031-01-20 12:00')
    await desk.book(room, '2025-01-27 10:30', '2025-01-27 12:00')
    const { status, body } = await mondays(room, { conflictPolicy: 'skip' })
    expect(status).toBe(201)
    expect(body.skipped.map(({ startTime }: { startTime: string }) => startTime)).toEqual([
      at('2025-01-27 10:00'),
      at('2031-01-20 10:00'),
    ])
    expect(await desk.isFree(room, '2031-01-20 10:00', '2031-01-20 10:30')).toBe(true)
    expect(await desk.isFree(room, '2031-01-27 10:00', '2031-01-27 10:30')).toBe(false)
  })

  test('skips an occurrence that lies across the horizon', async () => {
    const room = await desk.room()
    const eve = 'FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=14'
    expect((await desk.series(room, '2025-01-14 23:30', '2025-01-15 00:30', eve)).status).toBe(201)
    const { status, body } = await desk.series(
      room,
      '2026-12-31 23:45',
      '2027-01-01 00:15',
      'FREQ=DAILY;UNTIL=20270120T234500Z',
      { conflictPolicy: 'skip' },
    )
    expect(status).toBe(201)
    expect(body.skipped).toMatchObject([{ occurrenceDate: '2027-01-14' }])
  })

  test('of which nothing would be left is refused, with what is in the way, even when told to skip', async () => {
    const room = await desk.room()
    const { body: far } = await desk.book(room, '2031-01-20 08:00', '2031-01-27 18:00')
    const { status, body } = await desk.series(
      room,
      '2031-01-20 10:00',
      '2031-01-20 11:00',
      'FREQ=DAILY;COUNT=5',
      { conflictPolicy: 'skip' },
    )
    expect(status).toBe(409)
    expect(body.conflicts.map(({ id }: { id: string }) => id)).toEqual([far.id])
  })
})

describe('two endless series', () => {
  const leapDays = (room: string) =>
    desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', {
      title: 'Leap day',
    })

  test('that first meet in 2072 are not both accepted', async () => {
    const room = await desk.room()
    const { body: leap } = await leapDays(room)
    expect(leap).toMatchObject({ startTime: at('2028-02-29 10:00'), startAdjusted: true })
    const { body } = await desk.series(room, '2026-01-05 10:30', '2026-01-05 11:30', 'FREQ=WEEKLY;INTERVAL=7')
    expect(body).toMatchObject({
      status: 409,
      conflicts: [{ id: leap.id, title: 'Leap day', startTime: at('2072-02-29 10:00') }],
    })
    expect(
      await conflictsOf(room, '2026-01-05 10:30', '2026-01-05 11:30', 'FREQ=WEEKLY;INTERVAL=7'),
    ).toMatchObject({
      hasConflicts: true,
      disjointForever: false,
      proof: 'exact',
      totalConflicts: 1,
      firstClash: { id: leap.id, startTime: at('2072-02-29 10:00'), endTime: at('2072-02-29 11:00') },
    })
    const ended = await desk.series(
      room,
      '2026-01-05 10:30',
      '2026-01-05 11:30',
      'FREQ=WEEKLY;INTERVAL=7;UNTIL=20720228T103000Z',
    )
    expect(ended.status).toBe(201)
  })

  test('of odd and of even weeks are both accepted, and proven apart for ever', async () => {
    const room = await desk.room()
    const odd = 'FREQ=WEEKLY;INTERVAL=2'
    expect((await desk.series(room, '2025-01-20 10:00', '2025-01-20 12:00', odd)).status).toBe(201)
    expect(await conflictsOf(room, '2025-01-27 10:00', '2025-01-27 12:00', odd)).toMatchObject({
      hasConflicts: false,
      disjointForever: true,
      proof: 'exact',
      conflicts: [],
      timeZoneData: expect.any(String),
    })
    expect((await desk.series(room, '2025-01-27 10:00', '2025-01-27 12:00', odd)).status).toBe(201)
    const third = await desk.series(room, '2025-02-03 11:00', '2025-02-03 13:00', odd)
    expect(third.body).toMatchObject({ status: 409 })
  })

  test('that touch are both accepted', async () => {
    const room = await desk.room()
    expect((await mondays(room)).status).toBe(201)
    const after = await desk.series(room, '2025-01-20 11:00', '2025-01-20 12:00', 'FREQ=DAILY')
    expect(after.status).toBe(201)
    const over = await desk.series(room, '2025-01-20 09:30', '2025-01-20 10:00:00.001', 'FREQ=DAILY')
    expect(over.body.status).toBe(409)
  })

  test('in different zones are apart in winter and meet in the summer after the horizon', async () => {
    const room = await desk.room()
    // Both at 14:00 UTC to 15:00 UTC in winter are one hour apart; in summer New York comes an hour earlier.
    const utc = await desk.series(room, '2027-11-08 13:00', '2027-11-08 14:00', 'FREQ=DAILY')
    expect(utc.status).toBe(201)
    const { body } = await desk.series(room, '2027-11-08 14:00', '2027-11-08 15:00', 'FREQ=DAILY', {
      timeZone: 'America/New_York',
    })
    expect(body).toMatchObject({ status: 409, conflicts: [{ startTime: at('2028-03-12 13:00') }] })
  })

  test('that meet again and again cannot be kept by skipping', async () => {
    const room = await desk.room()
    await mondays(room)
    const { body } = await mondays(room, { conflictPolicy: 'skip' })
    expect(body).toMatchObject({ status: 409, code: 'booking_conflict' })
  })

  test('that meet once beyond the horizon are kept by skipping that date', async () => {
    const room = await desk.room()
    await desk.series(room, '2030-01-07 10:00', '2030-01-07 11:00', 'FREQ=DAILY;COUNT=3')
    const { status, body } = await mondays(room, { conflictPolicy: 'skip' })
    expect(status).toBe(201)
    expect(body.skipped).toMatchObject([{ occurrenceDate: '2030-01-07' }])
    expect((await desk.book(room, '2030-01-14 10:00', '2030-01-14 11:00')).status).toBe(409)
  })

  test('a conflict inside the horizon is the first clash', async () => {
    const room = await desk.room()
    const { body: single } = await desk.book(room, '2025-02-03 10:00', '2025-02-03 11:00')
    expect(await conflictsOf(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')).toMatchObject({
      hasConflicts: true,
      totalConflicts: 1,
      disjointForever: false,
      firstClash: { id: single.id, startTime: at('2025-02-03 10:00') },
    })
  })

  test('changing one to where it meets the other beyond the horizon is refused', async () => {
    const room = await desk.room()
    const { body: leap } = await leapDays(room)
    const { body } = await desk.series(
      room,
      '2026-01-06 10:30',
      '2026-01-06 11:30',
      'FREQ=WEEKLY;INTERVAL=7;COUNT=5',
    )
    const path = `/bookings/${body.id}`
    const before = await desk.claims(room)
    const refused = await send('PUT', path, {
      body: {
        startTime: at('2026-01-05 10:30'),
        endTime: at('2026-01-05 11:30'),
        recurrenceRule: 'FREQ=WEEKLY;INTERVAL=7',
      },
    })
    expect(refused.body).toMatchObject({
      status: 409,
      conflicts: [{ id: leap.id, startTime: at('2072-02-29 10:00') }],
    })
    expect((await send('GET', path)).body).toEqual(body)
    expect(await desk.claims(room)).toEqual(before)
  })
})
