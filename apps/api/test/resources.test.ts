import { describe, expect, test } from 'vitest'
import { at, deskOf } from './desk.ts'
import { createTestApp, roomA, type TestRequest } from './test-app.ts'

const app = await createTestApp()
const { send } = app
const desk = deskOf(app)

const asAdmin = (request: TestRequest = {}): TestRequest => ({ as: 'admin', role: 'admin', ...request })

const availability = async (resourceId: string, start: string, end: string) => {
  const query = new URLSearchParams({ resourceId, startTime: at(start), endTime: at(end) })
  return (await send('GET', `/availability?${query}`)).body
}

describe('lists of resources', () => {
  test('a page past the end is empty and counts on', async () => {
    const { status, body } = await send('GET', '/resources?page=1000&limit=100')
    expect(status).toBe(200)
    expect(body.resources).toEqual([])
    expect(body.pagination).toMatchObject({ page: 1000, limit: 100 })
    expect(body.pagination.total).toBeGreaterThanOrEqual(25)
  })

  test.each(['page=0', 'page=-1', 'page=x', 'page=1.5', 'limit=0', 'limit=101', 'limit=', 'page=1&page=2'])(
    '%s is 400',
    async (query) => {
      const { status, body } = await send('GET', `/resources?${query}`)
      expect(status).toBe(400)
      expect(body).toMatchObject({ code: 'invalid_request', errors: [{ pointer: expect.any(String) }] })
    },
  )

  test('pages have no gaps and no repetitions', async () => {
    const type = 'paged_room'
    const made: string[] = []
    for (let n = 0; n < 5; n++) made.push(await desk.room({ type }))
    const seen: string[] = []
    for (const page of [1, 2, 3]) {
      const { body } = await send('GET', `/resources?type=${type}&limit=2&page=${page}`)
      expect(body.pagination).toEqual({ page, limit: 2, total: 5, pages: 3 })
      seen.push(...body.resources.map(({ id }: { id: string }) => id))
    }
    expect(new Set(seen)).toEqual(new Set(made))
    expect(seen).toHaveLength(5)
  })

  test('a type keeps only its own; a type that nothing has is an empty list; a malformed one is 400', async () => {
    const { body } = await send('GET', '/resources?type=vehicle&limit=100')
    expect(body.resources.map(({ name }: { name: string }) => name)).toEqual([
      'Electric Car',
      'Delivery Van',
      'Cargo Bike',
    ])
    expect((await send('GET', '/resources?type=submarine')).body).toMatchObject({
      resources: [],
      pagination: { total: 0, pages: 0 },
    })
    expect((await send('GET', '/resources?type=Meeting%20Room')).status).toBe(400)
  })

  test('an inactive resource is hidden unless asked for, and readable by its id', async () => {
    const type = 'retired_room'
    const id = await desk.room({ type })
    await desk.room({ type })
    expect((await send('DELETE', `/resources/${id}`, asAdmin())).status).toBe(200)
    const listed = await send('GET', `/resources?type=${type}`)
    expect(listed.body.pagination.total).toBe(1)
    const all = await send('GET', `/resources?type=${type}&includeInactive=true`)
    expect(all.body.pagination.total).toBe(2)
    expect((await send('GET', `/resources/${id}`)).body).toMatchObject({ id, isActive: false })
  })
})

describe('writing resources', () => {
  test('only an administrator creates, changes and deletes', async () => {
    const body = { name: 'Room', type: 'room', capacity: 1 }
    for (const role of ['standard', 'premium'] as const) {
      expect((await send('POST', '/resources', { role, body })).status).toBe(403)
      expect((await send('PUT', `/resources/${roomA}`, { role, body })).status).toBe(403)
      expect((await send('DELETE', `/resources/${roomA}`, { role })).status).toBe(403)
    }
    expect((await send('GET', `/resources/${roomA}`)).body).toMatchObject({ version: 1, isActive: true })
  })

  test('what is left out has its default', async () => {
    const { status, body, headers } = await send('POST', '/resources', {
      ...asAdmin(),
      body: { name: 'Bare', type: 'bare_room', capacity: 3 },
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/resources/${body.id}`)
    expect(body).toMatchObject({
      name: 'Bare',
      location: '',
      amenities: [],
      businessHours: null,
      timeZone: 'UTC',
      isActive: true,
      version: 1,
    })
    expect((await send('GET', `/resources/${body.id}`)).body).toEqual(body)
  })

  test.each([
    { field: 'capacity', value: 0 },
    { field: 'capacity', value: 1.5 },
    { field: 'name', value: '' },
    { field: 'type', value: 'Meeting Room' },
    { field: 'businessHours', value: { start: '9', end: '18:00' } },
    { field: 'amenities', value: 'projector' },
    { field: 'colour', value: 'red' },
  ])('$field: $value is 400 and names the field', async ({ field, value }) => {
    const { status, body } = await send('POST', '/resources', {
      ...asAdmin(),
      body: { name: 'Room', type: 'room', capacity: 1, [field]: value },
    })
    expect(status).toBe(400)
    expect(JSON.stringify(body.errors)).toContain(field)
  })

  test('an unknown zone is 422 on POST and on PUT', async () => {
    const body = { name: 'Room', type: 'room', capacity: 1, timeZone: 'Europe/Atlantis' }
    const created = await send('POST', '/resources', { ...asAdmin(), body })
    expect(created.body).toMatchObject({ status: 422, code: 'unknown_time_zone' })
    const id = await desk.room()
    const put = await send('PUT', `/resources/${id}`, { ...asAdmin(), body: { timeZone: 'Mars/Olympus' } })
    expect(put.body).toMatchObject({ status: 422, code: 'unknown_time_zone' })
  })

  test('PUT changes each field it names and keeps every other', async () => {
    const changes: Record<string, unknown> = {
      name: 'New name',
      type: 'new_type',
      capacity: 7,
      location: 'Attic',
      amenities: ['sofa'],
      businessHours: { start: '08:00', end: '20:00' },
      timeZone: 'Europe/Berlin',
      isActive: false,
    }
    const id = await desk.room({ location: 'Cellar', amenities: ['lamp'] })
    let expected = (await send('GET', `/resources/${id}`)).body
    for (const [field, value] of Object.entries(changes)) {
      const { status, body } = await send('PUT', `/resources/${id}`, {
        ...asAdmin(),
        body: { [field]: value },
      })
      expect(status).toBe(200)
      expected = { ...expected, [field]: value, version: expected.version + 1 }
      expect(body).toEqual(expected)
    }
    const answerSentBack = await send('PUT', `/resources/${id}`, { ...asAdmin(), body: expected })
    expect(answerSentBack.status).toBe(200)
    const reopened = await send('PUT', `/resources/${id}`, { ...asAdmin(), body: { businessHours: null } })
    expect(reopened.body.businessHours).toBeNull()
    expect((await send('GET', `/resources/${id}`)).body).toEqual(reopened.body)
  })

  test('a deleted resource takes no bookings, says why, keeps what it has, and can come back', async () => {
    const id = await desk.room()
    const kept = await desk.book(id, '2025-01-20 10:00', '2025-01-20 11:00')
    const deleted = await send('DELETE', `/resources/${id}`, asAdmin())
    expect(deleted.body).toMatchObject({ id, isActive: false, version: 2 })
    expect((await send('DELETE', `/resources/${id}`, asAdmin())).body).toMatchObject({ isActive: false })

    const single = await desk.book(id, '2025-01-20 12:00', '2025-01-20 13:00')
    expect(single.body).toMatchObject({ status: 422, code: 'resource_inactive' })
    const series = await desk.series(id, '2025-01-21 12:00', '2025-01-21 13:00', 'FREQ=DAILY;COUNT=2')
    expect(series.body).toMatchObject({ status: 422, code: 'resource_inactive' })
    expect(await availability(id, '2025-01-20 12:00', '2025-01-20 13:00')).toMatchObject({
      available: false,
      conflicts: [],
      reasons: ['inactive'],
    })
    const elsewhere = await desk.book(await desk.room(), '2025-01-20 12:00', '2025-01-20 13:00')
    const moved = await send('PATCH', `/bookings/${elsewhere.body.id}`, { body: { resourceId: id } })
    expect(moved.body).toMatchObject({ status: 422, code: 'resource_inactive' })
    expect((await send('GET', `/bookings/${kept.body.id}`)).body).toEqual(kept.body)
    expect((await send('DELETE', `/bookings/${kept.body.id}`)).status).toBe(200)

    await send('PUT', `/resources/${id}`, { ...asAdmin(), body: { isActive: true } })
    expect((await desk.book(id, '2025-01-20 12:00', '2025-01-20 13:00')).status).toBe(201)
  })

  test('a resource that does not exist is 404 everywhere', async () => {
    const id = '01946983-4c40-7000-8000-000000000000'
    const slot = { startTime: at('2025-01-20 10:00'), endTime: at('2025-01-20 11:00') }
    const query = new URLSearchParams({ resourceId: id, ...slot })
    const answers = [
      await send('GET', `/resources/${id}`),
      await send('PUT', `/resources/${id}`, { ...asAdmin(), body: { name: 'x' } }),
      await send('DELETE', `/resources/${id}`, asAdmin()),
      await send('GET', `/availability?${query}`),
      await send('GET', `/conflicts?${query}`),
      await send('POST', '/availability/bulk', { body: { resourceId: id, timeSlots: [slot] } }),
      await desk.book(id, '2025-01-20 10:00', '2025-01-20 11:00'),
      await desk.series(id, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=DAILY;COUNT=2'),
    ]
    for (const { body } of answers) expect(body).toMatchObject({ status: 404, code: 'resource_not_found' })
  })
})

describe('conditional requests', () => {
  test('If-None-Match of the current version is 304 without a body, of an older one 200', async () => {
    const id = await desk.room()
    const { headers } = await send('GET', `/resources/${id}`)
    const tag = headers.get('etag') ?? ''
    const same = await send('GET', `/resources/${id}`, { headers: { 'If-None-Match': tag } })
    expect(same.status).toBe(304)
    expect(same.body).toBe('')
    expect(same.headers.get('etag')).toBe(tag)
    await send('PUT', `/resources/${id}`, { ...asAdmin(), body: { capacity: 2 } })
    const changed = await send('GET', `/resources/${id}`, { headers: { 'If-None-Match': tag } })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('etag')).not.toBe(tag)
  })

  test('a stale If-Match is 412 and changes nothing, the current one is honoured', async () => {
    const id = await desk.room()
    const stale = (await send('GET', `/resources/${id}`)).headers.get('etag') ?? ''
    const put = await send('PUT', `/resources/${id}`, {
      ...asAdmin({ headers: { 'If-Match': stale } }),
      body: { capacity: 2 },
    })
    expect(put.status).toBe(200)
    const refused = await send('PUT', `/resources/${id}`, {
      ...asAdmin({ headers: { 'If-Match': stale } }),
      body: { capacity: 3 },
    })
    expect(refused.body).toMatchObject({ status: 412, code: 'precondition_failed' })
    const undeleted = await send('DELETE', `/resources/${id}`, asAdmin({ headers: { 'If-Match': stale } }))
    expect(undeleted.status).toBe(412)
    expect((await send('GET', `/resources/${id}`)).body).toMatchObject({ capacity: 2, isActive: true })
    const current = put.headers.get('etag') ?? ''
    const deleted = await send('DELETE', `/resources/${id}`, asAdmin({ headers: { 'If-Match': current } }))
    expect(deleted.body.isActive).toBe(false)
  })
})

describe('business hours', () => {
  const weekly = {
    start: '09:00',
    end: '17:00',
    weekly: { saturday: [{ start: '10:00', end: '12:00' }], sunday: [] },
    breaks: [{ start: '12:00', end: '13:00' }],
    closures: [
      { date: '2025-12-25', reason: 'Christmas' },
      { from: '2025-08-04', to: '2025-08-08' },
    ],
  }

  test('null means always open', async () => {
    const id = await desk.room({ businessHours: null })
    expect((await desk.book(id, '2025-01-18 22:00', '2025-01-20 03:00')).status).toBe(201)
  })

  // 20 January 2025 is a Monday.
  test.each([
    { when: 'within the hours', slot: ['2025-01-20 09:00', '2025-01-20 12:00'], open: true },
    { when: 'a minute early', slot: ['2025-01-20 08:59', '2025-01-20 10:00'], open: false },
    { when: 'up to the end', slot: ['2025-01-20 16:00', '2025-01-20 17:00'], open: true },
    { when: 'a minute late', slot: ['2025-01-20 16:00', '2025-01-20 17:01'], open: false },
    { when: 'in the break', slot: ['2025-01-20 12:15', '2025-01-20 12:45'], open: false },
    { when: 'over the break', slot: ['2025-01-20 11:00', '2025-01-20 14:00'], open: false },
    { when: 'after the break', slot: ['2025-01-20 13:00', '2025-01-20 14:00'], open: true },
    { when: 'Saturday morning', slot: ['2025-01-25 10:00', '2025-01-25 12:00'], open: true },
    { when: 'Saturday afternoon', slot: ['2025-01-25 14:00', '2025-01-25 15:00'], open: false },
    { when: 'Sunday', slot: ['2025-01-26 10:00', '2025-01-26 11:00'], open: false },
    { when: 'a closed date', slot: ['2025-12-25 10:00', '2025-12-25 11:00'], open: false },
    { when: 'the first closed day', slot: ['2025-08-04 10:00', '2025-08-04 11:00'], open: false },
    { when: 'the last closed day', slot: ['2025-08-08 10:00', '2025-08-08 11:00'], open: false },
    { when: 'before the closed days', slot: ['2025-08-01 10:00', '2025-08-01 11:00'], open: true },
    { when: 'across a night', slot: ['2025-01-20 16:00', '2025-01-21 10:00'], open: false },
  ])('$when: open is $open', async ({ slot: [start = '', end = ''], open }) => {
    const id = await desk.room({ businessHours: weekly })
    const answer = await availability(id, start, end)
    expect(answer.available).toBe(open)
    expect(answer.reasons).toEqual(open ? undefined : ['outside_business_hours'])
    const { status, body } = await desk.book(id, start, end)
    expect(status).toBe(open ? 201 : 422)
    if (!open) expect(body.code).toBe('outside_business_hours')
  })

  test('hours over midnight belong to the day they begin on', async () => {
    const id = await desk.room({ businessHours: { start: '22:00', end: '06:00' } })
    expect((await desk.book(id, '2025-01-20 23:00', '2025-01-21 05:00')).status).toBe(201)
    expect((await desk.book(id, '2025-01-21 05:00', '2025-01-21 06:00')).status).toBe(201)
    expect((await desk.book(id, '2025-01-21 05:30', '2025-01-21 06:30')).status).toBe(422)
    expect((await desk.book(id, '2025-01-21 12:00', '2025-01-21 13:00')).status).toBe(422)
  })

  test('the end of the day, 24:00, touches the next morning', async () => {
    const id = await desk.room({ businessHours: { start: '00:00', end: '24:00' } })
    expect((await desk.book(id, '2025-01-20 20:00', '2025-01-22 04:00')).status).toBe(201)
  })

  test('hours are local: New York opens an hour earlier by UTC in summer', async () => {
    const id = await desk.room({
      timeZone: 'America/New_York',
      businessHours: { start: '09:00', end: '17:00' },
    })
    expect((await desk.book(id, '2025-01-20 13:00', '2025-01-20 14:00')).status).toBe(422)
    expect((await desk.book(id, '2025-01-20 14:00', '2025-01-20 15:00')).status).toBe(201)
    expect((await desk.book(id, '2025-07-21 13:00', '2025-07-21 14:00')).status).toBe(201)
    expect((await desk.book(id, '2025-07-21 20:30', '2025-07-21 21:30')).status).toBe(422)
  })

  test('a change of hours keeps the bookings that are there, and lets them be renamed', async () => {
    const id = await desk.room()
    const { body: booking } = await desk.book(id, '2025-01-20 20:00', '2025-01-20 21:00')
    const { body: series } = await desk.series(
      id,
      '2025-01-21 20:00',
      '2025-01-21 21:00',
      'FREQ=DAILY;COUNT=2',
    )
    await send('PUT', `/resources/${id}`, {
      ...asAdmin(),
      body: { businessHours: { start: '09:00', end: '17:00' } },
    })
    const renamed = await send('PATCH', `/bookings/${booking.id}`, { body: { title: 'Late' } })
    expect(renamed.body).toMatchObject({ title: 'Late', startTime: at('2025-01-20 20:00') })
    const one = await desk.except(series.id, {
      exceptionType: 'modified',
      exceptionDate: '2025-01-22',
      newTitle: 'Late too',
    })
    expect(one.status).toBe(201)
    const moved = await send('PATCH', `/bookings/${booking.id}`, {
      body: { startTime: at('2025-01-20 21:00') },
    })
    expect(moved.body).toMatchObject({ status: 422, code: 'outside_business_hours' })
  })

  test('a smaller room keeps its bookings, and lets them be renamed', async () => {
    const id = await desk.room({ capacity: 3 })
    const { body: booking } = await desk.book(id, '2025-01-20 20:00', '2025-01-20 21:00', {
      attendees: ['a', 'b', 'c'],
    })
    await send('PUT', `/resources/${id}`, { ...asAdmin(), body: { capacity: 2 } })
    expect((await send('PATCH', `/bookings/${booking.id}`, { body: { title: 'Crowd' } })).status).toBe(200)
    const more = await send('PATCH', `/bookings/${booking.id}`, { body: { attendees: ['a', 'b', 'd'] } })
    expect(more.body).toMatchObject({ status: 422, code: 'over_capacity' })
  })
})

describe('free slots', () => {
  test('are within business hours and free of bookings', async () => {
    const id = await desk.room({ businessHours: { start: '09:00', end: '12:00' } })
    await desk.book(id, '2025-01-20 10:00', '2025-01-20 11:00')
    const query = new URLSearchParams({
      resourceId: id,
      from: at('2025-01-20 00:00'),
      to: at('2025-01-21 00:00'),
      duration: '60',
      step: '30',
    })
    const { status, body } = await send('GET', `/availability/slots?${query}`)
    expect(status).toBe(200)
    expect(body.slots.map(({ startTime }: { startTime: string }) => startTime)).toEqual([
      at('2025-01-20 09:00'),
      at('2025-01-20 11:00'),
    ])
  })

  test('know endless series far beyond the horizon', async () => {
    const id = await desk.room({ businessHours: { start: '09:00', end: '12:00' } })
    await desk.series(id, '2025-01-20 10:00', '2025-01-20 11:00', 'FREQ=WEEKLY')
    const query = new URLSearchParams({
      resourceId: id,
      from: at('2045-01-16 00:00'),
      to: at('2045-01-17 00:00'),
      duration: '60',
    })
    const { body } = await send('GET', `/availability/slots?${query}`)
    expect(body.slots.map(({ startTime }: { startTime: string }) => startTime)).toEqual([
      at('2045-01-16 09:00'),
      at('2045-01-16 11:00'),
    ])
  })
})
