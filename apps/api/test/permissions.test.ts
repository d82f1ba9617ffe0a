import { operationList } from '@booking/contract'
import { describe, expect, test } from 'vitest'
import { createTestApp, type Role, studio, type TestAnswer, type TestApp } from './test-app.ts'

const weekMs = 7 * 86_400_000

/** Who stands in which relation to a restricted resource and a series on it. */
const people = ['admin', 'manager', 'booker', 'viewer', 'owner', 'attendee', 'stranger'] as const
type Person = (typeof people)[number]

interface Scene {
  readonly app: TestApp
  readonly resourceId: string
  /** A free start on the resource, another one at every call. */
  readonly freeStart: () => string
  /** A series on the resource, made for `owner`, with `attendee`; another one at every call. */
  readonly makeSeries: () => Promise<{ id: string; date: string; exceptionId: string }>
}

const roleOf = (person: Person): Role => (person === 'admin' ? 'admin' : 'standard')

const openScene = async (): Promise<Scene> => {
  const app = await createTestApp()
  const admin = { as: 'admin', role: 'admin' } as const
  const grants = (['manager', 'booker', 'viewer'] as const).map((userId, position) => ({
    userId,
    permission: (['manage', 'book', 'view'] as const)[position],
  }))
  const body = { access: 'restricted', grants }
  expect((await app.send('PUT', `/resources/${studio}/permissions`, { ...admin, body })).status).toBe(200)
  let weeks = 0
  const freeStart = () => new Date(Date.parse('2025-02-03T09:00:00Z') + weeks++ * 2 * weekMs).toISOString()
  const makeSeries = async () => {
    const startTime = freeStart()
    const date = startTime.slice(0, 10)
    const series = await app.send('POST', '/bookings/recurring', {
      ...admin,
      body: {
        resourceId: studio,
        title: 'A secret title',
        startTime,
        endTime: startTime.replace('T09', 'T10'),
        recurrenceRule: 'FREQ=DAILY;COUNT=3',
        createdBy: 'owner',
        attendees: ['attendee'],
      },
    })
    const { id } = series.body
    const second = new Date(Date.parse(startTime) + 86_400_000).toISOString().slice(0, 10)
    const exception = await app.send('POST', `/bookings/${id}/exceptions`, {
      ...admin,
      body: { exceptionType: 'cancelled', exceptionDate: second },
    })
    return { id, date, exceptionId: exception.body.id }
  }
  return { app, resourceId: studio, freeStart, makeSeries }
}

type Attempt = (
  scene: Scene,
  send: (method: string, path: string, body?: unknown) => Promise<TestAnswer>,
) => Promise<TestAnswer>

/** The person's status for an operation: [admin, manager, booker, viewer, owner, attendee, stranger]. */
type Row = readonly [operationId: string, attempt: Attempt, statuses: readonly number[]]

const window = 'startTime=2025-02-03T09:00:00Z&endTime=2025-02-03T10:00:00Z'
const interval = (startTime: string) => ({ startTime, endTime: startTime.replace('T09', 'T10') })

const sees = [200, 200, 200, 200, 404, 404, 404]
const reads = [200, 200, 200, 200, 200, 200, 404]
const changes = [200, 200, 403, 403, 200, 403, 404]
const adminOnly = (status: number) => [status, 403, 403, 403, 403, 403, 403]

const onSeries =
  (
    method: string,
    path: (ids: { id: string; date: string; exceptionId: string }) => string,
    body?: (ids: { date: string }) => unknown,
  ): Attempt =>
  async (scene, send) => {
    const ids = await scene.makeSeries()
    return send(method, path(ids), body?.(ids))
  }

const matrix: readonly Row[] = [
  ['getResource', ({ resourceId }, send) => send('GET', `/resources/${resourceId}`), sees],
  [
    'checkAvailability',
    ({ resourceId }, send) => send('GET', `/availability?resourceId=${resourceId}&${window}`),
    sees,
  ],
  [
    'checkAvailabilityBulk',
    ({ resourceId }, send) =>
      send('POST', '/availability/bulk', { resourceId, timeSlots: [interval('2025-02-03T09:00:00Z')] }),
    sees,
  ],
  [
    'listFreeSlots',
    ({ resourceId }, send) =>
      send(
        'GET',
        `/availability/slots?resourceId=${resourceId}&from=2025-02-03T09:00:00Z&to=2025-02-04T09:00:00Z&duration=60`,
      ),
    sees,
  ],
  [
    'detectConflicts',
    ({ resourceId }, send) => send('GET', `/conflicts?resourceId=${resourceId}&${window}`),
    sees,
  ],
  [
    'createBooking',
    ({ resourceId, freeStart }, send) =>
      send('POST', '/bookings', { resourceId, title: 'Mine', ...interval(freeStart()) }),
    [201, 201, 201, 403, 404, 404, 404],
  ],
  [
    'createRecurringBooking',
    ({ resourceId, freeStart }, send) =>
      send('POST', '/bookings/recurring', {
        resourceId,
        title: 'Mine',
        ...interval(freeStart()),
        recurrenceRule: 'FREQ=DAILY;COUNT=2',
      }),
    [201, 201, 201, 403, 404, 404, 404],
  ],
  ['getBooking', onSeries('GET', ({ id }) => `/bookings/${id}`), reads],
  ['listOccurrences', onSeries('GET', ({ id }) => `/bookings/${id}/occurrences`), reads],
  ['bookingHistory', onSeries('GET', ({ id }) => `/bookings/${id}/history`), reads],
  ['listExceptions', onSeries('GET', ({ id }) => `/bookings/${id}/exceptions`), reads],
  [
    'getException',
    onSeries('GET', ({ id, exceptionId }) => `/bookings/${id}/exceptions/${exceptionId}`),
    reads,
  ],
  [
    'updateBooking',
    onSeries(
      'PUT',
      ({ id }) => `/bookings/${id}`,
      () => ({ title: 'New' }),
    ),
    changes,
  ],
  [
    'patchBooking',
    onSeries(
      'PATCH',
      ({ id }) => `/bookings/${id}`,
      () => ({ title: 'New' }),
    ),
    changes,
  ],
  ['cancelBooking', onSeries('DELETE', ({ id }) => `/bookings/${id}`), changes],
  [
    'createException',
    onSeries(
      'POST',
      ({ id }) => `/bookings/${id}/exceptions`,
      ({ date }) => ({
        exceptionType: 'cancelled',
        exceptionDate: date,
      }),
    ),
    [201, 201, 403, 403, 201, 403, 404],
  ],
  [
    'replaceException',
    onSeries(
      'PUT',
      ({ id, exceptionId }) => `/bookings/${id}/exceptions/${exceptionId}`,
      () => ({
        exceptionType: 'modified',
        newTitle: 'New',
      }),
    ),
    changes,
  ],
  [
    'deleteException',
    onSeries('DELETE', ({ id, exceptionId }) => `/bookings/${id}/exceptions/${exceptionId}`),
    changes,
  ],
  [
    'rebookSkipped',
    onSeries(
      'POST',
      ({ id }) => `/bookings/${id}/rebook`,
      () => ({}),
    ),
    changes,
  ],
  [
    'getPermissions',
    ({ resourceId }, send) => send('GET', `/resources/${resourceId}/permissions`),
    [200, 200, 403, 403, 404, 404, 404],
  ],
  [
    'createResource',
    (_, send) => send('POST', '/resources', { name: 'New', type: 'desk', capacity: 1 }),
    adminOnly(201),
  ],
  [
    'replaceResource',
    ({ resourceId }, send) => send('PUT', `/resources/${resourceId}`, { capacity: 7 }),
    adminOnly(200),
  ],
  ['listUsers', (_, send) => send('GET', '/users'), adminOnly(200)],
  ['listResources', (_, send) => send('GET', '/resources'), Array(7).fill(200)],
  ['listBookings', (_, send) => send('GET', '/bookings'), Array(7).fill(200)],
  ['getMe', (_, send) => send('GET', '/auth/me'), Array(7).fill(200)],
]

/** Operations whose persons are tested elsewhere: open ones, users in sign-in.test.ts, and the two that end the scene. */
const elsewhere = new Set([
  ...['health', 'healthLive', 'healthReady', 'issueToken', 'refreshToken', 'logout'],
  ...['createUser', 'getUser', 'updateUser', 'replacePermissions', 'deleteResource'],
])

const scene = await openScene()

const sender = (person: Person) => (method: string, path: string, body?: unknown) =>
  scene.app.send(method, path, { as: person, role: roleOf(person), ...(body === undefined ? {} : { body }) })

describe('a restricted resource', () => {
  test('every operation is in the matrix, or tested elsewhere', () => {
    const known = new Set([...matrix.map(([operationId]) => operationId), ...elsewhere])
    expect(operationList.map(({ operationId }) => operationId).filter((id) => !known.has(id))).toEqual([])
  })

  test.each(matrix)('%s: each person gets what is his', async (_, attempt, statuses) => {
    const got: Record<string, number> = {}
    for (const person of people) got[person] = (await attempt(scene, sender(person))).status
    expect(got).toEqual(Object.fromEntries(people.map((person, position) => [person, statuses[position]])))
  })

  test('lists hold what one may see, and count nothing else', async () => {
    const { id } = await scene.makeSeries()
    for (const person of people) {
      const send = sender(person)
      const mayView = ['admin', 'manager', 'booker', 'viewer'].includes(person)
      const mayRead = mayView || person === 'owner' || person === 'attendee'
      const resources = await send('GET', '/resources?limit=100')
      const ids = resources.body.resources.map((resource: { id: string }) => resource.id)
      expect([person, ids.includes(studio)]).toEqual([person, mayView])
      expect(resources.body.pagination.total).toBe(ids.length)
      const bookings = await send('GET', `/bookings?resourceId=${studio}&limit=100`)
      const bookingIds = bookings.body.bookings.map((booking: { id: string }) => booking.id)
      expect([person, bookingIds.includes(id)]).toEqual([person, mayRead])
      if (person === 'stranger') expect(bookings.body.pagination.total).toBe(0)
    }
  })

  test('what is hidden is told exactly like what is not there', async () => {
    const { id } = await scene.makeSeries()
    const nothing = '0192f000-0000-7000-8000-000000000000'
    const told = async (path: string) => {
      const { status, body } = await sender('stranger')('GET', path)
      const { instance: _instance, requestId: _requestId, ...problem } = body
      return { status, problem }
    }
    expect(await told(`/bookings/${id}`)).toEqual(await told(`/bookings/${nothing}`))
    expect(await told(`/resources/${studio}`)).toEqual(await told(`/resources/${nothing}`))
  })

  test('its owner may still move a booking there, and is told that it is busy, not with whom', async () => {
    const mine = await scene.makeSeries()
    const other = await scene.makeSeries()
    const { body: series } = await sender('admin')('GET', `/bookings/${other.id}`)
    const { status, body } = await sender('owner')('PUT', `/bookings/${mine.id}?dropExceptions=true`, {
      startTime: series.startTime,
      endTime: series.endTime,
    })
    expect([status, body.code]).toEqual([409, 'booking_conflict'])
    expect(body.conflicts[0]).toMatchObject({ id: other.id, title: 'Busy', redacted: true })
    expect(JSON.stringify(body)).not.toContain('A secret title')
  })

  test('who may manage it may book in the name of others; who may book it may not', async () => {
    const attempt = (person: Person) =>
      sender(person)('POST', '/bookings', {
        resourceId: studio,
        title: 'For somebody',
        createdBy: 'somebody',
        ...interval(scene.freeStart()),
      })
    expect((await attempt('manager')).body.createdBy).toBe('somebody')
    expect((await attempt('booker')).body.code).toBe('on_behalf_forbidden')
  })

  test('is open again when it is made so; deleting and permissions are for those who may', async () => {
    const own = await openScene()
    const send = (person: Person, method: string, path: string, body?: unknown) =>
      own.app.send(method, path, {
        as: person,
        role: roleOf(person),
        ...(body === undefined ? {} : { body }),
      })
    const path = `/resources/${studio}`
    for (const person of ['booker', 'viewer'] as const)
      expect((await send(person, 'PUT', `${path}/permissions`, { access: 'open' })).status).toBe(403)
    expect((await send('stranger', 'PUT', `${path}/permissions`, { access: 'open' })).status).toBe(404)
    expect((await send('manager', 'DELETE', path)).status).toBe(403)
    expect((await send('manager', 'PUT', `${path}/permissions`, { access: 'open' })).status).toBe(200)
    expect((await send('stranger', 'GET', path)).status).toBe(200)
    expect((await send('admin', 'DELETE', path)).status).toBe(200)
  })
})
