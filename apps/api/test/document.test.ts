import { describe, expect, test } from 'vitest'
import { type Described, described, resolved } from './described.ts'
import { createTestApp, roomA } from './test-app.ts'

const app = await createTestApp()

/** Has the demo resources and nothing else. */
const untouched = await createTestApp()

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const query = (fields: Record<string, string>) => new URLSearchParams(fields).toString()

/** Most examples of the document are about Conference Room A on 20 January: each takes a room of its own. */
const roomLikeA = async (): Promise<string> => {
  const { id, version, createdAt, updatedAt, ...fields } = (await app.send('GET', `/resources/${roomA}`)).body
  expect({ id, version, createdAt, updatedAt }).toMatchObject({ id: roomA })
  return (await app.send('POST', '/resources', { role: 'admin', body: fields })).body.id
}

const single = {
  title: 'Client Meeting',
  description: 'Quarterly review with ABC Corp',
  startTime: '2025-01-20T10:00:00.000Z',
  endTime: '2025-01-20T11:00:00.000Z',
  createdBy: 'user-123',
  attendees: ['user-123', 'user-456'],
  metadata: { meetingType: 'client', priority: 'high' },
}

const standup = {
  title: 'Weekly Team Standup',
  description: 'Daily team synchronization',
  startTime: '2025-01-20T09:00:00.000Z',
  endTime: '2025-01-20T09:30:00.000Z',
  recurrenceRule: 'FREQ=WEEKLY;COUNT=12;BYDAY=MO,TU,WE,TH,FR',
  createdBy: 'user-123',
  attendees: ['user-123', 'user-456', 'user-789'],
}

describe('the document, request by request', () => {
  test('GET /health answers the four fields', async () => {
    const { status, body } = await app.send('GET', '/health', { as: null })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      status: 'healthy',
      timestamp: '2025-01-15T10:30:00.000Z',
      version: '1.0.0',
      uptime: '0h 0m 0s',
    })
  })

  test('GET /resources lists the 25 demo resources, Conference Room A first', async () => {
    const { status, body } = await untouched.send('GET', '/resources')
    expect(status).toBe(200)
    expect(body.resources[0]).toMatchObject({
      id: roomA,
      name: 'Conference Room A',
      type: 'meeting_room',
      capacity: 10,
      location: 'Floor 3',
      amenities: ['projector', 'whiteboard', 'video_conference'],
      businessHours: { start: '09:00', end: '18:00' },
    })
    expect(body.resources).toHaveLength(20)
    expect(body.pagination).toEqual({ page: 1, limit: 20, total: 25, pages: 2 })
    const second = await untouched.send('GET', '/resources?page=2&limit=20&type=meeting_room')
    expect(second.body).toEqual({
      resources: [],
      pagination: { page: 2, limit: 20, total: 10, pages: 1 },
    })
  })

  test('GET /resources/{resourceId} answers the whole resource model', async () => {
    const { status, body } = await app.send('GET', `/resources/${roomA}`)
    expect(status).toBe(200)
    expect(body).toEqual({
      id: roomA,
      name: 'Conference Room A',
      type: 'meeting_room',
      capacity: 10,
      location: 'Floor 3',
      amenities: ['projector', 'whiteboard', 'video_conference'],
      businessHours: { start: '09:00', end: '18:00' },
      timeZone: 'UTC',
      isActive: true,
      version: 1,
      createdAt: '2025-01-15T10:30:00.000Z',
      updatedAt: '2025-01-15T10:30:00.000Z',
    })
  })

  test('GET /availability answers the document’s seven fields and nothing else', async () => {
    const slot = { startTime: '2025-01-20T10:00:00.000Z', endTime: '2025-01-20T11:00:00.000Z' }
    const { status, body } = await untouched.send(
      'GET',
      `/availability?${query({ resourceId: roomA, ...slot })}`,
    )
    expect(status).toBe(200)
    expect(body).toEqual({
      available: true,
      resourceId: roomA,
      ...slot,
      conflicts: [],
      duration: 60,
      resourceName: 'Conference Room A',
    })
  })

  test('POST /availability/bulk answers each slot, with the booking that is in the way', async () => {
    const resourceId = await roomLikeA()
    const meeting = await app.send('POST', '/bookings', {
      body: {
        resourceId,
        title: 'Team Meeting',
        startTime: '2025-01-20T09:00:00.000Z',
        endTime: '2025-01-20T10:30:00.000Z',
      },
    })
    const { status, body } = await app.send('POST', '/availability/bulk', {
      body: {
        resourceId,
        timeSlots: [
          { startTime: '2025-01-20T09:00:00.000Z', endTime: '2025-01-20T10:00:00.000Z' },
          { startTime: '2025-01-20T14:00:00.000Z', endTime: '2025-01-20T15:00:00.000Z' },
        ],
      },
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      results: [
        {
          startTime: '2025-01-20T09:00:00.000Z',
          endTime: '2025-01-20T10:00:00.000Z',
          available: false,
          conflicts: [
            {
              id: meeting.body.id,
              title: 'Team Meeting',
              startTime: '2025-01-20T09:00:00.000Z',
              endTime: '2025-01-20T10:30:00.000Z',
            },
          ],
        },
        {
          startTime: '2025-01-20T14:00:00.000Z',
          endTime: '2025-01-20T15:00:00.000Z',
          available: true,
          conflicts: [],
        },
      ],
    })
  })

  test('GET /conflicts lists what is in the way of a slot, without and with a recurrenceRule', async () => {
    const resourceId = await roomLikeA()
    const slot = { startTime: '2025-01-20T10:00:00.000Z', endTime: '2025-01-20T11:00:00.000Z' }
    const none = await app.send('GET', `/conflicts?${query({ resourceId, ...slot })}`)
    expect(none.body).toEqual({
      resourceId,
      ...slot,
      hasConflicts: false,
      conflicts: [],
      totalConflicts: 0,
      occurrencesChecked: 1,
      proof: 'exact',
    })
    const { body: booking } = await app.send('POST', '/bookings', { body: { ...single, resourceId } })
    const clash = { id: booking.id, title: 'Client Meeting', ...slot }
    const one = await app.send('GET', `/conflicts?${query({ resourceId, ...slot })}`)
    expect(one.body).toMatchObject({ hasConflicts: true, conflicts: [clash], totalConflicts: 1 })

    const recurrenceRule = 'FREQ=DAILY;COUNT=5'
    const before = { startTime: '2025-01-18T10:00:00.000Z', endTime: '2025-01-18T11:00:00.000Z' }
    const recurring = await app.send('GET', `/conflicts?${query({ resourceId, ...before, recurrenceRule })}`)
    expect(recurring.status).toBe(200)
    expect(recurring.body).toEqual({
      resourceId,
      ...before,
      recurrenceRule,
      hasConflicts: true,
      conflicts: [clash],
      totalConflicts: 1,
      occurrencesChecked: 5,
      proof: 'exact',
    })
  })

  test('POST /bookings creates the document’s booking', async () => {
    const request = { resourceId: roomA, ...single }
    const { status, body, headers } = await app.send('POST', '/bookings', { body: request })
    expect(body).toEqual({
      id: expect.stringMatching(uuid),
      ...request,
      isRecurring: false,
      status: 'active',
      createdAt: '2025-01-15T10:30:00.000Z',
      updatedAt: '2025-01-15T10:30:00.000Z',
      version: 1,
    })
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/bookings/${body.id}`)
    const again = await app.send('POST', '/bookings', { body: request })
    expect(again.body).toMatchObject({ status: 409, code: 'booking_conflict', totalConflicts: 1 })
    const read = await app.send('GET', `/bookings/${body.id}`)
    expect(read.status).toBe(200)
    expect(read.body).toEqual(body)
  })

  test('POST /bookings/recurring books 12 weekdays, 20 January to 4 February', async () => {
    const resourceId = await roomLikeA()
    const { status, body, headers } = await app.send('POST', '/bookings/recurring', {
      body: { resourceId, ...standup },
    })
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.stringMatching(uuid),
      resourceId,
      ...standup,
      isRecurring: true,
      metadata: {},
      status: 'active',
      createdAt: '2025-01-15T10:30:00.000Z',
      updatedAt: '2025-01-15T10:30:00.000Z',
      version: 1,
      timeZone: 'UTC',
      occurrenceCount: 12,
      firstOccurrence: '2025-01-20T09:00:00.000Z',
      lastOccurrence: '2025-02-04T09:00:00.000Z',
      skipped: [],
      summary: expect.any(String),
      startAdjusted: false,
    })
    expect(headers.get('location')).toBe(`/api/v1/bookings/${body.id}`)
    const { body: listed } = await app.send('GET', `/bookings/${body.id}/occurrences`)
    expect(
      listed.occurrences.map(({ occurrenceDate }: { occurrenceDate: string }) => occurrenceDate),
    ).toEqual([
      '2025-01-20',
      '2025-01-21',
      '2025-01-22',
      '2025-01-23',
      '2025-01-24',
      '2025-01-27',
      '2025-01-28',
      '2025-01-29',
      '2025-01-30',
      '2025-01-31',
      '2025-02-03',
      '2025-02-04',
    ])
  })

  test.each([
    {
      rule: 'FREQ=DAILY;COUNT=5',
      dates: ['2025-01-20', '2025-01-21', '2025-01-22', '2025-01-23', '2025-01-24'],
    },
    {
      rule: 'FREQ=WEEKLY;COUNT=8;BYDAY=MO,WE,FR',
      dates: [
        ['2025-01-20', '2025-01-22', '2025-01-24', '2025-01-27'],
        ['2025-01-29', '2025-01-31', '2025-02-03', '2025-02-05'],
      ].flat(),
    },
    {
      rule: 'FREQ=MONTHLY;COUNT=6;BYMONTHDAY=15',
      dates: [
        ['2025-02-15', '2025-03-15', '2025-04-15'],
        ['2025-05-15', '2025-06-15', '2025-07-15'],
      ].flat(),
    },
  ])('POST /bookings/recurring books $rule', async ({ rule, dates }) => {
    const resourceId = await roomLikeA()
    const { status, body } = await app.send('POST', '/bookings/recurring', {
      body: { resourceId, ...standup, recurrenceRule: rule },
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      recurrenceRule: rule,
      startTime: `${dates[0]}T09:00:00.000Z`,
      endTime: `${dates[0]}T09:30:00.000Z`,
      occurrenceCount: dates.length,
    })
    const { body: listed } = await app.send('GET', `/bookings/${body.id}/occurrences`)
    expect(listed.occurrences.map(({ startTime }: { startTime: string }) => startTime)).toEqual(
      dates.map((date) => `${date}T09:00:00.000Z`),
    )
  })

  test('PUT /bookings/{bookingId} takes the structure of creation with updated fields', async () => {
    const resourceId = await roomLikeA()
    const { body: booking } = await app.send('POST', '/bookings', { body: { ...single, resourceId } })
    const { status, body } = await app.send('PUT', `/bookings/${booking.id}`, {
      body: { ...single, resourceId, title: 'Client Meeting (moved)', startTime: '2025-01-20T10:30:00.000Z' },
    })
    expect(status).toBe(200)
    expect(body).toEqual({
      ...booking,
      title: 'Client Meeting (moved)',
      startTime: '2025-01-20T10:30:00.000Z',
      endTime: '2025-01-20T11:00:00.000Z',
      version: 2,
    })
    expect((await app.send('GET', `/bookings/${booking.id}`)).body).toEqual(body)
  })

  test('DELETE /bookings/{bookingId} cancels with a reason', async () => {
    const resourceId = await roomLikeA()
    const { body: booking } = await app.send('POST', '/bookings', { body: { ...single, resourceId } })
    const path = `/bookings/${booking.id}?${query({ reason: 'Client is ill', notifyAttendees: 'true' })}`
    const { status, body } = await app.send('DELETE', path)
    expect(status).toBe(200)
    expect(body).toEqual({
      ...booking,
      status: 'cancelled',
      version: 2,
      cancelledAt: '2025-01-15T10:30:00.000Z',
      cancelledBy: 'user-123',
      cancellationReason: 'Client is ill',
    })
    expect((await app.send('GET', `/bookings/${booking.id}`)).body).toEqual(body)
  })

  test('POST /bookings/{bookingId}/exceptions cancels a date, and modifies another', async () => {
    const resourceId = await roomLikeA()
    const { body: series } = await app.send('POST', '/bookings/recurring', {
      body: { resourceId, ...standup },
    })
    const cancelled = {
      exceptionType: 'cancelled',
      exceptionDate: '2025-01-22',
      reason: 'Holiday - Office Closed',
    }
    const holiday = await app.send('POST', `/bookings/${series.id}/exceptions`, { body: cancelled })
    expect(holiday.status).toBe(201)
    expect(holiday.body).toEqual({
      id: expect.stringMatching(uuid),
      bookingId: series.id,
      ...cancelled,
      occurrenceStart: '2025-01-22T09:00:00.000Z',
      createdAt: '2025-01-15T10:30:00.000Z',
    })
    expect(holiday.headers.get('location')).toBe(
      `/api/v1/bookings/${series.id}/exceptions/${holiday.body.id}`,
    )
    const modified = {
      exceptionType: 'modified',
      exceptionDate: '2025-01-23',
      newStartTime: '2025-01-23T14:00:00.000Z',
      newEndTime: '2025-01-23T15:00:00.000Z',
      newTitle: 'Long standup',
      reason: 'Release day',
    }
    const release = await app.send('POST', `/bookings/${series.id}/exceptions`, { body: modified })
    expect(release.status).toBe(201)
    expect(release.body).toMatchObject(modified)

    const { body: listed } = await app.send('GET', `/bookings/${series.id}/occurrences`)
    expect(listed.occurrences[2]).toMatchObject({ occurrenceDate: '2025-01-22', status: 'cancelled' })
    expect(listed.occurrences[3]).toMatchObject({
      occurrenceDate: '2025-01-23',
      startTime: '2025-01-23T14:00:00.000Z',
      endTime: '2025-01-23T15:00:00.000Z',
      title: 'Long standup',
      status: 'active',
    })
    const list = await app.send('GET', `/bookings/${series.id}/exceptions`)
    expect(list.body.exceptions).toEqual([holiday.body, release.body])
    expect((await app.send('GET', `/bookings/${series.id}/exceptions/${holiday.body.id}`)).body).toEqual(
      holiday.body,
    )
  })
})

interface Request {
  readonly method: string
  readonly path: string
  readonly body?: unknown
}

/** What the reference fills in before anybody has typed anything, for every operation where that is a whole request. */
const filledIn: readonly Request[] = Object.entries<Described>(described.paths).flatMap(([path, item]) =>
  Object.entries<Described>(item).flatMap(([method, { parameters = [], requestBody }]) => {
    const all: Described[] = parameters.map(resolved)
    if (path.startsWith('/auth/') || all.some((one) => one.required && one.example === undefined)) return []
    const given = all.filter(({ example }) => example !== undefined)
    const query = new URLSearchParams(
      given
        .filter((one) => one.in === 'query')
        .map(({ name, example }) => [name, String(example)] as [string, string]),
    )
    const where = path.replace(
      /\{(\w+)\}/g,
      (_, name: string) => given.find((one) => one.in === 'path' && one.name === name).example,
    )
    const request = { method: method.toUpperCase(), path: `${where}?${query}` }
    if (requestBody === undefined) return [request]
    const examples: Described[] = Object.values(requestBody.content['application/json'].examples)
    return examples.map(({ value }) => ({ ...request, body: value }))
  }),
)

describe('what the reference fills in can be sent as it stands', async () => {
  const fresh = await createTestApp()

  test('to whatever needs no id of something that is made first', () => {
    const addresses = filledIn.map(({ method, path }) => `${method} ${path.split('?')[0]}`)
    expect([...new Set(addresses)].filter((address) => !address.includes('/health'))).toEqual([
      'GET /resources',
      'POST /resources',
      `GET /resources/${roomA}`,
      'GET /availability',
      'POST /availability/bulk',
      'GET /availability/slots',
      'GET /conflicts',
      'POST /bookings',
      'GET /bookings',
      'POST /bookings/recurring',
      `GET /resources/${roomA}/permissions`,
      'POST /users',
      'GET /users',
    ])
  })

  test.each(filledIn)('$method $path', async ({ method, path, ...request }) => {
    const { status } = await fresh.send(method, path, { ...request, as: 'user-123', role: 'admin' })
    expect(status).toBe(/^POST .(resources|bookings|users)/.test(`${method} ${path}`) ? 201 : 200)
  })
})
