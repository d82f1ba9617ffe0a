import { type BookingClient, createBookingClient, createBookingSession, isProblem } from '@booking/client'
import { operationList } from '@booking/contract'
import { afterAll, describe, expect, test } from 'vitest'
import { checkAnswer } from './check-answer.ts'
import { serveApp, serveLossyProxy } from './served-app.ts'
import { createTestApp, roomA, signToken, studio } from './test-app.ts'

const app = await createTestApp()
const origin = await serveApp(app)

/** The last answer as it came over the wire, and every operation that was sent. */
const wire = { status: 0, text: '' }
const sent = new Set<string>()

const recording: typeof fetch = async (input, init) => {
  const response = await fetch(input, init)
  const { pathname } = new URL(String(input))
  const text = await response.clone().text()
  Object.assign(wire, { status: response.status, text })
  const isJson = (response.headers.get('content-type') ?? '').includes('json')
  const body = isJson ? JSON.parse(text) : text
  checkAnswer(init?.method ?? 'GET', pathname, { status: response.status, body, headers: response.headers })
  const operation = operationList.find(
    ({ method, path }) =>
      method.toUpperCase() === init?.method &&
      new RegExp(`^/api/v1${path.replace(/\{\w+\}/g, '[0-9a-f-]{36}')}$`).test(pathname),
  )
  sent.add(operation?.operationId ?? `${init?.method} ${pathname}`)
  return response
}

const clientFor = async (sub: string, role = 'standard', options: object = {}): Promise<BookingClient> => {
  const token = await signToken({ sub, role }, { nowMs: app.nowMs })
  return createBookingClient({ baseUrl: origin, token, fetch: recording, retryWaitMsFirst: 1, ...options })
}

const ada = await clientFor('ada')
const admin = await clientFor('root', 'admin')

/** What a call gives is what came over the wire, nothing lost and nothing added. */
const same = async <T>(call: Promise<T>): Promise<T> => {
  const data = await call
  expect(JSON.stringify(data)).toBe(JSON.stringify(JSON.parse(wire.text)))
  return data
}

const at = (day: string, hour = 10) => ({
  startTime: `2025-03-${day}T${hour}:00:00.000Z`,
  endTime: new Date(`2025-03-${day}T${hour + 1}:00:00Z`),
})

afterAll(() => {
  expect([...sent].toSorted()).toEqual(operationList.map(({ operationId }) => operationId).toSorted())
})

describe('every operation gives what the wire says', () => {
  test('health', async () => {
    expect((await same(admin.health.get())).status).toBe('healthy')
    expect((await same(admin.health.live())).status).toBe('ok')
    expect((await same(admin.health.ready())).status).toBe('ok')
  })

  test('resources and permissions', async () => {
    const made = await same(admin.resources.create({ name: 'Attic', type: 'meeting_room', capacity: 4 }))
    expect(await same(admin.resources.get(made.id))).toEqual(made)
    const larger = await same(admin.resources.replace(made.id, { capacity: 6 }, { ifMatch: made.version }))
    expect(larger).toMatchObject({ capacity: 6, version: 2 })
    expect((await same(admin.resources.list({ limit: 3 }))).resources).toHaveLength(3)
    const body = { access: 'restricted', grants: [{ userId: 'ada', permission: 'view' }] } as const
    expect(await same(admin.permissions.replace(made.id, body))).toMatchObject(body)
    expect(await same(admin.permissions.get(made.id))).toMatchObject(body)
    expect((await same(admin.resources.delete(made.id))).isActive).toBe(false)
  })

  test('availability and conflicts', async () => {
    const when = { resourceId: roomA, ...at('03') }
    expect((await same(ada.availability.check(when))).available).toBe(true)
    const bulk = { resourceId: roomA, timeSlots: [at('03'), at('04')] }
    expect((await same(ada.availability.checkBulk(bulk))).results).toHaveLength(2)
    const window = {
      resourceId: roomA,
      from: '2025-03-03T00:00:00Z',
      to: '2025-03-04T00:00:00Z',
      duration: 60,
    }
    expect((await same(ada.availability.listFreeSlots(window))).slots.length).toBeGreaterThan(1)
    const rule = { ...when, recurrenceRule: 'FREQ=WEEKLY', timeZone: 'UTC' }
    expect((await same(ada.conflicts.detect(rule))).disjointForever).toBe(true)
  })

  test('bookings', async () => {
    const tried = await same(
      ada.bookings.create({ resourceId: roomA, title: 'T', ...at('05') }, { dryRun: true }),
    )
    await expect(ada.bookings.get(tried.id)).rejects.toMatchObject({ code: 'booking_not_found' })
    const made = await same(ada.bookings.create({ resourceId: roomA, title: 'T', ...at('05') }))
    expect(await same(ada.bookings.get(made.id))).toEqual(made)
    expect((await same(ada.bookings.list({ from: at('05').endTime, createdBy: 'ada' }))).bookings).toEqual([])
    expect((await same(ada.bookings.update(made.id, { ...made, title: 'U' }))).title).toBe('U')
    expect((await same(ada.bookings.patch(made.id, { title: 'V' }))).version).toBe(3)
    expect((await same(ada.bookings.history(made.id))).history).toHaveLength(3)
    const cancelled = await same(ada.bookings.cancel(made.id, { reason: 'No more', notifyAttendees: false }))
    expect(cancelled).toMatchObject({ status: 'cancelled', cancellationReason: 'No more' })
  })

  test('series and their exceptions', async () => {
    const blocker = await ada.bookings.create({ resourceId: studio, title: 'B', ...at('11') })
    const series = await same(
      ada.bookings.createRecurring({
        resourceId: studio,
        title: 'S',
        ...at('10'),
        recurrenceRule: 'FREQ=DAILY;COUNT=5',
        conflictPolicy: 'skip',
      }),
    )
    expect(series.skipped).toMatchObject([{ occurrenceDate: '2025-03-11' }])
    await ada.bookings.cancel(blocker.id)
    expect((await same(ada.bookings.rebookSkipped(series.id))).rebooked).toHaveLength(1)
    const exception = await same(
      ada.exceptions.create(series.id, { exceptionType: 'cancelled', exceptionDate: '2025-03-12' }),
    )
    expect(await same(ada.exceptions.get(series.id, exception.id))).toEqual(exception)
    expect((await same(ada.exceptions.list(series.id))).exceptions).toEqual([exception])
    const modified = { exceptionType: 'modified', newTitle: 'Other' } as const
    expect(await same(ada.exceptions.replace(series.id, exception.id, modified))).toMatchObject(modified)
    const { occurrences } = await same(ada.bookings.listOccurrences(series.id, { limit: 3 }))
    expect(occurrences.map(({ title }) => title)).toEqual(['S', 'S', 'Other'])
    await same(ada.exceptions.delete(series.id, exception.id))
  })

  test('users, signing in and out', async () => {
    const credentials = { email: 'ada@example.com', password: 'correct horse battery' }
    const made = await same(admin.users.create({ ...credentials, name: 'Ada' }))
    expect(await same(admin.users.get(made.id))).toEqual(made)
    expect((await same(admin.users.update(made.id, { role: 'premium' }))).role).toBe('premium')
    expect((await same(admin.users.list())).users).toHaveLength(1)
    const tokens = await same(ada.auth.issueToken(credentials))
    const next = await same(ada.auth.refreshToken({ refreshToken: tokens.refreshToken }))
    expect((await same(ada.auth.getMe())).subject).toBe('ada')
    expect(await ada.auth.logout({ refreshToken: next.refreshToken })).toBeUndefined()
    expect(wire).toEqual({ status: 204, text: '' })
  })
})

describe('against the real server', () => {
  test('an answer that is lost on its way: one booking, by the key of the call', async () => {
    const lossy = await serveLossyProxy(origin, (request) => request < 2)
    const client = await clientFor('ada', 'standard', { baseUrl: lossy, fetch: undefined })
    const body = { resourceId: studio, title: 'Once', ...at('20') }
    const answer = await client.bookings.create(body).withResponse()
    expect(answer).toMatchObject({ status: 201, attempts: 3, replayed: true, data: { title: 'Once' } })
    const { pagination } = await ada.bookings.list({ resourceId: studio, q: 'Once' })
    expect(pagination.total).toBe(1)
  })

  test('without a key an answer that is lost is an error, and the booking is there', async () => {
    const lossy = await serveLossyProxy(origin, () => true)
    const client = await clientFor('ada', 'standard', { baseUrl: lossy, fetch: undefined })
    const body = { resourceId: studio, title: 'Unheard', ...at('21') }
    await expect(client.bookings.create(body, { idempotencyKey: false })).rejects.toMatchObject({
      name: 'BookingNetworkError',
      attempts: 1,
    })
    expect((await ada.bookings.list({ resourceId: studio, q: 'Unheard' })).pagination.total).toBe(1)
  })

  test('the error of a lost answer has the key that finds out', async () => {
    const lossy = await serveLossyProxy(origin, () => true)
    const client = await clientFor('ada', 'standard', { baseUrl: lossy, fetch: undefined, retries: 0 })
    const body = { resourceId: studio, title: 'Found', ...at('22') }
    const { idempotencyKey } = await client.bookings.create(body).catch((error) => error)
    const answer = await ada.bookings.create(body, { idempotencyKey }).withResponse()
    expect(answer).toMatchObject({ replayed: true, data: { title: 'Found' } })
  })

  test('a conflict has alternatives, each of which can be booked', async () => {
    const body = { resourceId: studio, title: 'Taken', ...at('23') }
    await ada.bookings.create(body)
    const error = await ada.bookings.create(body).catch((caught: unknown) => caught)
    if (!isProblem(error, 'booking_conflict')) throw error
    expect(error.problem.conflicts).toMatchObject([{ title: 'Taken' }])
    const alternative = error.problem.alternatives[0]!
    expect((await ada.bookings.create({ ...body, ...alternative })).startTime).toBe(alternative.startTime)
  })

  test('a version that is known is not sent again, and one that is stale changes nothing', async () => {
    const { data, etag } = await ada.bookings
      .create({ resourceId: studio, title: 'V1', ...at('24') })
      .withResponse()
    expect(etag).toBe('"1"')
    expect(await ada.bookings.get(data.id, { ifNoneMatch: data.version })).toBeNull()
    await ada.bookings.patch(data.id, { title: 'V2' }, { ifMatch: etag ?? '' })
    const late = ada.bookings.patch(data.id, { title: 'V3' }, { ifMatch: data.version })
    await expect(late).rejects.toMatchObject({ code: 'precondition_failed', status: 412 })
  })

  test('all pages hold everything once', async () => {
    const names: string[] = []
    for await (const { name } of ada.resources.listAll({ limit: 7 })) names.push(name)
    const { pagination } = await ada.resources.list({ limit: 1 })
    expect(names).toHaveLength(pagination.total)
    expect(new Set(names).size).toBe(names.length)
  })

  test('a session goes on over the end of its access token', async () => {
    const password = 'correct horse battery'
    await admin.users.create({ email: 'bert@example.com', name: 'Bert', password })
    let now = app.nowMs
    const session = createBookingSession({ baseUrl: origin, now: () => now })
    const user = await session.signIn({ email: 'bert@example.com', password })
    const client = createBookingClient({ baseUrl: origin, token: session.token })
    const before = await session.token({ rejected: null })
    now += 86_400_000
    const answers = await Promise.all(Array.from({ length: 5 }, () => client.auth.getMe()))
    expect(answers.map(({ subject }) => subject)).toEqual(Array(5).fill(user.id))
    expect(await session.token({ rejected: null })).not.toBe(before)
    await session.signOut()
    await expect(client.auth.getMe()).rejects.toMatchObject({ name: 'BookingSignedOutError' })
  })
})
