import { describe, expect, test } from 'vitest'
import { at, deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const desk = deskOf(app)

const newYork = { timeZone: 'America/New_York' }

/** Starts in 2025, with the clock on the wall. */
const walls = async (bookingId: string, from: string, to: string) =>
  (await desk.occurrences(bookingId, from, to)).map(
    ({ startTime, localStart, offset }) => `${startTime} ${localStart.slice(11, 16)} ${offset}`,
  )

describe('rules', () => {
  test.each([
    { rule: 'FREQ=DAILY;COUNT=3', dates: ['01-20', '01-21', '01-22'] },
    { rule: 'RRULE:FREQ=DAILY;COUNT=2', dates: ['01-20', '01-21'] },
    { rule: 'freq=daily;count=2', dates: ['01-20', '01-21'] },
    { rule: 'FREQ=DAILY;UNTIL=20250122T100000Z', dates: ['01-20', '01-21', '01-22'] },
    { rule: 'FREQ=DAILY;UNTIL=20250122T095959Z', dates: ['01-20', '01-21'] },
    { rule: 'FREQ=DAILY;INTERVAL=3;COUNT=3', dates: ['01-20', '01-23', '01-26'] },
    { rule: 'FREQ=WEEKLY;COUNT=3', dates: ['01-20', '01-27', '02-03'] },
    { rule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=4', dates: ['01-20', '01-24', '02-03', '02-07'] },
    { rule: 'FREQ=MONTHLY;BYDAY=-1FR;COUNT=2', dates: ['01-31', '02-28'] },
    { rule: 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3', dates: ['01-31', '03-31', '05-31'] },
    {
      rule: 'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3',
      dates: ['01-31', '02-28', '03-31'],
    },
    { rule: 'FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1;COUNT=1', dates: ['03-01'] },
  ])('$rule', async ({ rule, dates }) => {
    const room = await desk.room()
    const { status, body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', rule)
    expect(status).toBe(201)
    expect(body).toMatchObject({
      occurrenceCount: dates.length,
      startTime: at(`2025-${dates[0]} 10:00`),
      firstOccurrence: at(`2025-${dates[0]} 10:00`),
      lastOccurrence: at(`2025-${dates.at(-1)} 10:00`),
      startAdjusted: dates[0] !== '01-20',
    })
    const expected = dates.map((date) => at(`2025-${date} 10:00`))
    expect(await desk.starts(body.id, '2025-01-01 00:00', '2026-01-01 00:00')).toEqual(expected)
    expect((await desk.claims(room)).map(({ start }) => start)).toEqual(expected)
    expect((await send('GET', `/bookings/${body.id}`)).body).toEqual(body)
  })

  test.each([
    { rule: 'FREQ=FORTNIGHTLY', code: 'invalid_recurrence_rule', part: 'FREQ' },
    { rule: 'INTERVAL=2', code: 'invalid_recurrence_rule', part: 'FREQ' },
    { rule: 'FREQ=DAILY;COUNT=0', code: 'invalid_recurrence_rule', part: 'COUNT' },
    { rule: 'FREQ=DAILY;COUNT=-1', code: 'invalid_recurrence_rule', part: 'COUNT' },
    { rule: 'FREQ=DAILY;INTERVAL=0', code: 'invalid_recurrence_rule', part: 'INTERVAL' },
    { rule: 'FREQ=DAILY;COUNT=2;UNTIL=20250301T000000Z', code: 'invalid_recurrence_rule', part: 'UNTIL' },
    { rule: 'FREQ=DAILY;UNTIL=20250230T000000Z', code: 'invalid_recurrence_rule', part: 'UNTIL' },
    { rule: 'FREQ=WEEKLY;BYDAY=XX', code: 'invalid_recurrence_rule', part: 'BYDAY' },
    { rule: 'FREQ=WEEKLY;BYDAY=1MO', code: 'invalid_recurrence_rule', part: 'BYDAY' },
    { rule: 'FREQ=MONTHLY;BYMONTHDAY=32', code: 'invalid_recurrence_rule', part: 'BYMONTHDAY' },
    { rule: 'FREQ=DAILY;BYMONTH=13', code: 'invalid_recurrence_rule', part: 'BYMONTH' },
    { rule: 'FREQ=DAILY;BYHOUR=24', code: 'invalid_recurrence_rule', part: 'BYHOUR' },
    { rule: 'FREQ=DAILY;COLOUR=RED', code: 'invalid_recurrence_rule', part: 'COLOUR' },
    { rule: 'FREQ=DAILY;COUNT=2;COUNT=3', code: 'invalid_recurrence_rule', part: 'COUNT' },
    { rule: 'FREQ=SECONDLY;COUNT=2', code: 'unsupported_frequency', part: '' },
    { rule: 'FREQ=MINUTELY;COUNT=2', code: 'unsupported_frequency', part: '' },
    { rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', code: 'rule_never_occurs', part: '' },
    { rule: 'FREQ=DAILY;UNTIL=20250119T000000Z', code: 'rule_never_occurs', part: '' },
  ])('$rule is 422 $code and names the part', async ({ rule, code, part }) => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', rule)
    expect(body).toMatchObject({ status: 422, code })
    if (part !== '') expect(body.detail).toContain(part)
    const query = new URLSearchParams({
      resourceId: room,
      startTime: at('2025-01-20 10:00'),
      endTime: at('2025-01-20 11:00'),
      recurrenceRule: rule,
    })
    expect((await send('GET', `/conflicts?${query}`)).body).toMatchObject({ status: 422, code })
    expect(await desk.claims(room)).toEqual([])
  })

  test('an unknown zone is 422', async () => {
    const { body } = await desk.series(
      await desk.room(),
      '2025-01-20 10:00',
      '2025-01-20 11:00',
      'FREQ=DAILY',
      {
        timeZone: 'America/Springfield',
      },
    )
    expect(body).toMatchObject({ status: 422, code: 'unknown_time_zone' })
  })

  test.each([
    ['FREQ=HOURLY', '2025-01-20 10:30'],
    ['FREQ=HOURLY;UNTIL=99991231T235959Z', '2025-01-20 10:30'],
    ['FREQ=HOURLY;COUNT=100000', '2025-01-20 10:30'],
  ])('%s has too many occurrences before the horizon: 422', async (rule, end) => {
    const { body } = await desk.series(await desk.room(), '2025-01-20 10:00', end, rule)
    expect(body).toMatchObject({ status: 422, code: 'too_many_occurrences' })
    expect(body.detail).toContain('2000')
  })

  test('2,000 occurrences are not too many', async () => {
    const room = await desk.room()
    const { status, body } = await desk.series(
      room,
      '2025-01-20 10:00',
      '2025-01-20 10:30',
      'FREQ=HOURLY;COUNT=2000',
    )
    expect(status).toBe(201)
    expect(body.occurrenceCount).toBe(2000)
    expect(await desk.claims(room)).toHaveLength(2000)
  })

  test.each([
    { rule: 'FREQ=DAILY;COUNT=3', end: '2025-01-21 10:00:00.001' },
    { rule: 'FREQ=DAILY', end: '2025-01-21 10:00:00.001' },
    { rule: 'FREQ=MONTHLY', end: '2025-02-18 12:00' },
    { rule: 'FREQ=HOURLY;COUNT=2', end: '2025-01-20 11:30' },
  ])('$rule until $end overlaps itself: 422', async ({ rule, end }) => {
    const { body } = await desk.series(await desk.room(), '2025-01-20 10:00', end, rule)
    expect(body).toMatchObject({ status: 422, code: 'self_overlap' })
  })

  test('occurrences may touch one another', async () => {
    const room = await desk.room()
    const { status } = await desk.series(room, '2025-01-20 10:00', '2025-01-21 10:00', 'FREQ=DAILY')
    expect(status).toBe(201)
    expect(await desk.isFree(room, '2035-05-05 05:05', '2035-05-05 05:06')).toBe(false)
  })

  test('an occurrence outside business hours refuses the whole series, however far ahead', async () => {
    const room = await desk.room({
      timeZone: 'America/New_York',
      businessHours: { start: '09:00', end: '17:00', closures: [{ date: '2031-01-20' }] },
    })
    const utc = { timeZone: 'UTC' }
    // 13:00 UTC is 09:00 in New York in summer only.
    const summer = await desk.series(room, '2025-07-07 13:00', '2025-07-07 14:00', 'FREQ=WEEKLY', utc)
    expect(summer.body).toMatchObject({ status: 422, code: 'outside_business_hours' })
    expect(summer.body.detail).toContain('2025-11-03T13:00:00.000Z')
    const closed = await desk.series(room, '2025-01-20 15:00', '2025-01-20 16:00', 'FREQ=WEEKLY')
    expect(closed.body).toMatchObject({ status: 422, code: 'outside_business_hours' })
    expect(closed.body.detail).toContain('2031-01-20')
    const tuesdays = await desk.series(room, '2025-01-21 14:00', '2025-01-21 15:00', 'FREQ=WEEKLY')
    expect(tuesdays.status).toBe(201)
  })

  test('a rule is told in words', async () => {
    const summaryOf = async (rule: string) =>
      (await desk.series(await desk.room(), '2025-01-20 09:00', '2025-01-20 09:30', rule)).body.summary
    expect(await summaryOf('FREQ=WEEKLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR')).toMatch(
      /week.*Monday.*Friday.*12 times/,
    )
    expect(await summaryOf('FREQ=DAILY;COUNT=5')).toMatch(/day.*5 times/)
    expect(await summaryOf('FREQ=MONTHLY;COUNT=6;BYMONTHDAY=15')).toMatch(/month.*15.*6 times/)
    expect(await summaryOf('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29')).toMatch(/year.*February.*29/)
  })
})

describe('daylight saving', () => {
  test('09:00 in New York stays 09:00 over March and November', async () => {
    const room = await desk.room(newYork)
    const spring = await desk.series(room, '2025-03-08 14:00', '2025-03-08 15:00', 'FREQ=DAILY;COUNT=3')
    expect(spring.body.timeZone).toBe('America/New_York')
    expect(await walls(spring.body.id, '2025-03-01 00:00', '2025-04-01 00:00')).toEqual([
      '2025-03-08T14:00:00.000Z 09:00 -05:00',
      '2025-03-09T13:00:00.000Z 09:00 -04:00',
      '2025-03-10T13:00:00.000Z 09:00 -04:00',
    ])
    const autumn = await desk.series(room, '2025-11-01 13:00', '2025-11-01 14:00', 'FREQ=DAILY;COUNT=3')
    expect(await walls(autumn.body.id, '2025-10-01 00:00', '2025-12-01 00:00')).toEqual([
      '2025-11-01T13:00:00.000Z 09:00 -04:00',
      '2025-11-02T14:00:00.000Z 09:00 -05:00',
      '2025-11-03T14:00:00.000Z 09:00 -05:00',
    ])
    expect((await desk.claims(room)).map(({ start }) => start.slice(5, 16))).toEqual([
      '03-08T14:00',
      '03-09T13:00',
      '03-10T13:00',
      '11-01T13:00',
      '11-02T14:00',
      '11-03T14:00',
    ])
  })

  test('a time that does not exist moves forward by the gap, counts, and keeps its length', async () => {
    const room = await desk.room(newYork)
    const { body } = await desk.series(room, '2025-03-08 07:30', '2025-03-08 08:30', 'FREQ=DAILY;COUNT=3')
    expect(await walls(body.id, '2025-03-01 00:00', '2025-04-01 00:00')).toEqual([
      '2025-03-08T07:30:00.000Z 02:30 -05:00',
      '2025-03-09T07:30:00.000Z 03:30 -04:00',
      '2025-03-10T06:30:00.000Z 02:30 -04:00',
    ])
    expect((await desk.claims(room))[1]).toMatchObject({
      start: '2025-03-09T07:30:00.000Z',
      end: '2025-03-09T08:30:00.000Z',
    })
  })

  test('an ambiguous time is the first of the two', async () => {
    const room = await desk.room(newYork)
    const { body } = await desk.series(room, '2025-11-01 05:30', '2025-11-01 06:00', 'FREQ=DAILY;COUNT=3')
    expect(await walls(body.id, '2025-10-01 00:00', '2025-12-01 00:00')).toEqual([
      '2025-11-01T05:30:00.000Z 01:30 -04:00',
      '2025-11-02T05:30:00.000Z 01:30 -04:00',
      '2025-11-03T06:30:00.000Z 01:30 -05:00',
    ])
    expect(await desk.isFree(room, '2025-11-02 06:30', '2025-11-02 07:00')).toBe(true)
  })

  test('the zone of the series wins over the zone of its resource', async () => {
    const room = await desk.room(newYork)
    const { body } = await desk.series(room, '2025-03-28 08:00', '2025-03-28 09:00', 'FREQ=DAILY;COUNT=3', {
      timeZone: 'Europe/Berlin',
    })
    expect(await walls(body.id, '2025-03-01 00:00', '2025-05-01 00:00')).toEqual([
      '2025-03-28T08:00:00.000Z 09:00 +01:00',
      '2025-03-29T08:00:00.000Z 09:00 +01:00',
      '2025-03-30T07:00:00.000Z 09:00 +02:00',
    ])
  })

  test('the weekday is the local one', async () => {
    // 20:00 on Monday in New York is Tuesday in UTC.
    const room = await desk.room(newYork)
    const { body } = await desk.series(
      room,
      '2025-01-21 01:00',
      '2025-01-21 02:00',
      'FREQ=WEEKLY;BYDAY=MO;COUNT=2',
    )
    expect(body.startAdjusted).toBe(false)
    expect(await desk.starts(body.id, '2025-01-01 00:00', '2025-03-01 00:00')).toEqual([
      at('2025-01-21 01:00'),
      at('2025-01-28 01:00'),
    ])
  })
})

describe('occurrences', () => {
  test('of an endless series are listed in any year, with the local clock', async () => {
    const room = await desk.room(newYork)
    const { body } = await desk.series(room, '2025-01-20 14:00', '2025-01-20 15:00', 'FREQ=WEEKLY')
    expect(body).toMatchObject({ occurrenceCount: null, lastOccurrence: null })
    expect(await walls(body.id, '2060-07-01 00:00', '2060-07-14 00:00')).toEqual([
      '2060-07-05T13:00:00.000Z 09:00 -04:00',
      '2060-07-12T13:00:00.000Z 09:00 -04:00',
    ])
    expect(await desk.occurrences(body.id, '9990-01-01 00:00', '9990-01-08 00:00')).toHaveLength(1)
    expect(await desk.occurrences(body.id, '2000-01-01 00:00', '2005-01-01 00:00')).toEqual([])
    const years = await send(
      'GET',
      `/bookings/${body.id}/occurrences?from=2050-01-01T00:00:00Z&to=2060-01-01T00:00:00Z&limit=100&page=6`,
    )
    expect(years.body.pagination).toEqual({ page: 6, limit: 100, total: 522, pages: 6 })
    expect(years.body.occurrences).toHaveLength(22)
  })

  test('a window keeps what overlaps it, touching left out', async () => {
    const { body } = await desk.series(
      await desk.room(),
      '2025-01-20 10:00',
      '2025-01-20 11:00',
      'FREQ=DAILY;COUNT=3',
    )
    const within = (from: string, to: string) => desk.starts(body.id, from, to)
    expect(await within('2025-01-20 11:00', '2025-01-21 10:00')).toEqual([])
    expect(await within('2025-01-20 10:59', '2025-01-21 10:01')).toHaveLength(2)
    const all = await send('GET', `/bookings/${body.id}/occurrences`)
    expect(all.body.pagination).toEqual({ page: 1, limit: 20, total: 3, pages: 1 })
  })

  test('a single booking has one', async () => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    const listed = await send('GET', `/bookings/${body.id}/occurrences`)
    expect(listed.body.occurrences).toMatchObject([
      {
        bookingId: body.id,
        occurrenceDate: '2025-01-20',
        startTime: at('2025-01-20 10:00'),
        status: 'active',
      },
    ])
  })

  test('of the past are completed, of a cancelled series cancelled', async () => {
    const { body } = await desk.series(
      await desk.room(),
      '2025-01-14 10:00',
      '2025-01-14 11:00',
      'FREQ=DAILY;COUNT=3',
    )
    const statuses = async () =>
      (await desk.occurrences(body.id, '2025-01-01 00:00', '2025-02-01 00:00')).map(({ status }) => status)
    expect(await statuses()).toEqual(['completed', 'active', 'active'])
    await send('DELETE', `/bookings/${body.id}`)
    expect(await statuses()).toEqual(['cancelled', 'cancelled', 'cancelled'])
  })
})

describe('a series and what is there already', () => {
  const withTwoTaken = async () => {
    const room = await desk.room()
    const first = await desk.book(room, '2025-01-21 10:30', '2025-01-21 12:00', { title: 'First' })
    const second = await desk.book(room, '2025-01-23 09:00', '2025-01-23 10:15', { title: 'Second' })
    return { room, first: first.body, second: second.body }
  }
  const five = (room: string, fields = {}) =>
    desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=DAILY;COUNT=5', fields)

  test('reject: one clash refuses all, every clash is listed, nothing is left', async () => {
    const { room, first, second } = await withTwoTaken()
    const { status, body } = await five(room)
    expect(status).toBe(409)
    expect(body).toMatchObject({
      code: 'booking_conflict',
      totalConflicts: 2,
      occurrencesChecked: 5,
      conflicts: [
        { id: first.id, title: 'First', startTime: first.startTime, endTime: first.endTime },
        { id: second.id, title: 'Second', startTime: second.startTime, endTime: second.endTime },
      ],
    })
    expect(await desk.claims(room)).toHaveLength(2)
    expect((await send('GET', `/bookings?resourceId=${room}`)).body.pagination.total).toBe(2)
  })

  test('each alternative of a refused series can be booked', async () => {
    const { room } = await withTwoTaken()
    const { body } = await five(room)
    expect(body.alternatives).toHaveLength(3)
    for (const { startTime, endTime } of body.alternatives) {
      const tried = await five(room, { startTime, endTime })
      expect(tried.status).toBe(201)
      expect(tried.body.occurrenceCount).toBe(5)
      await send('DELETE', `/bookings/${tried.body.id}`)
    }
  })

  test('at most 100 clashes are listed and all are counted', async () => {
    const room = await desk.room()
    await desk.series(room, '2025-01-20 10:00', '2025-01-20 10:30', 'FREQ=DAILY;COUNT=150')
    const { body } = await desk.series(room, '2025-01-20 10:15', '2025-01-20 10:45', 'FREQ=DAILY;COUNT=160')
    expect(body).toMatchObject({ status: 409, totalConflicts: 150, occurrencesChecked: 160 })
    expect(body.conflicts).toHaveLength(100)
  })

  test('skip: the free dates are booked, the others are kept on record', async () => {
    const { room } = await withTwoTaken()
    const { status, body } = await five(room, { conflictPolicy: 'skip' })
    expect(status).toBe(201)
    const skipped = ['2025-01-21', '2025-01-23'].map((date) => ({
      occurrenceDate: date,
      startTime: at(`${date} 10:00`),
      endTime: at(`${date} 11:00`),
    }))
    expect(body.skipped).toEqual(skipped)
    expect((await send('GET', `/bookings/${body.id}`)).body).toEqual(body)
    expect(await desk.starts(body.id, '2025-01-01 00:00', '2025-02-01 00:00')).toEqual([
      at('2025-01-20 10:00'),
      at('2025-01-22 10:00'),
      at('2025-01-24 10:00'),
    ])
    const listed = await desk.occurrences(body.id, '2025-01-01 00:00', '2025-02-01 00:00')
    expect(listed.map(({ status: state }) => state)).toEqual([
      'active',
      'skipped',
      'active',
      'skipped',
      'active',
    ])
    expect((await send('GET', `/bookings/${body.id}/exceptions`)).body.exceptions).toEqual([])
    expect(await desk.claims(room)).toHaveLength(5)
  })

  test('skip with nothing taken skips nothing; with everything taken it is 409', async () => {
    const room = await desk.room()
    const all = await five(room, { conflictPolicy: 'skip' })
    expect(all).toMatchObject({ status: 201, body: { skipped: [] } })
    const none = await five(room, { conflictPolicy: 'skip' })
    expect(none.body).toMatchObject({ status: 409, totalConflicts: 5 })
    expect((await send('GET', `/bookings?resourceId=${room}`)).body.pagination.total).toBe(1)
  })

  test('rebook books skipped dates that are free by now, all or those that are named', async () => {
    const { room, first, second } = await withTwoTaken()
    const { body: series } = await five(room, { conflictPolicy: 'skip' })
    const path = `/bookings/${series.id}/rebook`
    const dates = (list: { occurrenceDate: string }[]) => list.map(({ occurrenceDate }) => occurrenceDate)

    const inVain = await send('POST', path)
    expect(inVain.status).toBe(200)
    expect(inVain.body.rebooked).toEqual([])
    expect(dates(inVain.body.skipped)).toEqual(['2025-01-21', '2025-01-23'])

    await send('DELETE', `/bookings/${first.id}`)
    const named = await send('POST', path, { body: { occurrenceDates: ['2025-01-23'] } })
    expect(named.body.rebooked).toEqual([])
    const wrong = await send('POST', path, { body: { occurrenceDates: ['2025-01-22'] } })
    expect(wrong.body).toMatchObject({ status: 422, code: 'no_such_occurrence' })

    const one = await send('POST', path)
    expect(dates(one.body.rebooked)).toEqual(['2025-01-21'])
    expect(dates(one.body.skipped)).toEqual(['2025-01-23'])
    expect(dates(one.body.booking.skipped)).toEqual(['2025-01-23'])
    expect(await desk.isFree(room, '2025-01-21 10:00', '2025-01-21 11:00')).toBe(false)

    await send('DELETE', `/bookings/${second.id}`)
    const rest = await send('POST', path, { body: { occurrenceDates: ['2025-01-23'] } })
    expect(dates(rest.body.rebooked)).toEqual(['2025-01-23'])
    expect(rest.body.booking.skipped).toEqual([])
    expect(await desk.claims(room)).toHaveLength(5)
    expect((await send('GET', `/bookings/${series.id}`)).body).toEqual(rest.body.booking)
  })

  test('the answer to a change never says that nothing is skipped when something is', async () => {
    const { room } = await withTwoTaken()
    const { body } = await five(room, { conflictPolicy: 'skip' })
    const renamed = await send('PATCH', `/bookings/${body.id}`, { body: { title: 'Renamed' } })
    const { body: read } = await send('GET', `/bookings/${body.id}`)
    expect(read.skipped).toHaveLength(2)
    expect({ ...renamed.body, skipped: read.skipped }).toEqual(read)
    expect(renamed.body.skipped ?? read.skipped).toEqual(read.skipped)
  })

  test('a skipped date can be given another time', async () => {
    const { room } = await withTwoTaken()
    const { body } = await five(room, { conflictPolicy: 'skip' })
    const moved = await desk.except(body.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-21',
      newStartTime: at('2025-01-21 14:00'),
    })
    expect(moved.status).toBe(201)
    expect(await desk.isFree(room, '2025-01-21 14:00', '2025-01-21 15:00')).toBe(false)
    const { body: read } = await send('GET', `/bookings/${body.id}`)
    expect(read.skipped).toMatchObject([{ occurrenceDate: '2025-01-23' }])
  })
})

describe('alternatives of a single booking', () => {
  test('are the nearest free slots of the same length inside business hours, and each can be booked', async () => {
    const room = await desk.room({ businessHours: { start: '09:00', end: '18:00' } })
    await desk.book(room, '2025-01-20 09:00', '2025-01-20 12:00')
    await desk.book(room, '2025-01-20 13:00', '2025-01-20 18:00')
    const { body } = await desk.book(room, '2025-01-20 11:00', '2025-01-20 12:30')
    expect(body.alternatives).toHaveLength(3)
    for (const { startTime, endTime } of body.alternatives) {
      expect(Date.parse(endTime) - Date.parse(startTime)).toBe(90 * 60_000)
      const tried = await desk.take(room, { startTime, endTime })
      expect(tried.status).toBe(201)
      await send('DELETE', `/bookings/${tried.body.id}`)
    }
  })

  test('know the rules of endless series beyond the horizon', async () => {
    const room = await desk.room()
    await desk.series(room, '2025-01-20 10:00', '2025-01-20 22:00', 'FREQ=DAILY')
    const { body } = await desk.book(room, '2040-06-06 12:00', '2040-06-06 16:00')
    expect(body).toMatchObject({
      status: 409,
      totalConflicts: 1,
      conflicts: [{ startTime: at('2040-06-06 10:00'), endTime: at('2040-06-06 22:00') }],
    })
    expect(body.alternatives).toHaveLength(3)
    for (const { startTime, endTime } of body.alternatives) {
      const tried = await desk.take(room, { startTime, endTime })
      expect(tried.status).toBe(201)
      await send('DELETE', `/bookings/${tried.body.id}`)
    }
  })
})
