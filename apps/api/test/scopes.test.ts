import { describe, expect, test } from 'vitest'
import { at, deskOf, type Fields } from './desk.ts'
import { createTestApp } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const desk = deskOf(app)

/** Mondays at 10:00 from 20 January 2025 on; the sixth is 24 February. */
const mondays = async (rule = 'FREQ=WEEKLY;COUNT=6') => {
  const room = await desk.room()
  const { body } = await desk.series(room, '2025-01-20 10:00', '2025-01-20 11:00', rule)
  return { room, series: body, path: `/bookings/${body.id}` }
}

const spring = (bookingId: string) => desk.starts(bookingId, '2025-01-01 00:00', '2025-06-01 00:00')

const onDays = (...days: string[]) => days.map((day) => at(`2025-${day}`))

const scoped = (path: string, scope: string, occurrenceDate: string, more: Record<string, string> = {}) =>
  `${path}?${new URLSearchParams({ scope, occurrenceDate, ...more })}`

const put = (path: string, body: Fields) => send('PUT', path, { body })

const exceptionsOf = async (path: string) => (await send('GET', `${path}/exceptions`)).body.exceptions

describe('scope=this', () => {
  test('PUT moves and renames one occurrence, as an exception', async () => {
    const { series, path } = await mondays()
    const { status, body } = await put(scoped(path, 'this', '2025-02-03'), {
      title: 'Just once',
      startTime: at('2025-02-04 10:00'),
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: series.id,
      title: 'Series',
      startTime: at('2025-01-20 10:00'),
      version: 2,
    })
    expect(await exceptionsOf(path)).toMatchObject([
      { exceptionType: 'modified', exceptionDate: '2025-02-03', newTitle: 'Just once' },
    ])
    expect(await spring(series.id)).toEqual(
      onDays('01-20 10:00', '01-27 10:00', '02-04 10:00', '02-10 10:00', '02-17 10:00', '02-24 10:00'),
    )
  })

  test('PUT again keeps what it does not name', async () => {
    const { path } = await mondays()
    const one = scoped(path, 'this', '2025-02-03')
    await put(one, { startTime: at('2025-02-04 10:00'), endTime: at('2025-02-04 12:00') })
    await put(one, { title: 'Just once' })
    expect(await exceptionsOf(path)).toMatchObject([
      {
        newTitle: 'Just once',
        newStartTime: at('2025-02-04 10:00'),
        newEndTime: at('2025-02-04 12:00'),
      },
    ])
    await put(one, { startTime: at('2025-02-05 10:00') })
    expect(await exceptionsOf(path)).toMatchObject([
      {
        newTitle: 'Just once',
        newStartTime: at('2025-02-05 10:00'),
        newEndTime: at('2025-02-05 12:00'),
      },
    ])
  })

  test('PUT of the whole series as it was answered changes nothing but what differs', async () => {
    const { series, path } = await mondays()
    const { status } = await put(scoped(path, 'this', '2025-02-03'), {
      ...series,
      startTime: at('2025-02-04 10:00'),
      endTime: at('2025-02-04 11:00'),
    })
    expect(status).toBe(200)
    expect(await desk.starts(series.id, '2025-02-03 00:00', '2025-02-06 00:00')).toEqual(
      onDays('02-04 10:00'),
    )
  })

  test.each([{ attendees: ['someone'] }, { description: 'Mine' }, { metadata: { a: 1 } }])(
    'PUT of %o, which all occurrences share, is refused and not ignored',
    async (body) => {
      const { series, path } = await mondays()
      const answer = await put(scoped(path, 'this', '2025-02-03'), { title: 'x', ...body })
      expect(answer.body).toMatchObject({ status: 400, code: 'invalid_request' })
      expect((await send('GET', path)).body).toEqual(series)
    },
  )

  test('PUT without a change is the series as it is', async () => {
    const { series, path } = await mondays()
    const { status, body } = await put(scoped(path, 'this', '2025-02-03'), {})
    expect(status).toBe(200)
    expect(body).toMatchObject({ id: series.id, version: 1 })
    expect(await exceptionsOf(path)).toEqual([])
  })

  test('DELETE cancels one occurrence, again is the same, a moved one is cancelled where it is', async () => {
    const { room, series, path } = await mondays()
    const one = scoped(path, 'this', '2025-02-03', { reason: 'Fog' })
    const first = await send('DELETE', one)
    expect(first).toMatchObject({ status: 200, body: { id: series.id, status: 'active' } })
    const again = await send('DELETE', one)
    expect(again.body).toEqual(first.body)
    expect(await exceptionsOf(path)).toMatchObject([
      { exceptionType: 'cancelled', exceptionDate: '2025-02-03', reason: 'Fog' },
    ])
    await put(scoped(path, 'this', '2025-02-10'), { startTime: at('2025-02-11 10:00') })
    expect((await send('DELETE', scoped(path, 'this', '2025-02-10'))).status).toBe(200)
    expect(await desk.isFree(room, '2025-02-11 10:00', '2025-02-11 11:00')).toBe(true)
    expect(await spring(series.id)).toHaveLength(4)
  })
})

describe('scope=following', () => {
  test('PUT splits a counted series: the old one ends before, the new one takes the rest of the count', async () => {
    const { room, series, path } = await mondays()
    const { status, body: second } = await put(scoped(path, 'following', '2025-02-10'), {
      title: 'Afternoons',
      startTime: at('2025-02-10 14:00'),
    })
    expect(status).toBe(200)
    expect(second.id).not.toBe(series.id)
    expect(second).toMatchObject({
      title: 'Afternoons',
      occurrenceCount: 3,
      firstOccurrence: at('2025-02-10 14:00'),
      lastOccurrence: at('2025-02-24 14:00'),
      createdBy: 'user-123',
      version: 1,
    })
    expect((await send('GET', path)).body).toMatchObject({
      title: 'Series',
      occurrenceCount: 3,
      lastOccurrence: at('2025-02-03 10:00'),
      version: 2,
    })
    expect(await spring(series.id)).toEqual(onDays('01-20 10:00', '01-27 10:00', '02-03 10:00'))
    expect(await spring(second.id)).toEqual(onDays('02-10 14:00', '02-17 14:00', '02-24 14:00'))
    expect(await desk.claims(room)).toHaveLength(6)
    expect((await send('GET', `/bookings/${second.id}`)).body).toMatchObject({
      id: second.id,
      title: 'Afternoons',
    })
  })

  test.each([
    { rule: 'FREQ=WEEKLY', first: null, later: true },
    { rule: 'FREQ=WEEKLY;UNTIL=20300101T000000Z', first: null, later: false },
  ])('PUT splits $rule', async ({ rule, later }) => {
    const { room, series, path } = await mondays(rule)
    const { body: second } = await put(scoped(path, 'following', '2025-02-10'), {
      startTime: at('2025-02-10 14:00'),
    })
    expect((await send('GET', path)).body).toMatchObject({ occurrenceCount: 3 })
    expect(await spring(series.id)).toHaveLength(3)
    expect(await desk.isFree(room, '2029-12-31 10:00', '2029-12-31 11:00')).toBe(true)
    expect(await desk.isFree(room, '2029-12-31 14:00', '2029-12-31 15:00')).toBe(false)
    expect(await desk.isFree(room, '2060-01-19 14:00', '2060-01-19 15:00')).toBe(!later)
    expect(second.occurrenceCount === null).toBe(later)
  })

  test('PUT splits beyond the horizon, and both parts are kept', async () => {
    const { room, path } = await mondays('FREQ=WEEKLY')
    const { status } = await put(scoped(path, 'following', '2031-01-20'), {
      startTime: at('2031-01-20 14:00'),
    })
    expect(status).toBe(200)
    expect(await desk.isFree(room, '2031-01-13 10:00', '2031-01-13 11:00')).toBe(false)
    expect(await desk.isFree(room, '2031-01-20 10:00', '2031-01-20 11:00')).toBe(true)
    expect(await desk.isFree(room, '2031-01-20 14:00', '2031-01-20 15:00')).toBe(false)
    expect((await desk.book(room, '2045-01-16 10:00', '2045-01-16 11:00')).status).toBe(201)
    expect((await desk.book(room, '2045-01-16 14:00', '2045-01-16 15:00')).status).toBe(409)
  })

  test('the phase of an interval is kept', async () => {
    const { path } = await mondays('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;COUNT=8')
    // 20, 22 January, 3, 5, 17, 19 February, 3, 5 March.
    const { body: second } = await put(scoped(path, 'following', '2025-02-05'), { title: 'Second' })
    expect(await spring(second.id)).toEqual(
      onDays('02-05 10:00', '02-17 10:00', '02-19 10:00', '03-03 10:00', '03-05 10:00'),
    )
  })

  test('from the first occurrence on it is the whole series', async () => {
    const { series, path } = await mondays()
    const { body } = await put(scoped(path, 'following', '2025-01-20'), { title: 'All' })
    expect(body).toMatchObject({ id: series.id, title: 'All', occurrenceCount: 6 })
    const { body: cancelled } = await send('DELETE', scoped(path, 'following', '2025-01-20'))
    expect(cancelled).toMatchObject({ id: series.id, status: 'cancelled' })
  })

  test('PUT that meets something else is 409, and the series is whole', async () => {
    const { room, series, path } = await mondays()
    const { body: other } = await desk.book(room, '2025-02-17 14:30', '2025-02-17 15:30')
    const before = await desk.claims(room)
    const refused = await put(scoped(path, 'following', '2025-02-10'), { startTime: at('2025-02-10 14:00') })
    expect(refused.body).toMatchObject({ status: 409, totalConflicts: 1, conflicts: [{ id: other.id }] })
    expect((await send('GET', path)).body).toEqual(series)
    expect(await desk.claims(room)).toEqual(before)
  })

  test('the second part takes its exceptions along, to another room as well', async () => {
    const { room, series, path } = await mondays()
    await desk.except(series.id, { exceptionType: 'cancelled', exceptionDate: '2025-01-27' })
    await desk.except(series.id, { exceptionType: 'cancelled', exceptionDate: '2025-02-17' })
    const other = await desk.room()
    const { body: second } = await put(scoped(path, 'following', '2025-02-10'), { resourceId: other })
    expect(second.resourceId).toBe(other)
    expect(await exceptionsOf(path)).toMatchObject([{ exceptionDate: '2025-01-27' }])
    expect(await exceptionsOf(`/bookings/${second.id}`)).toMatchObject([{ exceptionDate: '2025-02-17' }])
    expect(await spring(second.id)).toEqual(onDays('02-10 10:00', '02-24 10:00'))
    expect((await desk.claims(room)).map(({ start }) => start)).toEqual(onDays('01-20 10:00', '02-03 10:00'))
    expect(await desk.claims(other)).toHaveLength(2)
  })

  test('DELETE ends the series before the date and frees the rest, for ever', async () => {
    const { room, series, path } = await mondays('FREQ=WEEKLY')
    const { status, body } = await send('DELETE', scoped(path, 'following', '2025-02-10'))
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: series.id,
      status: 'active',
      occurrenceCount: 3,
      lastOccurrence: at('2025-02-03 10:00'),
    })
    expect((await desk.book(room, '2025-02-10 10:00', '2025-02-10 11:00')).status).toBe(201)
    expect((await desk.book(room, '2040-01-16 10:00', '2040-01-16 11:00')).status).toBe(201)
    expect((await desk.book(room, '2025-02-03 10:00', '2025-02-03 11:00')).status).toBe(409)
  })

  test('DELETE beyond the horizon keeps what lies before it', async () => {
    const { room, path } = await mondays('FREQ=WEEKLY')
    await send('DELETE', scoped(path, 'following', '2031-01-20'))
    expect((await desk.book(room, '2031-01-13 10:00', '2031-01-13 11:00')).status).toBe(409)
    expect((await desk.book(room, '2031-01-20 10:00', '2031-01-20 11:00')).status).toBe(201)
  })
})

describe('scope=all', () => {
  test('another time of day keeps every date and its exceptions', async () => {
    const { room, series, path } = await mondays()
    await desk.except(series.id, { exceptionType: 'cancelled', exceptionDate: '2025-01-27' })
    await desk.except(series.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-02-03',
      newStartTime: at('2025-02-05 08:00'),
      newTitle: 'Wednesday',
    })
    const { status, body } = await put(path, { startTime: at('2025-01-20 15:00') })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      startTime: at('2025-01-20 15:00'),
      endTime: at('2025-01-20 16:00'),
      occurrenceCount: 6,
      startAdjusted: false,
    })
    const exceptions = await exceptionsOf(path)
    expect(exceptions.map(({ exceptionDate }: { exceptionDate: string }) => exceptionDate)).toEqual([
      '2025-01-27',
      '2025-02-03',
    ])
    expect(await spring(series.id)).toEqual(
      onDays('01-20 15:00', '02-05 08:00', '02-10 15:00', '02-17 15:00', '02-24 15:00'),
    )
    expect((await desk.claims(room)).map(({ start }) => start)).toEqual(await spring(series.id))
    const undone = await send('DELETE', `${path}/exceptions/${exceptions[0].id}`)
    expect(undone.status).toBe(200)
    expect(await spring(series.id)).toContain(at('2025-01-27 15:00'))
  })

  test('exceptions that a change leaves without an occurrence are listed in a 409, or dropped', async () => {
    const { room, series, path } = await mondays()
    const { body: kept } = await desk.except(series.id, {
      exceptionType: 'cancelled',
      exceptionDate: '2025-02-03',
    })
    const { body: orphan } = await desk.except(series.id, {
      exceptionType: 'cancelled',
      exceptionDate: '2025-02-10',
    })
    const biweekly = { recurrenceRule: 'FREQ=WEEKLY;INTERVAL=2;COUNT=3' }
    const before = await desk.claims(room)
    for (const refused of [
      await put(path, biweekly),
      await put(scoped(path, 'following', '2025-02-03'), biweekly),
    ])
      expect(refused.body).toMatchObject({
        status: 409,
        code: 'orphaned_exceptions',
        exceptions: [{ id: orphan.id, exceptionDate: '2025-02-10' }],
      })
    expect(await desk.claims(room)).toEqual(before)
    const { status } = await put(`${path}?dropExceptions=true`, biweekly)
    expect(status).toBe(200)
    expect(await exceptionsOf(path)).toMatchObject([{ id: kept.id }])
    expect(await spring(series.id)).toEqual(onDays('01-20 10:00', '02-17 10:00'))
  })

  test.each([
    [{ recurrenceRule: 'FREQ=WEEKLY;COUNT=2' }, ['01-20 10:00', '01-27 10:00']],
    [{ recurrenceRule: 'FREQ=DAILY;COUNT=3' }, ['01-20 10:00', '01-21 10:00', '01-22 10:00']],
    [
      { endTime: at('2025-01-20 10:30'), recurrenceRule: 'FREQ=WEEKLY;COUNT=2' },
      ['01-20 10:00', '01-27 10:00'],
    ],
    [
      { startTime: at('2025-01-21 09:00'), recurrenceRule: 'FREQ=WEEKLY;COUNT=2' },
      ['01-21 09:00', '01-28 09:00'],
    ],
  ] as [Fields, string[]][])('PUT %o replaces the occurrences', async (body, expected) => {
    const { room, series, path } = await mondays()
    expect((await put(path, body)).status).toBe(200)
    expect(await spring(series.id)).toEqual(onDays(...expected))
    expect(await desk.claims(room)).toHaveLength(expected.length)
  })

  test('PUT of another zone moves the clock and not the first instant', async () => {
    const { series, path } = await mondays('FREQ=WEEKLY;COUNT=12')
    const { body } = await put(path, {
      startTime: at('2025-01-20 15:00'),
      endTime: at('2025-01-20 16:00'),
      timeZone: 'America/New_York',
    })
    expect(body).toMatchObject({ timeZone: 'America/New_York', startTime: at('2025-01-20 15:00') })
    const starts = await spring(series.id)
    expect(starts[6]).toBe(at('2025-03-03 15:00'))
    expect(starts[7]).toBe(at('2025-03-10 14:00'))
  })

  test('PUT of words alone keeps every claim and reaches every occurrence', async () => {
    const { room, series, path } = await mondays('FREQ=WEEKLY')
    const before = await desk.claims(room)
    await put(path, { title: 'Renamed', metadata: { a: 1 } })
    expect(await desk.claims(room)).toEqual(before)
    expect((await desk.occurrences(series.id, '2045-01-16 00:00', '2045-01-17 00:00'))[0]).toMatchObject({
      title: 'Renamed',
    })
    const clash = await desk.book(room, '2045-01-16 10:00', '2045-01-16 11:00')
    expect(clash.body.conflicts).toMatchObject([{ title: 'Renamed' }])
  })

  test('PUT that conflicts is all or nothing; with conflictPolicy=skip the dates are left out', async () => {
    const { room, series, path } = await mondays()
    await desk.book(room, '2025-02-03 15:30', '2025-02-03 16:30')
    const refused = await put(path, { startTime: at('2025-01-20 15:00') })
    expect(refused.body).toMatchObject({ status: 409, totalConflicts: 1, occurrencesChecked: 6 })
    expect((await send('GET', path)).body).toEqual(series)
    const { status } = await put(path, { startTime: at('2025-01-20 15:00'), conflictPolicy: 'skip' })
    expect(status).toBe(200)
    expect((await send('GET', path)).body.skipped).toMatchObject([{ occurrenceDate: '2025-02-03' }])
    expect(await spring(series.id)).toHaveLength(5)
  })

  test('a bad rule is refused as on creation', async () => {
    const { path } = await mondays()
    const codes = []
    for (const recurrenceRule of [
      'FREQ=NEVER',
      'FREQ=MINUTELY',
      'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=HOURLY',
    ])
      codes.push((await put(path, { recurrenceRule })).body.code)
    expect(codes).toEqual([
      'invalid_recurrence_rule',
      'unsupported_frequency',
      'rule_never_occurs',
      'too_many_occurrences',
    ])
    const overlap = await put(path, { endTime: at('2025-01-28 10:00') })
    expect(overlap.body).toMatchObject({ status: 422, code: 'self_overlap' })
  })
})

describe('what is left of a series', () => {
  test('after a split keeps every date when it moves to a later hour', async () => {
    const { series, path } = await mondays('FREQ=WEEKLY')
    await send('DELETE', scoped(path, 'following', '2025-02-10'))
    const { status } = await put(path, { startTime: at('2025-01-20 18:00') })
    expect(status).toBe(200)
    expect(await spring(series.id)).toEqual(onDays('01-20 18:00', '01-27 18:00', '02-03 18:00'))
  })

  test('when every occurrence is cancelled can still be moved', async () => {
    const { room, series, path } = await mondays('FREQ=WEEKLY;COUNT=1')
    await desk.except(series.id, { exceptionType: 'cancelled', exceptionDate: '2025-01-20' })
    const { status } = await put(path, { startTime: at('2025-01-20 18:00') })
    expect(status).toBe(200)
    expect(await desk.claims(room)).toEqual([])
    const [exception] = await exceptionsOf(path)
    await send('DELETE', `${path}/exceptions/${exception.id}`)
    expect(await spring(series.id)).toEqual(onDays('01-20 18:00'))
  })

  test('split at a start with milliseconds has every occurrence once', async () => {
    const room = await desk.room()
    const { body } = await desk.series(
      room,
      '2025-01-20 10:00:00.500',
      '2025-01-20 11:00',
      'FREQ=WEEKLY;COUNT=4',
    )
    const { body: second } = await put(scoped(`/bookings/${body.id}`, 'following', '2025-02-03'), {
      title: 'x',
    })
    expect(await spring(body.id)).toEqual(onDays('01-20 10:00:00.500', '01-27 10:00:00.500'))
    expect(await spring(second.id)).toEqual(onDays('02-03 10:00:00.500', '02-10 10:00:00.500'))
    expect(await desk.claims(room)).toHaveLength(4)
  })
})

describe('scopes in general', () => {
  test.each(['PUT', 'PATCH', 'DELETE'])('%s of a single booking knows only all', async (method) => {
    const { body } = await desk.book(await desk.room(), '2025-01-20 10:00', '2025-01-20 11:00')
    for (const scope of ['this', 'following']) {
      const answer = await send(method, scoped(`/bookings/${body.id}`, scope, '2025-01-20'), {
        ...(method === 'DELETE' ? {} : { body: { title: 'x' } }),
      })
      expect(answer.body).toMatchObject({ status: 422, code: 'not_a_series' })
    }
  })

  test.each(['PUT', 'DELETE'])('%s names an occurrence that exists, exactly', async (method) => {
    const { series, path } = await mondays('FREQ=WEEKLY;BYHOUR=10,14;COUNT=6')
    const ask = (query: string) =>
      send(method, `${path}?${query}`, method === 'DELETE' ? {} : { body: { title: 'x' } })
    for (const scope of ['this', 'following']) {
      expect((await ask(`scope=${scope}`)).status).toBe(400)
      expect((await ask(`scope=${scope}&occurrenceDate=2025-01-21`)).body).toMatchObject({
        status: 422,
        code: 'no_such_occurrence',
        nearest: ['2025-01-20', '2025-01-27'],
      })
      expect((await ask(`scope=${scope}&occurrenceDate=2025-01-27`)).body).toMatchObject({
        status: 409,
        code: 'ambiguous_occurrence',
      })
    }
    expect((await ask('occurrenceDate=2025-01-27')).status).toBe(400)
    expect((await ask('scope=some')).status).toBe(400)
    expect((await send('GET', path)).body).toEqual(series)
    const exact = await ask('scope=following&occurrenceDate=2025-01-27&occurrenceStart=2025-01-27T14:00:00Z')
    expect(exact.status).toBe(200)
    expect(await spring(series.id)).toEqual(onDays('01-20 10:00', '01-20 14:00', '01-27 10:00'))
  })

  test('a stale If-Match is 412 in every scope', async () => {
    const { path } = await mondays()
    const { headers } = await send('GET', path)
    const stale = { 'If-Match': headers.get('etag') ?? '' }
    const renamed = await put(path, { title: 'Changed meanwhile' })
    for (const scope of ['this', 'following']) {
      const target = scoped(path, scope, '2025-02-03')
      expect((await send('PUT', target, { headers: stale, body: { title: 'x' } })).status).toBe(412)
      expect((await send('DELETE', target, { headers: stale })).status).toBe(412)
    }
    expect((await send('GET', path)).body.version).toBe(renamed.body.version)
  })

  test('DELETE following does not give up a moved occurrence unless it is told to', async () => {
    const { series, path } = await mondays()
    const { body: exception } = await desk.except(series.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-02-17',
      newStartTime: at('2025-02-18 15:00'),
    })
    const refused = await send('DELETE', scoped(path, 'following', '2025-02-10'))
    expect([refused.status, refused.body.code]).toEqual([409, 'orphaned_exceptions'])
    expect(refused.body.exceptions).toEqual([{ id: exception.id, exceptionDate: '2025-02-17' }])
    expect(await spring(series.id)).toHaveLength(6)
    const told = await send(
      'DELETE',
      scoped(path, 'following', '2025-02-10', { dropExceptions: 'true', reason: 'Over' }),
    )
    expect(told.status).toBe(200)
    expect(await spring(series.id)).toEqual(onDays('01-20 10:00', '01-27 10:00', '02-03 10:00'))
    const { body } = await send('GET', `${path}/history`)
    expect(body.history[0].changes).toMatchObject({ reason: 'Over', notifyAttendees: false })
  })

  test('a single booking has neither a zone nor a conflict policy to change', async () => {
    const room = await desk.room()
    const { body } = await send('POST', '/bookings', {
      body: {
        resourceId: room,
        title: 'One',
        startTime: at('2025-01-20 10:00'),
        endTime: at('2025-01-20 11:00'),
      },
    })
    for (const change of [{ timeZone: 'Europe/Berlin' }, { conflictPolicy: 'skip' }])
      expect((await put(`/bookings/${body.id}`, change)).body.code).toBe('not_a_series')
  })

  test('the history lists everything that was done, newest first, by whom', async () => {
    const { series, path } = await mondays()
    const { body: exception } = await desk.except(series.id, {
      exceptionType: 'cancelled',
      exceptionDate: '2025-01-27',
    })
    await send('PUT', `${path}/exceptions/${exception.id}`, {
      body: { exceptionType: 'modified', newTitle: 'x' },
    })
    await send('DELETE', `${path}/exceptions/${exception.id}`)
    await put(path, { title: 'Renamed' })
    const { body: second } = await put(scoped(path, 'following', '2025-02-10'), { title: 'Second' })
    await send('DELETE', `${path}?reason=Over`, { as: 'boss', role: 'admin' })
    const { body } = await send('GET', `${path}/history`)
    expect(
      body.history.map(({ action, actor }: { action: string; actor: string }) => `${action} ${actor}`),
    ).toEqual([
      'cancelled boss',
      'split user-123',
      'updated user-123',
      'exception_deleted user-123',
      'exception_replaced user-123',
      'exception_created user-123',
      'created user-123',
    ])
    expect(body.history[0].changes).toMatchObject({ reason: 'Over' })
    expect(body.history[1].changes).toMatchObject({ followedBy: second.id })
    expect(body.history[2].changes).toMatchObject({ title: { from: 'Series', to: 'Renamed' } })
    const { body: page } = await send('GET', `${path}/history?page=2&limit=3`)
    expect(page.pagination).toEqual({ page: 2, limit: 3, total: 7, pages: 3 })
    expect(page.history).toEqual(body.history.slice(3, 6))
    expect((await send('GET', `/bookings/${second.id}/history`)).body.pagination.total).toBe(1)
  })
})
