import { describe, expect, test } from 'vitest'
import { at, deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const desk = deskOf(app)

const cancelled = (exceptionDate: string) => ({ exceptionType: 'cancelled', exceptionDate })

const movedTo = (exceptionDate: string, start: string, fields = {}) => ({
  exceptionType: 'modified',
  exceptionDate,
  newStartTime: at(start),
  ...fields,
})

/** Five days at 10:00 from 20 January 2025 on. */
const fiveDays = async (fields = {}) => {
  const room = await desk.room()
  const { body } = await desk.series(
    room,
    '2025-01-20 10:00',
    '2025-01-20 11:00',
    'FREQ=DAILY;COUNT=5',
    fields,
  )
  return { room, series: body, path: `/bookings/${body.id}` }
}

const january = (bookingId: string) => desk.starts(bookingId, '2025-01-01 00:00', '2025-02-01 00:00')

describe('one occurrence', () => {
  test('cancelled: its slot can be booked, COUNT is not refilled', async () => {
    const { room, series } = await fiveDays()
    const { status } = await desk.except(series.id, cancelled('2025-01-22'))
    expect(status).toBe(201)
    expect(await january(series.id)).toEqual(
      ['20', '21', '23', '24'].map((day) => at(`2025-01-${day} 10:00`)),
    )
    expect((await send('GET', `/bookings/${series.id}`)).body).toMatchObject({
      occurrenceCount: 5,
      lastOccurrence: at('2025-01-24 10:00'),
      version: 2,
    })
    expect((await desk.book(room, '2025-01-22 10:00', '2025-01-22 11:00')).status).toBe(201)
  })

  test('cancelled one by one until none is left: the end is again the one the rule gives', async () => {
    const { series } = await fiveDays()
    for (const day of ['24', '23', '22', '21', '20'])
      expect((await desk.except(series.id, cancelled(`2025-01-${day}`))).status).toBe(201)
    const [row] = await app.deps.database.sql<{ end: string }[]>`
      SELECT last_ends_at::text AS "end" FROM bookings WHERE id = ${series.id}`
    expect(row?.end).toBe('2025-01-24 11:00:00+00')
  })

  test('moved: the old slot is free, the new one taken, the length kept', async () => {
    const { room, series } = await fiveDays()
    const { status, body } = await desk.except(series.id, movedTo('2025-01-22', '2025-01-22 14:00'))
    expect(status).toBe(201)
    expect(body).toMatchObject({
      exceptionType: 'modified',
      exceptionDate: '2025-01-22',
      occurrenceStart: at('2025-01-22 10:00'),
      newStartTime: at('2025-01-22 14:00'),
    })
    expect((await desk.book(room, '2025-01-22 10:00', '2025-01-22 11:00')).status).toBe(201)
    const clash = await desk.book(room, '2025-01-22 14:30', '2025-01-22 15:30')
    expect(clash.body).toMatchObject({
      status: 409,
      conflicts: [{ id: series.id, startTime: at('2025-01-22 14:00'), endTime: at('2025-01-22 15:00') }],
    })
    expect((await desk.book(room, '2025-01-22 15:00', '2025-01-22 16:00')).status).toBe(201)
  })

  test('renamed: only its title changes, and conflicts show it', async () => {
    const { room, series } = await fiveDays()
    await desk.except(series.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-22',
      newTitle: 'Special',
    })
    const listed = await desk.occurrences(series.id, '2025-01-01 00:00', '2025-02-01 00:00')
    expect(listed.map(({ title }) => title)).toEqual(['Series', 'Series', 'Special', 'Series', 'Series'])
    const clash = await desk.book(room, '2025-01-22 10:30', '2025-01-22 11:30')
    expect(clash.body.conflicts).toMatchObject([{ title: 'Special', startTime: at('2025-01-22 10:00') }])
  })

  test('made longer or shorter by a new end alone', async () => {
    const { room, series } = await fiveDays()
    const body = { exceptionType: 'modified', newEndTime: at('2025-01-22 10:30') }
    expect((await desk.except(series.id, { ...body, exceptionDate: '2025-01-22' })).status).toBe(201)
    expect(await desk.isFree(room, '2025-01-22 10:30', '2025-01-22 11:00')).toBe(true)
    const before = await desk.except(series.id, { ...body, exceptionDate: '2025-01-23' })
    expect(before.body).toMatchObject({ status: 400, code: 'invalid_interval' })
  })

  test.each([
    { what: 'modified without a change', body: { exceptionType: 'modified' } },
    {
      what: 'cancelled with a new start',
      body: { exceptionType: 'cancelled', newStartTime: at('2025-01-22 12:00') },
    },
    {
      what: 'a new end before the new start',
      body: {
        exceptionType: 'modified',
        newStartTime: at('2025-01-22 12:00'),
        newEndTime: at('2025-01-22 12:00'),
      },
    },
    { what: 'an unknown type', body: { exceptionType: 'postponed' } },
  ])('$what is 400', async ({ body }) => {
    const { series } = await fiveDays()
    const answer = await desk.except(series.id, { exceptionDate: '2025-01-22', ...body })
    expect(answer.status).toBe(400)
  })

  test('moved outside business hours is 422', async () => {
    const room = await desk.room({ businessHours: { start: '09:00', end: '18:00' } })
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=DAILY;COUNT=5')
    const answer = await desk.except(body.id, movedTo('2025-01-22', '2025-01-22 17:30'))
    expect(answer.body).toMatchObject({ status: 422, code: 'outside_business_hours' })
    expect(await desk.claims(room)).toHaveLength(5)
  })

  test('only the creator of the series, or an administrator, excepts', async () => {
    const { series, path } = await fiveDays()
    const body = cancelled('2025-01-22')
    expect((await send('POST', `${path}/exceptions`, { as: 'user-999', body })).status).toBe(403)
    const { body: made } = await send('POST', `${path}/exceptions`, { as: 'boss', role: 'admin', body })
    const one = `${path}/exceptions/${made.id}`
    expect((await send('DELETE', one, { as: 'user-999' })).status).toBe(403)
    expect((await send('PUT', one, { as: 'user-999', body: { exceptionType: 'cancelled' } })).status).toBe(
      403,
    )
    expect((await send('GET', one, { as: 'user-999' })).status).toBe(200)
    expect(await january(series.id)).toHaveLength(4)
  })
})

describe('which occurrence is meant', () => {
  test('the local date of the original start, in the zone of the series', async () => {
    const room = await desk.room({ timeZone: 'America/New_York' })
    // 20:00 in New York is the next day in UTC.
    const { body } = await desk.series(room, '2025-01-21 01:00', '2025-01-21 02:00', 'FREQ=WEEKLY;COUNT=3')
    const wrong = await desk.except(body.id, cancelled('2025-01-21'))
    expect(wrong.body).toMatchObject({
      status: 422,
      code: 'no_such_occurrence',
      nearest: ['2025-01-20', '2025-01-27'],
    })
    const right = await desk.except(body.id, cancelled('2025-01-20'))
    expect(right.body).toMatchObject({ exceptionDate: '2025-01-20', occurrenceStart: at('2025-01-21 01:00') })
  })

  test('a day before the first or after the last names the nearest', async () => {
    const { series } = await fiveDays()
    expect((await desk.except(series.id, cancelled('2025-01-10'))).body.nearest).toEqual(['2025-01-20'])
    expect((await desk.except(series.id, cancelled('2026-01-10'))).body.nearest).toEqual(['2025-01-24'])
  })

  test('on a day with several, occurrenceStart chooses; without it 409 tells the candidates', async () => {
    const room = await desk.room()
    const { body } = await desk.series(
      room,
      '2025-01-20 09:00',
      '2025-01-20 09:30',
      'FREQ=DAILY;BYHOUR=9,15;COUNT=4',
    )
    const which = await desk.except(body.id, cancelled('2025-01-20'))
    expect(which.body).toMatchObject({
      status: 409,
      code: 'ambiguous_occurrence',
      candidates: [at('2025-01-20 09:00'), at('2025-01-20 15:00')],
    })
    const chosen = await desk.except(body.id, {
      ...cancelled('2025-01-20'),
      occurrenceStart: at('2025-01-20 15:00'),
    })
    expect(chosen.status).toBe(201)
    expect(await january(body.id)).toEqual([
      at('2025-01-20 09:00'),
      at('2025-01-21 09:00'),
      at('2025-01-21 15:00'),
    ])
    const wrong = await desk.except(body.id, {
      ...cancelled('2025-01-21'),
      occurrenceStart: at('2025-01-21 10:00'),
    })
    expect(wrong.body).toMatchObject({ status: 422, code: 'no_such_occurrence' })
  })

  test('a single booking has no exceptions: 422 not_a_series', async () => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    expect((await desk.except(body.id, cancelled('2025-01-20'))).body).toMatchObject({
      status: 422,
      code: 'not_a_series',
    })
  })

  test('after a move the original date is still its name', async () => {
    const { series, path } = await fiveDays()
    const { body } = await desk.except(series.id, movedTo('2025-01-22', '2025-01-28 10:00'))
    const onNewDate = await desk.except(series.id, cancelled('2025-01-28'))
    expect(onNewDate.body).toMatchObject({ status: 422, code: 'no_such_occurrence' })
    const again = await desk.except(series.id, cancelled('2025-01-22'))
    expect(again.body).toMatchObject({ code: 'occurrence_already_excepted', exceptionId: body.id })
    const [moved] = await desk.occurrences(series.id, '2025-01-28 00:00', '2025-01-29 00:00')
    expect(moved).toMatchObject({
      occurrenceDate: '2025-01-22',
      occurrenceStart: at('2025-01-22 10:00'),
      startTime: at('2025-01-28 10:00'),
      exceptionId: body.id,
    })
    const replaced = await send('PUT', `${path}/exceptions/${body.id}`, {
      body: { exceptionType: 'cancelled' },
    })
    expect(replaced.status).toBe(200)
    expect(await january(series.id)).toHaveLength(4)
  })
})

describe('saying it again', () => {
  test('the same body is 200 with the same exception, another body 409', async () => {
    const { series, path } = await fiveDays()
    for (const body of [
      { ...cancelled('2025-01-22'), reason: 'Holiday' },
      movedTo('2025-01-23', '2025-01-23 14:00', { newTitle: 'Later' }),
    ]) {
      const first = await desk.except(series.id, body)
      const again = await desk.except(series.id, body)
      expect([first.status, again.status]).toEqual([201, 200])
      expect(again.body).toEqual(first.body)
      const other = await desk.except(series.id, { ...body, reason: 'Something else' })
      expect(other.body).toMatchObject({
        status: 409,
        code: 'occurrence_already_excepted',
        exceptionId: first.body.id,
      })
    }
    expect((await send('GET', `${path}/exceptions`)).body.pagination.total).toBe(2)
    expect((await send('GET', `${path}/history`)).body.pagination.total).toBe(3)
  })

  test('PUT replaces: cancelled to moved, moved to elsewhere, moved to renamed in its own place', async () => {
    const { room, series, path } = await fiveDays()
    const { body: exception } = await desk.except(series.id, {
      ...cancelled('2025-01-22'),
      reason: 'Holiday',
    })
    const one = `${path}/exceptions/${exception.id}`
    const put = (body: object) => send('PUT', one, { body })
    const free = async () =>
      [
        await desk.isFree(room, '2025-01-22 10:00', '2025-01-22 11:00'),
        await desk.isFree(room, '2025-01-22 14:00', '2025-01-22 15:00'),
        await desk.isFree(room, '2025-01-22 16:00', '2025-01-22 17:00'),
      ].map((isFree) => (isFree ? 'free' : 'taken'))

    const moved = await put({ exceptionType: 'modified', newStartTime: at('2025-01-22 14:00') })
    expect(moved.status).toBe(200)
    expect(moved.body).toMatchObject({
      id: exception.id,
      exceptionDate: '2025-01-22',
      exceptionType: 'modified',
    })
    expect(moved.body).not.toHaveProperty('reason')
    expect(await free()).toEqual(['free', 'taken', 'free'])
    await put({ exceptionType: 'modified', newStartTime: at('2025-01-22 16:00') })
    expect(await free()).toEqual(['free', 'free', 'taken'])
    const renamed = await put({ exceptionType: 'modified', newTitle: 'Home again' })
    expect(renamed.body).not.toHaveProperty('newStartTime')
    expect(await free()).toEqual(['taken', 'free', 'free'])
    const sentBack = await put(renamed.body)
    expect(sentBack.body).toEqual(renamed.body)
    await put({ exceptionType: 'cancelled' })
    expect(await free()).toEqual(['free', 'free', 'free'])
    expect(
      (await send('GET', `${path}/history`)).body.history.map(({ action }: { action: string }) => action),
    ).toEqual([
      'exception_replaced',
      'exception_replaced',
      'exception_replaced',
      'exception_replaced',
      'exception_created',
      'created',
    ])
  })

  test('PUT that meets something else is 409 and changes nothing', async () => {
    const { room, series, path } = await fiveDays()
    const { body: other } = await desk.book(room, '2025-01-22 14:00', '2025-01-22 15:00')
    const { body: exception } = await desk.except(series.id, cancelled('2025-01-22'))
    const one = `${path}/exceptions/${exception.id}`
    const refused = await send('PUT', one, {
      body: { exceptionType: 'modified', newStartTime: at('2025-01-22 13:30') },
    })
    expect(refused.body).toMatchObject({ status: 409, conflicts: [{ id: other.id }] })
    expect((await send('GET', one)).body).toEqual(exception)
  })

  test('PUT for another date than the stored one is refused', async () => {
    const { series, path } = await fiveDays()
    const { body: exception } = await desk.except(series.id, cancelled('2025-01-22'))
    const one = `${path}/exceptions/${exception.id}`
    for (const wrong of [{ exceptionDate: '2025-01-23' }, { occurrenceStart: at('2025-01-23 10:00') }]) {
      const { body } = await send('PUT', one, {
        body: { exceptionType: 'modified', newTitle: 'x', ...wrong },
      })
      expect(body).toMatchObject({ status: 422, code: 'no_such_occurrence' })
    }
    expect((await send('GET', one)).body).toEqual(exception)
  })

  test('an exception that does not exist is 404 for GET, PUT and DELETE', async () => {
    const { path } = await fiveDays()
    const one = `${path}/exceptions/01946983-4c40-7000-8000-000000000000`
    const answers = [
      await send('GET', one),
      await send('PUT', one, { body: { exceptionType: 'cancelled' } }),
      await send('DELETE', one),
    ]
    for (const { body } of answers) expect(body).toMatchObject({ status: 404, code: 'exception_not_found' })
  })
})

describe('taking it back', () => {
  test('DELETE puts the occurrence where its rule has it', async () => {
    const { room, series, path } = await fiveDays()
    for (const body of [cancelled('2025-01-22'), movedTo('2025-01-22', '2025-01-28 10:00')]) {
      const { body: exception } = await desk.except(series.id, body)
      const one = `${path}/exceptions/${exception.id}`
      expect((await send('DELETE', one)).body).toEqual(exception)
      expect((await send('GET', one)).status).toBe(404)
      expect((await desk.claims(room)).map(({ start }) => start)).toEqual(
        ['20', '21', '22', '23', '24'].map((day) => at(`2025-01-${day} 10:00`)),
      )
    }
  })

  test('DELETE is 409 when the slot was taken meanwhile, and the exception stays', async () => {
    const { room, series, path } = await fiveDays()
    const { body: exception } = await desk.except(series.id, movedTo('2025-01-22', '2025-01-28 10:00'))
    const { body: other } = await desk.book(room, '2025-01-22 10:30', '2025-01-22 11:30')
    const one = `${path}/exceptions/${exception.id}`
    const refused = await send('DELETE', one)
    expect(refused.body).toMatchObject({
      status: 409,
      code: 'booking_conflict',
      conflicts: [{ id: other.id, startTime: at('2025-01-22 10:30') }],
    })
    expect((await send('GET', one)).body).toEqual(exception)
    expect(await desk.isFree(room, '2025-01-28 10:00', '2025-01-28 11:00')).toBe(false)
    await send('DELETE', `/bookings/${other.id}`)
    expect((await send('DELETE', one)).status).toBe(200)
  })
})

describe('where a moved occurrence may go', () => {
  test('not onto another booking: 409 with what is in the way and alternatives that work', async () => {
    const { room, series } = await fiveDays()
    const { body: other } = await desk.book(room, '2025-01-22 14:00', '2025-01-22 15:00')
    const refused = await desk.except(series.id, movedTo('2025-01-22', '2025-01-22 13:30'))
    expect(refused.body).toMatchObject({ status: 409, totalConflicts: 1, conflicts: [{ id: other.id }] })
    expect(await january(series.id)).toHaveLength(5)
    expect(refused.body.alternatives).toHaveLength(3)
    const [{ startTime, endTime }] = refused.body.alternatives
    const accepted = await desk.except(series.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-22',
      newStartTime: startTime,
      newEndTime: endTime,
    })
    expect(accepted.status).toBe(201)
  })

  test('its own place is never in its way: not among what is, and free for an alternative', async () => {
    const { room, series } = await fiveDays()
    const { body: other } = await desk.book(room, '2025-01-22 11:00', '2025-01-22 12:00')
    const { body } = await desk.except(series.id, movedTo('2025-01-22', '2025-01-22 10:30'))
    expect(body).toMatchObject({ status: 409, totalConflicts: 1, conflicts: [{ id: other.id }] })
    expect(body.alternatives[0]).toEqual({
      startTime: at('2025-01-22 10:00'),
      endTime: at('2025-01-22 11:00'),
    })
  })

  test('nor is its own place beyond the horizon', async () => {
    const room = await desk.room()
    const { body: series } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    const { body: other } = await desk.book(room, '2031-01-20 11:00', '2031-01-20 12:00')
    const { body } = await desk.except(series.id, movedTo('2031-01-20', '2031-01-20 10:30'))
    expect(body).toMatchObject({ status: 409, totalConflicts: 1, conflicts: [{ id: other.id }] })
    expect(body.alternatives[0]).toMatchObject({ startTime: at('2031-01-20 10:00') })
  })

  test('not onto another occurrence of its own series', async () => {
    const { series } = await fiveDays()
    const refused = await desk.except(series.id, movedTo('2025-01-22', '2025-01-23 10:30'))
    expect(refused.body).toMatchObject({
      status: 409,
      conflicts: [{ id: series.id, startTime: at('2025-01-23 10:00') }],
    })
    expect((await desk.except(series.id, movedTo('2025-01-22', '2025-01-22 10:30'))).status).toBe(201)
  })

  test('not onto an occurrence of its own endless series beyond the horizon', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    const refused = await desk.except(body.id, movedTo('2025-01-27', '2031-01-20 10:30'))
    expect(refused.body).toMatchObject({
      status: 409,
      conflicts: [{ id: body.id, startTime: at('2031-01-20 10:00') }],
    })
    expect((await desk.except(body.id, movedTo('2025-01-27', '2031-01-20 11:00'))).status).toBe(201)
    expect((await desk.book(room, '2031-01-20 11:30', '2031-01-20 12:30')).status).toBe(409)
  })

  test('not, with its series changed, onto the rule beyond the horizon', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    await desk.except(body.id, movedTo('2031-01-20', '2031-01-27 15:00'))
    const before = await desk.claims(room)
    const refused = await send('PATCH', `/bookings/${body.id}`, {
      body: { startTime: at('2025-01-20 15:30') },
    })
    expect(refused.body).toMatchObject({ status: 409, code: 'booking_conflict' })
    expect(await desk.claims(room)).toEqual(before)
    const beside = await send('PATCH', `/bookings/${body.id}`, {
      body: { startTime: at('2025-01-20 16:00') },
    })
    expect(beside.status).toBe(200)
  })
})

describe('an occurrence beyond the horizon', () => {
  const weekly = async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    return { room, series: body, path: `/bookings/${body.id}` }
  }

  test('cancelled: its slot can be booked, and then it cannot come back', async () => {
    const { room, series, path } = await weekly()
    const { status, body: exception } = await desk.except(series.id, cancelled('2031-01-20'))
    expect(status).toBe(201)
    expect((await desk.book(room, '2031-01-27 10:00', '2031-01-27 11:00')).status).toBe(409)
    const { status: booked, body: single } = await desk.book(room, '2031-01-20 10:00', '2031-01-20 11:00')
    expect(booked).toBe(201)
    const refused = await send('DELETE', `${path}/exceptions/${exception.id}`)
    expect(refused.body).toMatchObject({ status: 409, conflicts: [{ id: single.id }] })
    await send('DELETE', `/bookings/${single.id}`)
    expect((await send('DELETE', `${path}/exceptions/${exception.id}`)).status).toBe(200)
    expect((await desk.book(room, '2031-01-20 10:00', '2031-01-20 11:00')).status).toBe(409)
  })

  test('moved to tomorrow: guarded there at once, and its old slot is free', async () => {
    const { room, series, path } = await weekly()
    const { status, body: exception } = await desk.except(
      series.id,
      movedTo('2031-01-20', '2025-01-16 10:00'),
    )
    expect(status).toBe(201)
    const clash = await desk.book(room, '2025-01-16 10:30', '2025-01-16 11:30')
    expect(clash.body).toMatchObject({ status: 409, conflicts: [{ id: series.id }] })
    expect(await desk.isFree(room, '2031-01-20 10:00', '2031-01-20 11:00')).toBe(true)
    expect(await desk.starts(series.id, '2025-01-16 00:00', '2025-01-17 00:00')).toEqual([
      at('2025-01-16 10:00'),
    ])
    expect((await send('DELETE', `${path}/exceptions/${exception.id}`)).status).toBe(200)
    expect(await desk.isFree(room, '2025-01-16 10:00', '2025-01-16 11:00')).toBe(true)
    expect(await desk.isFree(room, '2031-01-20 10:00', '2031-01-20 11:00')).toBe(false)
  })

  test('moved from next week to 2031: guarded there', async () => {
    const { room, series } = await weekly()
    expect((await desk.except(series.id, movedTo('2025-01-27', '2031-01-21 10:00'))).status).toBe(201)
    expect((await desk.book(room, '2031-01-21 10:30', '2031-01-21 11:30')).status).toBe(409)
    expect((await desk.book(room, '2025-01-27 10:00', '2025-01-27 11:00')).status).toBe(201)
  })

  test('moved onto another endless series is refused', async () => {
    const { room, series } = await weekly()
    const { body: other } = await desk.series(room, '2025-01-21 10:00', '2025-01-21 11:00', 'FREQ=WEEKLY')
    const refused = await desk.except(series.id, movedTo('2031-01-20', '2031-01-21 10:30'))
    expect(refused.body).toMatchObject({
      status: 409,
      conflicts: [{ id: other.id, startTime: at('2031-01-21 10:00') }],
    })
  })

  test('cancelled, its slot can be taken by another endless series', async () => {
    const { room, series } = await weekly()
    const { body: single } = await desk.book(room, '2031-01-21 10:00', '2031-01-21 11:00')
    expect(single.status).toBe('active')
    for (const date of ['2031-01-20', '2031-01-27']) await desk.except(series.id, cancelled(date))
    const over = await desk.series(room, '2031-01-20 10:30', '2031-01-20 11:30', 'FREQ=WEEKLY;COUNT=3')
    expect(over.body).toMatchObject({ status: 409, conflicts: [{ startTime: at('2031-02-03 10:00') }] })
    const fits = await desk.series(room, '2031-01-20 10:30', '2031-01-20 11:30', 'FREQ=WEEKLY;COUNT=2')
    expect(fits.status).toBe(201)
  })
})

test('exceptions are listed by their original start, in pages', async () => {
  const { series, path } = await fiveDays()
  for (const date of ['2025-01-24', '2025-01-20', '2025-01-22']) await desk.except(series.id, cancelled(date))
  const pages = []
  for (const page of [1, 2, 3]) {
    const { body } = await send('GET', `${path}/exceptions?limit=2&page=${page}`)
    expect(body.pagination).toEqual({ page, limit: 2, total: 3, pages: 2 })
    pages.push(body.exceptions.map(({ exceptionDate }: { exceptionDate: string }) => exceptionDate))
  }
  expect(pages).toEqual([['2025-01-20', '2025-01-22'], ['2025-01-24'], []])
})
