import { operationList } from '@booking/contract'
import { describe, expect, test } from 'vitest'
import { createTestApp, type Role, studio, type TestAnswer, type TestApp } from './test-app.ts'

const dayMs = 86_400_000
/** The longest of the series that are made takes three days. */
const DAYS_APART = 4

/** Who stands in which relation to a restricted resource and a series on it. */
const people = ['manager', 'booker', 'viewer', 'owner', 'attendee', 'stranger'] as const
type Person = (typeof people)[number]

const roles: readonly Role[] = ['standard', 'premium', 'admin']

const secretTitle = 'A secret title'

interface SeriesIds {
  readonly id: string
  readonly date: string
  readonly exceptionId: string
}

interface Scene {
  readonly resourceId: string
  /** A free start on the resource, another one at every call. */
  readonly freeStart: () => string
  /** A series on the resource, made for `owner`, with `attendee`; another one at every call. */
  readonly makeSeries: () => Promise<SeriesIds>
  /** One of these, the same at every call: reading leaves it as it is. */
  readonly readSeries: () => Promise<SeriesIds>
  /** A resource that nothing stands on, open to all; another one at every call. */
  readonly makeResource: () => Promise<string>
  /** Somebody who has an account here; another one at every call. */
  readonly makeUser: () => Promise<string>
}

const openScene = async (): Promise<Scene & { readonly app: TestApp }> => {
  const app = await createTestApp()
  const admin = { as: 'admin', role: 'admin' } as const
  const body = permissions
  expect((await app.send('PUT', `/resources/${studio}/permissions`, { ...admin, body })).status).toBe(200)
  let starts = 0
  const freeStart = () =>
    new Date(Date.parse('2025-02-03T09:00:00Z') + starts++ * DAYS_APART * dayMs).toISOString()
  const makeSeries = async () => {
    const startTime = freeStart()
    const date = startTime.slice(0, 10)
    const series = await app.send('POST', '/bookings/recurring', {
      ...admin,
      body: {
        resourceId: studio,
        title: secretTitle,
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
  let made = 0
  const makeResource = async () => {
    const body = { name: `Desk ${made++}`, type: 'desk', capacity: 1 }
    return (await app.send('POST', '/resources', { ...admin, body })).body.id as string
  }
  const makeUser = async () => (await app.send('POST', '/users', { ...admin, body: newUser() })).body.id
  const oneSeries = await makeSeries()
  const readSeries = async () => oneSeries
  return { app, resourceId: studio, freeStart, makeSeries, readSeries, makeResource, makeUser }
}

const permissions = {
  access: 'restricted',
  grants: [
    { userId: 'manager', permission: 'manage' },
    { userId: 'booker', permission: 'book' },
    { userId: 'viewer', permission: 'view' },
  ],
}

let users = 0
const newUser = () => ({
  email: `user-${users++}@example.com`,
  name: 'A. Name',
  password: 'correct horse battery',
})

type Attempt = (
  scene: Scene,
  send: (method: string, path: string, body?: unknown) => Promise<TestAnswer>,
) => Promise<TestAnswer>

/** The status for an operation: of the role admin, then of [manager, booker, viewer, owner, attendee, stranger]. */
type Row = readonly [operationId: string, attempt: Attempt, statuses: readonly number[]]

const window = 'startTime=2025-02-03T09:00:00Z&endTime=2025-02-03T10:00:00Z'
const interval = (startTime: string) => ({ startTime, endTime: startTime.replace('T09', 'T10') })

const sees = [200, 200, 200, 200, 404, 404, 404]
const reads = [200, 200, 200, 200, 200, 200, 404]
const changes = [200, 200, 403, 403, 200, 403, 404]
const adminOnly = (status: number) => [status, 403, 403, 403, 403, 403, 403]

const onSeries =
  (method: string, path: (ids: SeriesIds) => string, body?: (ids: SeriesIds) => unknown): Attempt =>
  async (scene, send) => {
    const ids = await (method === 'GET' ? scene.readSeries() : scene.makeSeries())
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
  [
    'deleteResource',
    async ({ makeResource }, send) => send('DELETE', `/resources/${await makeResource()}`),
    adminOnly(200),
  ],
  [
    'replacePermissions',
    ({ resourceId }, send) => send('PUT', `/resources/${resourceId}/permissions`, permissions),
    [200, 200, 403, 403, 404, 404, 404],
  ],
  ['createUser', (_, send) => send('POST', '/users', newUser()), adminOnly(201)],
  ['getUser', async ({ makeUser }, send) => send('GET', `/users/${await makeUser()}`), adminOnly(200)],
  [
    'updateUser',
    async ({ makeUser }, send) => send('PATCH', `/users/${await makeUser()}`, { name: 'B. Name' }),
    adminOnly(200),
  ],
  ['listUsers', (_, send) => send('GET', '/users'), adminOnly(200)],
  ['listResources', (_, send) => send('GET', '/resources'), Array(7).fill(200)],
  ['listBookings', (_, send) => send('GET', '/bookings'), Array(7).fill(200)],
  ['getMe', (_, send) => send('GET', '/auth/me'), Array(7).fill(200)],
]

const scene = await openScene()

const nothing = '0192f000-0000-7000-8000-000000000000'

const nothingAtAll: SeriesIds = { id: nothing, date: '2025-02-03', exceptionId: nothing }

/** The scene with nothing in it: whatever is asked for is not there. */
const emptyScene: Scene = {
  ...scene,
  resourceId: nothing,
  makeSeries: async () => nothingAtAll,
  readSeries: async () => nothingAtAll,
}

const sender =
  (person: Person | 'admin', role: Role = person === 'admin' ? 'admin' : 'standard') =>
  (method: string, path: string, body?: unknown) =>
    scene.app.send(method, path, { as: person, role, ...(body === undefined ? {} : { body }) })

/** Everything in an answer but what names the request. */
const told = ({ status, body, headers }: TestAnswer) => {
  const { instance: _instance, requestId: _requestId, ...problem } = body
  return { status, problem, headers: [...headers.keys()].sort() }
}

describe('a restricted resource', () => {
  test('every operation that takes a token is in the matrix', () => {
    const bearer = operationList.filter(({ security }) => security === 'bearer')
    expect(matrix.map(([operationId]) => operationId).sort()).toEqual(
      bearer.map(({ operationId }) => operationId).sort(),
    )
  })

  test.each(matrix)('%s: each person gets what is his, in every role', async (_, attempt, statuses) => {
    const [ofAdmin, ...ofPeople] = statuses
    for (const role of roles) {
      const got: Record<string, number> = {}
      for (const person of people) {
        const { status, body } = await attempt(scene, sender(person, role))
        got[person] = status
        if (status >= 400) expect(JSON.stringify(body), person).not.toContain(secretTitle)
      }
      const due = (position: number) => (role === 'admin' ? ofAdmin : ofPeople[position])
      expect(got, role).toEqual(Object.fromEntries(people.map((person, position) => [person, due(position)])))
    }
  })

  test.each(matrix.filter(([, , statuses]) => statuses.at(-1) === 404))(
    '%s: what is hidden is told exactly like what is not there',
    async (_, attempt) => {
      const hidden = told(await attempt(scene, sender('stranger')))
      expect(hidden).toEqual(told(await attempt(emptyScene, sender('stranger'))))
    },
  )

  test('what is hidden is so under every condition, and for a key of its owner', async () => {
    const { id } = await scene.makeSeries()
    const key = { 'Idempotency-Key': 'of-the-owner' }
    const body = { title: 'New' }
    expect(
      (await scene.app.send('PATCH', `/bookings/${id}`, { as: 'owner', body, headers: key })).status,
    ).toBe(200)
    for (const headers of [key, { 'If-Match': '*' }, { 'If-Match': '"999"' }])
      expect(
        (await scene.app.send('PATCH', `/bookings/${id}`, { as: 'stranger', body, headers })).body.code,
      ).toBe('booking_not_found')
    for (const path of [`/bookings/${id}`, `/resources/${studio}`])
      for (const tag of ['*', '"1"', '"2"', '"3"'])
        expect(
          (await scene.app.send('GET', path, { as: 'stranger', headers: { 'If-None-Match': tag } })).status,
        ).toBe(404)
  })

  test('lists hold what one may see, and count nothing else', async () => {
    const { id, date } = await scene.makeSeries()
    const days = `from=${date}T00:00:00Z&to=${date}T23:00:00Z`
    for (const person of ['admin', ...people] as const) {
      const send = sender(person)
      const mayView = ['admin', 'manager', 'booker', 'viewer'].includes(person)
      const mayRead = mayView || person === 'owner' || person === 'attendee'
      const resources = await send('GET', '/resources?limit=100')
      const ids = resources.body.resources.map((resource: { id: string }) => resource.id)
      expect([person, ids.includes(studio)]).toEqual([person, mayView])
      expect(resources.body.pagination.total).toBe(ids.length)
      const bookings = await send('GET', `/bookings?resourceId=${studio}&${days}`)
      const bookingIds = bookings.body.bookings.map((booking: { id: string }) => booking.id)
      expect([person, bookingIds.includes(id)]).toEqual([person, mayRead])
      if (person === 'stranger') expect(bookings.body.pagination.total).toBe(0)
      for (const filter of ['createdBy=owner', 'attendee=attendee', 'q=secret', 'recurring=true']) {
        const { body } = await send('GET', `/bookings?${filter}&${days}`)
        expect([person, filter, body.pagination.total > 0]).toEqual([person, filter, mayRead])
      }
    }
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
    expect(JSON.stringify(body)).not.toContain(secretTitle)
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
    const send = (person: Person | 'admin', method: string, path: string, body?: unknown) =>
      own.app.send(method, path, {
        as: person,
        role: person === 'admin' ? 'admin' : 'standard',
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
