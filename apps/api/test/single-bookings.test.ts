import { describe, expect, test } from 'vitest'
import { at, deskOf } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const desk = deskOf(app)

const anotherUser = { as: 'user-999' }
const admin = { as: 'boss', role: 'admin' } as const

describe('a slot is taken once', () => {
  test.each([
    { what: 'touching before', start: '09:00', end: '10:00', free: true },
    { what: 'touching after', start: '11:00', end: '12:00', free: true },
    { what: 'the same', start: '10:00', end: '11:00', free: false },
    { what: 'the last millisecond', start: '10:59:59.999', end: '12:00', free: false },
    { what: 'the first millisecond', start: '09:00', end: '10:00:00.001', free: false },
    { what: 'inside', start: '10:15', end: '10:45', free: false },
    { what: 'around', start: '09:00', end: '12:00', free: false },
  ])('$what: free is $free', async ({ start, end, free }) => {
    const room = await desk.room()
    const standing = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')
    expect(standing.status).toBe(201)
    expect(await desk.isFree(room, `2025-01-20 ${start}`, `2025-01-20 ${end}`)).toBe(free)
    const { status, body } = await desk.book(room, `2025-01-20 ${start}`, `2025-01-20 ${end}`)
    expect(status).toBe(free ? 201 : 409)
    if (!free)
      expect(body).toMatchObject({
        code: 'booking_conflict',
        totalConflicts: 1,
        conflicts: [
          {
            id: standing.body.id,
            title: 'Meeting',
            startTime: at('2025-01-20 10:00'),
            endTime: at('2025-01-20 11:00'),
          },
        ],
      })
    expect(await desk.claims(room)).toHaveLength(free ? 2 : 1)
  })

  test('the same slot of another room is free', async () => {
    await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    expect((await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')).status).toBe(201)
  })

  test('an offset names the same instant', async () => {
    const room = await desk.room()
    const { body } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00', {
      startTime: '2025-01-20T11:00:00+01:00',
      endTime: '2025-01-20T05:30:00.5-05:30',
    })
    expect(body).toMatchObject({ startTime: '2025-01-20T10:00:00.000Z', endTime: '2025-01-20T11:00:00.500Z' })
  })

  test('the past may be booked, and is completed at once', async () => {
    const { status, body } = await desk.book(await desk.room(), '2024-02-29 10:00', '2024-02-29 11:00')
    expect(status).toBe(201)
    expect(body.status).toBe('completed')
  })

  test('the last days that can be written are guarded like any other', async () => {
    const room = await desk.room()
    expect((await desk.book(room, '9999-12-31 10:00', '9999-12-31 23:59:59.999')).status).toBe(201)
    const second = await desk.book(room, '9999-12-31 23:00', '9999-12-31 23:59:59.999')
    expect(second.body).toMatchObject({ status: 409, totalConflicts: 1 })
    const third = await desk.book(room, '9999-12-29 10:00', '9999-12-29 11:00')
    const beyond = await send('PATCH', `/bookings/${third.body.id}`, {
      body: { startTime: at('9999-12-31 23:30') },
    })
    expect(beyond.body).toMatchObject({ status: 400, code: 'invalid_interval' })
    expect((await desk.book(room, '1970-01-01 00:00', '1970-01-01 01:00')).status).toBe(201)
    expect((await desk.book(room, '1970-01-01 00:00', '1970-01-01 01:00')).status).toBe(409)
  })

  test.each([
    { end: '2025-01-20 10:00', why: 'empty' },
    { end: '2025-01-20 09:00', why: 'backwards' },
    { end: '2036-01-20 10:00', why: 'longer than ten years' },
  ])('an interval that is $why is 400', async ({ end }) => {
    const { status, body } = await desk.book(await desk.room(), '2025-01-20 10:00', end)
    expect(status).toBe(400)
    expect(body.errors[0].pointer).toContain('endTime')
  })

  test.each([
    '2025-02-30T10:00:00Z',
    '2025-01-20T10:00:00',
    '2025-01-20T10:00:00.0001Z',
    '2025-01-20',
    1737367200,
  ])('startTime %s is 400', async (startTime) => {
    const answer = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-03-20 11:00', { startTime })
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' })
  })
})

describe('what a booking says', () => {
  test('every field comes back as it was sent', async () => {
    const resourceId = await desk.room()
    const fields = {
      title: 'Ünïcödé 会議 🎉',
      description: 'First line\nsecond line',
      attendees: ['user-1', 'someone@example.com', '会員'],
      metadata: { nested: { list: [1, 'two', null, { three: true }] }, zero: 0, empty: '' },
    }
    const { body } = await desk.book(resourceId, '2025-01-20 10:00', '2025-01-20 11:00', fields)
    expect(body).toMatchObject({ ...fields, createdBy: 'user-123', status: 'active', version: 1 })
    expect((await send('GET', `/bookings/${body.id}`)).body).toEqual(body)
  })

  test('left out, description is absent, attendees and metadata are empty', async () => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    expect(body).not.toHaveProperty('description')
    expect(body).not.toHaveProperty('recurrenceRule')
    expect(body).toMatchObject({ attendees: [], metadata: {} })
  })

  test('a recurrenceRule sent to POST /bookings is 400, not ignored', async () => {
    const { status, body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00', {
      recurrenceRule: 'FREQ=DAILY;COUNT=2',
    })
    expect(status).toBe(400)
    expect(body.errors[0].pointer).toContain('recurrenceRule')
  })

  test('more attendees than the room holds are 422, as many as it holds are fine', async () => {
    const room = await desk.room({ capacity: 2 })
    const attendees = ['a', 'b', 'c']
    const crowd = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00', { attendees })
    expect(crowd.body).toMatchObject({ status: 422, code: 'over_capacity' })
    const series = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=DAILY;COUNT=2', {
      attendees,
    })
    expect(series.body).toMatchObject({ status: 422, code: 'over_capacity' })
    const pair = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00', { attendees: ['a', 'b'] })
    expect(pair.status).toBe(201)
    const grown = await send('PATCH', `/bookings/${pair.body.id}`, { body: { attendees } })
    expect(grown.body).toMatchObject({ status: 422, code: 'over_capacity' })
    const big = await desk.room({ capacity: 5 })
    const three = await desk.book(big, '2025-01-20 10:00', '2025-01-20 11:00', { attendees })
    const moved = await send('PATCH', `/bookings/${three.body.id}`, {
      body: { resourceId: room, startTime: at('2025-01-21 10:00') },
    })
    expect(moved.body).toMatchObject({ status: 422, code: 'over_capacity' })
  })

  test('createdBy is the subject, may be said, may not be another, unless an administrator says it', async () => {
    const room = await desk.room()
    const day = (n: number) => [`2025-01-2${n} 10:00`, `2025-01-2${n} 11:00`] as const
    const own = await desk.book(room, ...day(0), { createdBy: 'user-123' })
    expect(own.body.createdBy).toBe('user-123')
    const refused = await desk.book(room, ...day(1), { createdBy: 'user-456' })
    expect(refused.body).toMatchObject({ status: 403, code: 'on_behalf_forbidden' })
    const refusedSeries = await desk.series(room, ...day(1), 'FREQ=DAILY;COUNT=2', { createdBy: 'user-456' })
    expect(refusedSeries.status).toBe(403)
    const behalf = await desk.book(room, ...day(1), { createdBy: 'user-456' }, admin)
    expect(behalf).toMatchObject({ status: 201, body: { createdBy: 'user-456' } })
    const theirs = await send('PATCH', `/bookings/${behalf.body.id}`, {
      as: 'user-456',
      body: { title: 'x' },
    })
    expect(theirs.status).toBe(200)
  })
})

describe('changing a booking', () => {
  test.each(['PUT', 'PATCH'])('%s changes each field it names and keeps every other', async (method) => {
    const room = await desk.room()
    let { body: expected } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00', {
      description: 'Old',
      attendees: ['a'],
      metadata: { a: 1 },
    })
    const path = `/bookings/${expected.id}`
    const changes: [Record<string, unknown>, Record<string, unknown>][] = [
      [{ title: 'New' }, { title: 'New' }],
      [{ description: 'New' }, { description: 'New' }],
      [{ attendees: ['b', 'c'] }, { attendees: ['b', 'c'] }],
      [{ metadata: { b: 2 } }, { metadata: { b: 2 } }],
      [{ endTime: at('2025-01-20 12:00') }, { endTime: at('2025-01-20 12:00') }],
      [
        { startTime: at('2025-01-20 14:00') },
        { startTime: at('2025-01-20 14:00'), endTime: at('2025-01-20 16:00') },
      ],
      [
        { startTime: at('2025-01-20 15:00'), endTime: at('2025-01-20 16:00') },
        { startTime: at('2025-01-20 15:00'), endTime: at('2025-01-20 16:00') },
      ],
      [{}, {}],
    ]
    for (const [body, effect] of changes) {
      const answer = await send(method, path, { body })
      expect(answer.status).toBe(200)
      expected = { ...expected, ...effect, version: answer.body.version }
      expect(answer.body).toEqual(expected)
      expect((await send('GET', path)).body).toEqual(expected)
    }
    const without = await send(method, path, { body: { description: null } })
    expect(without.body).not.toHaveProperty('description')
    const sentBack = await send(method, path, { body: without.body })
    expect(sentBack.body).toEqual({ ...without.body, version: sentBack.body.version })
    expect(await desk.claims(room)).toEqual([
      { bookingId: expected.id, start: at('2025-01-20 15:00'), end: at('2025-01-20 16:00') },
    ])
  })

  test('an end before the start that stands is 400', async () => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    const answer = await send('PATCH', `/bookings/${body.id}`, { body: { endTime: at('2025-01-20 09:00') } })
    expect(answer.body).toMatchObject({ status: 400, code: 'invalid_interval' })
  })

  test('a move frees the old slot, takes the new one, and may overlap itself', async () => {
    const room = await desk.room()
    const { body } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')
    const moved = await send('PATCH', `/bookings/${body.id}`, { body: { startTime: at('2025-01-20 10:30') } })
    expect(moved.status).toBe(200)
    expect((await desk.book(room, '2025-01-20 10:00', '2025-01-20 10:30')).status).toBe(201)
    expect((await desk.book(room, '2025-01-20 11:00', '2025-01-20 11:30')).status).toBe(409)
  })

  test('a move onto something else is 409 and leaves the booking where it was', async () => {
    const room = await desk.room()
    const { body: first } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')
    const { body: second } = await desk.book(room, '2025-01-20 12:00', '2025-01-20 13:00')
    const moved = await send('PUT', `/bookings/${second.id}`, {
      body: { title: 'Moved', startTime: at('2025-01-20 10:30') },
    })
    expect(moved.body).toMatchObject({ status: 409, totalConflicts: 1, conflicts: [{ id: first.id }] })
    expect((await send('GET', `/bookings/${second.id}`)).body).toEqual(second)
    expect((await desk.book(room, '2025-01-20 12:30', '2025-01-20 13:30')).status).toBe(409)
    const alternative = moved.body.alternatives[0]
    const accepted = await send('PUT', `/bookings/${second.id}`, { body: alternative })
    expect(accepted).toMatchObject({ status: 200, body: alternative })
  })

  test('only its creator or an administrator changes or cancels a booking', async () => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00', {
      attendees: ['user-999'],
    })
    const path = `/bookings/${body.id}`
    const title = { body: { title: 'x' } }
    expect((await send('PUT', path, { ...anotherUser, ...title })).status).toBe(403)
    expect((await send('DELETE', path, anotherUser)).status).toBe(403)
    expect((await send('GET', path, anotherUser)).body).toEqual(body)
    expect((await send('PUT', path, { ...admin, ...title })).status).toBe(200)
    expect((await send('DELETE', path, admin)).body).toMatchObject({
      status: 'cancelled',
      createdBy: 'user-123',
      cancelledBy: 'boss',
    })
  })

  test('the owner of a booking cannot be changed', async () => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    const path = `/bookings/${body.id}`
    expect((await send('PATCH', path, { body: { createdBy: 'user-999' } })).status).toBe(403)
    expect((await send('PATCH', path, { body: { createdBy: 'user-123' } })).status).toBe(200)
  })

  test('a stale If-Match is 412 for PUT, PATCH and DELETE; the current one is honoured', async () => {
    const { body, headers } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    const path = `/bookings/${body.id}`
    const stale = { 'If-Match': headers.get('etag') ?? '' }
    const changed = await send('PATCH', path, { headers: stale, body: { title: 'Second' } })
    expect(changed.status).toBe(200)
    for (const method of ['PUT', 'PATCH']) {
      const answer = await send(method, path, { headers: stale, body: { title: 'Third' } })
      expect(answer.body).toMatchObject({ status: 412, code: 'precondition_failed' })
    }
    expect((await send('DELETE', path, { headers: stale })).status).toBe(412)
    expect((await send('GET', path)).body).toEqual(changed.body)
    const current = { 'If-Match': changed.headers.get('etag') ?? '' }
    expect((await send('DELETE', path, { headers: current })).status).toBe(200)
    const read = await send('GET', path, {
      headers: { 'If-None-Match': changed.headers.get('etag') ?? '' },
    })
    expect(read.status).toBe(200)
    const same = await send('GET', path, { headers: { 'If-None-Match': read.headers.get('etag') ?? '' } })
    expect(same.status).toBe(304)
  })

  test('a single booking becomes a series when it is given a rule, all or nothing', async () => {
    const room = await desk.room()
    const { body } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')
    await desk.book(room, '2025-01-22 10:00', '2025-01-22 11:00')
    const path = `/bookings/${body.id}`
    const refused = await send('PATCH', path, { body: { recurrenceRule: 'FREQ=DAILY;COUNT=3' } })
    expect(refused.body).toMatchObject({ status: 409, totalConflicts: 1 })
    expect((await send('GET', path)).body).toEqual(body)
    const { status, body: series } = await send('PATCH', path, {
      body: { recurrenceRule: 'FREQ=DAILY;COUNT=2' },
    })
    expect(status).toBe(200)
    expect(series).toMatchObject({ isRecurring: true, occurrenceCount: 2, timeZone: 'UTC' })
    expect(await desk.starts(body.id, '2025-01-01 00:00', '2025-02-01 00:00')).toEqual([
      at('2025-01-20 10:00'),
      at('2025-01-21 10:00'),
    ])
  })
})

describe('moving to another resource', () => {
  test('keeps the id readable, there and back again, with its history', async () => {
    const [a, b, c] = [await desk.room(), await desk.room(), await desk.room()]
    const { body } = await desk.book(a, '2025-01-20 10:00', '2025-01-20 11:00')
    const path = `/bookings/${body.id}`
    let from = a
    for (const to of [b, c, a, b]) {
      const moved = await send('PATCH', path, { body: { resourceId: to } })
      expect(moved).toMatchObject({ status: 200, body: { id: body.id, resourceId: to } })
      expect((await send('GET', path)).body).toEqual(moved.body)
      expect(await desk.claims(from)).toEqual([])
      expect(await desk.claims(to)).toHaveLength(1)
      expect(await desk.isFree(from, '2025-01-20 10:00', '2025-01-20 11:00')).toBe(true)
      from = to
    }
    const { body: history } = await send('GET', `${path}/history`)
    expect(history.pagination.total).toBe(5)
    expect(history.history.map(({ action }: { action: string }) => action)).toEqual([
      'updated',
      'updated',
      'updated',
      'updated',
      'created',
    ])
    expect((await send('DELETE', path)).body).toMatchObject({ status: 'cancelled', resourceId: b })
    expect((await send('GET', `/bookings?resourceId=${a}`)).body.pagination.total).toBe(0)
    expect((await send('GET', `/bookings?resourceId=${b}`)).body.pagination.total).toBe(1)
  })

  test('is refused where the target is taken, and changes nothing', async () => {
    const [a, b] = [await desk.room(), await desk.room()]
    const { body } = await desk.book(a, '2025-01-20 10:00', '2025-01-20 11:00')
    const { body: other } = await desk.book(b, '2025-01-20 10:30', '2025-01-20 11:30')
    const moved = await send('PATCH', `/bookings/${body.id}`, { body: { resourceId: b } })
    expect(moved.body).toMatchObject({ status: 409, conflicts: [{ id: other.id }] })
    expect((await send('GET', `/bookings/${body.id}`)).body).toEqual(body)
    expect(await desk.claims(a)).toHaveLength(1)
  })

  test('takes a series with its exceptions and its skipped dates along', async () => {
    const [a, b] = [await desk.room(), await desk.room()]
    const { body: series } = await desk.series(
      a,
      '2025-01-20 10:00',
      '2025-01-20 11:00',
      'FREQ=DAILY;COUNT=5',
    )
    const cancelled = await desk.except(series.id, {
      exceptionType: 'cancelled',
      exceptionDate: '2025-01-21',
    })
    await desk.except(series.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-22',
      newStartTime: at('2025-01-22 15:00'),
    })
    const path = `/bookings/${series.id}`
    const before = await desk.occurrences(series.id, '2025-01-01 00:00', '2025-02-01 00:00')
    for (const to of [b, a]) {
      const moved = await send('PATCH', path, { body: { resourceId: to } })
      expect(moved).toMatchObject({ status: 200, body: { resourceId: to, occurrenceCount: 5 } })
      expect(await desk.occurrences(series.id, '2025-01-01 00:00', '2025-02-01 00:00')).toEqual(before)
      expect((await desk.claims(to)).map(({ start }) => start)).toEqual([
        at('2025-01-20 10:00'),
        at('2025-01-22 15:00'),
        at('2025-01-23 10:00'),
        at('2025-01-24 10:00'),
      ])
      const { body: exceptions } = await send('GET', `${path}/exceptions`)
      expect(exceptions.exceptions[0]).toEqual(cancelled.body)
    }
    expect(await desk.claims(b)).toEqual([])
    const { body: history } = await send('GET', `${path}/history`)
    expect(history.history.at(-1).action).toBe('created')
    expect(history.pagination.total).toBe(5)
    const undone = await send('DELETE', `${path}/exceptions/${cancelled.body.id}`)
    expect(undone.status).toBe(200)
    expect(await desk.claims(a)).toHaveLength(5)
  })
})

describe('cancelling', () => {
  test('frees the slot, and again is the same answer', async () => {
    const room = await desk.room()
    const { body } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')
    const first = await send('DELETE', `/bookings/${body.id}?reason=Rain`)
    const again = await send('DELETE', `/bookings/${body.id}?reason=Snow`)
    expect(again.status).toBe(200)
    expect(again.body).toEqual(first.body)
    expect(again.body.cancellationReason).toBe('Rain')
    expect((await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')).status).toBe(201)
    const { body: history } = await send('GET', `/bookings/${body.id}/history`)
    expect(history.pagination.total).toBe(2)
  })

  test('a cancelled booking cannot be changed', async () => {
    const room = await desk.room()
    const { body } = await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00')
    const { body: series } = await desk.series(room, '2025-01-20 12:00', '2025-01-20 13:00', 'FREQ=DAILY')
    for (const { id } of [body, series]) {
      await send('DELETE', `/bookings/${id}`)
      for (const method of ['PUT', 'PATCH']) {
        const answer = await send(method, `/bookings/${id}`, { body: { title: 'x' } })
        expect(answer.body).toMatchObject({ status: 409, code: 'booking_cancelled' })
      }
    }
    const exception = await desk.except(series.id, {
      exceptionType: 'cancelled',
      exceptionDate: '2025-01-21',
    })
    expect(exception.body).toMatchObject({ status: 409, code: 'booking_cancelled' })
    expect(await desk.claims(room)).toEqual([])
  })

  test('a cancelled endless series frees the future as well', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 12:00', '2025-01-20 13:00', 'FREQ=DAILY')
    expect((await desk.book(room, '2061-01-20 12:30', '2061-01-20 13:30')).status).toBe(409)
    await send('DELETE', `/bookings/${body.id}`)
    expect((await desk.book(room, '2061-01-20 12:30', '2061-01-20 13:30')).status).toBe(201)
  })
})

describe('lists of bookings', () => {
  const listOn = async (room: string, filters: Record<string, string>) => {
    const query = new URLSearchParams({ resourceId: room, ...filters })
    const { status, body } = await send('GET', `/bookings?${query}`)
    expect(status).toBe(200)
    return body.bookings.map(({ title }: { title: string }) => title)
  }

  const filled = async () => {
    const room = await desk.room()
    const other = { as: 'user-999' }
    await desk.book(room, '2025-01-10 10:00', '2025-01-10 11:00', { title: 'Past' })
    await desk.book(room, '2025-01-20 10:00', '2025-01-20 11:00', { title: 'Alpha', attendees: ['bob'] })
    await desk.book(room, '2025-01-20 12:00', '2025-01-20 13:00', { title: '100% Beta_' }, other)
    const gone = await desk.book(room, '2025-01-20 14:00', '2025-01-20 15:00', {
      title: 'Gone',
      description: 'alphabet',
    })
    await send('DELETE', `/bookings/${gone.body.id}`)
    await desk.series(room, '2025-01-21 08:00', '2025-01-21 09:00', 'FREQ=DAILY;COUNT=3', { title: 'Daily' })
    return room
  }

  test('each filter alone, and together', async () => {
    const room = await filled()
    const everything = ['Past', 'Alpha', '100% Beta_', 'Gone', 'Daily']
    expect(await listOn(room, {})).toEqual(everything)
    expect(await listOn(room, { status: 'active' })).toEqual(['Alpha', '100% Beta_', 'Daily'])
    expect(await listOn(room, { status: 'cancelled' })).toEqual(['Gone'])
    expect(await listOn(room, { status: 'completed' })).toEqual(['Past'])
    expect(await listOn(room, { recurring: 'true' })).toEqual(['Daily'])
    expect(await listOn(room, { recurring: 'false' })).toEqual(['Past', 'Alpha', '100% Beta_', 'Gone'])
    expect(await listOn(room, { createdBy: 'user-999' })).toEqual(['100% Beta_'])
    expect(await listOn(room, { attendee: 'bob' })).toEqual(['Alpha'])
    expect(await listOn(room, { q: 'ALPHA' })).toEqual(['Alpha', 'Gone'])
    expect(await listOn(room, { q: '0% b' })).toEqual(['100% Beta_'])
    expect(await listOn(room, { q: 'a%a' })).toEqual([])
    expect(await listOn(room, { q: '_' })).toEqual(['100% Beta_'])
    expect(await listOn(room, { q: 'alpha', status: 'active' })).toEqual(['Alpha'])
    expect(
      await listOn(room, { q: 'a', status: 'active', recurring: 'false', createdBy: 'user-123' }),
    ).toEqual(['Alpha'])
  })

  test('from and to keep what overlaps the window, touching left out', async () => {
    const room = await filled()
    const from = (text: string) => ({ from: at(text) })
    const to = (text: string) => ({ to: at(text) })
    expect(await listOn(room, from('2025-01-20 15:00'))).toEqual(['Daily'])
    expect(await listOn(room, to('2025-01-20 10:00'))).toEqual(['Past'])
    expect(await listOn(room, { ...from('2025-01-20 10:59'), ...to('2025-01-20 12:01') })).toEqual([
      'Alpha',
      '100% Beta_',
    ])
    expect(await listOn(room, { ...from('2025-01-20 11:00'), ...to('2025-01-20 12:00') })).toEqual([])
    expect(await listOn(room, { ...from('2025-01-22 08:30'), ...to('2025-01-22 08:31') })).toEqual(['Daily'])
    expect(await listOn(room, { ...from('2025-01-22 09:00'), ...to('2025-01-23 08:00') })).toEqual([])
    expect(
      await listOn(room, { ...from('2025-01-20 00:00'), ...to('2025-01-21 00:00'), status: 'cancelled' }),
    ).toEqual(['Gone'])
  })

  test('an occurrence that was moved is found where it is, not where it was', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=DAILY;COUNT=2')
    await desk.except(body.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-21',
      newStartTime: at('2025-03-03 10:00'),
    })
    const day = (date: string) => ({ from: at(`${date} 00:00`), to: at(`${date} 23:59`) })
    expect(await listOn(room, day('2025-01-21'))).toEqual([])
    expect(await listOn(room, day('2025-03-03'))).toEqual(['Series'])
  })

  test('an endless series is found in any year', async () => {
    const room = await desk.room()
    await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    expect(
      await listOn(room, { from: at('2071-01-19 00:00'), to: at('2071-01-26 00:00'), status: 'active' }),
    ).toEqual(['Series'])
  })

  test('far ahead a window between two occurrences holds no series', async () => {
    const room = await desk.room()
    await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    // 20 January 2031 is a Monday, as 20 January 2025 is.
    expect(await listOn(room, { from: at('2031-01-21 00:00'), to: at('2031-01-22 00:00') })).toEqual([])
  })

  test('a series whose last occurrence has ended is completed, wherever that was moved', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-10 08:00', '2025-01-10 09:00', 'FREQ=DAILY;COUNT=2')
    expect(body.status).toBe('completed')
    expect(await listOn(room, { status: 'completed' })).toEqual(['Series'])
    expect(await listOn(room, { status: 'active' })).toEqual([])

    await desk.except(body.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-11',
      newStartTime: at('2025-01-30 08:00'),
    })
    expect((await send('GET', `/bookings/${body.id}`)).body).toMatchObject({
      status: 'active',
      lastOccurrence: at('2025-01-11 08:00'),
    })
    expect(await listOn(room, { status: 'completed' })).toEqual([])
    expect(await listOn(room, { status: 'active' })).toEqual(['Series'])
  })

  test('pages follow the start; a page past the end is empty; bad values are 400', async () => {
    const room = await filled()
    const page = async (n: number) => await listOn(room, { page: String(n), limit: '2' })
    expect([await page(1), await page(2), await page(3), await page(4)]).toEqual([
      ['Past', 'Alpha'],
      ['100% Beta_', 'Gone'],
      ['Daily'],
      [],
    ])
    for (const bad of ['page=0', 'limit=101', 'status=done', 'recurring=yes', 'from=today', 'resourceId=1'])
      expect((await send('GET', `/bookings?${bad}`)).status).toBe(400)
    const backwards = new URLSearchParams({ from: at('2025-01-21 00:00'), to: at('2025-01-20 00:00') })
    expect((await send('GET', `/bookings?${backwards}`)).status).toBe(400)
  })
})

describe('a dry run', () => {
  test('answers as the real one would, and leaves nothing', async () => {
    const room = await desk.room()
    const body = {
      resourceId: room,
      title: 'Try',
      startTime: at('2025-01-20 10:00'),
      endTime: at('2025-01-20 11:00'),
    }
    const tried = await send('POST', '/bookings?dryRun=true', { body })
    expect(tried).toMatchObject({ status: 200, body: { title: 'Try', status: 'active' } })
    expect(tried.headers.get('location')).toBeNull()
    expect((await send('GET', `/bookings/${tried.body.id}`)).status).toBe(404)
    const triedSeries = await send('POST', '/bookings/recurring?dryRun=true', {
      body: { ...body, recurrenceRule: 'FREQ=DAILY' },
    })
    expect(triedSeries).toMatchObject({ status: 200, body: { isRecurring: true } })
    expect(await desk.claims(room)).toEqual([])
    expect((await send('POST', '/bookings', { body })).status).toBe(201)
    const taken = await send('POST', '/bookings?dryRun=true', { body })
    expect(taken.body).toMatchObject({ status: 409, code: 'booking_conflict' })
  })

  test('of a change, a cancellation and an exception leaves everything as it was', async () => {
    const room = await desk.room()
    const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=DAILY;COUNT=3')
    const before = await desk.claims(room)
    const path = `/bookings/${body.id}`
    const change = await send('PATCH', `${path}?dryRun=true`, { body: { startTime: at('2025-01-20 15:00') } })
    expect(change).toMatchObject({ status: 200, body: { startTime: at('2025-01-20 15:00') } })
    const cancelled = await send('DELETE', `${path}?dryRun=true`)
    expect(cancelled).toMatchObject({ status: 200, body: { status: 'cancelled' } })
    const exception = await send('POST', `${path}/exceptions?dryRun=true`, {
      body: { exceptionType: 'cancelled', exceptionDate: '2025-01-21' },
    })
    expect(exception.status).toBe(200)
    expect((await send('GET', path)).body).toEqual(body)
    expect(await desk.claims(room)).toEqual(before)
    expect((await send('GET', `${path}/exceptions`)).body.exceptions).toEqual([])
    expect((await send('GET', `${path}/history`)).body.pagination.total).toBe(1)
  })
})
