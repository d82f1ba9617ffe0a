import type { Operation, OperationId } from '@booking/contract'
import { deskOf, type Fields } from '../desk.ts'
import type { TestApp, TestRequest } from '../test-app.ts'

/** A request without its method, which the operation says. */
export interface Call extends TestRequest {
  /** Below the base path, without the query. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
}

export const HOUR_MS = 3_600_000
export const DAY_MS = 24 * HOUR_MS

/** Whoever made everything the calls are about. */
export const owner = 'olive'
export const admin = { as: 'admin', role: 'admin' } as const
const password = 'correct horse battery staple'

/** Makes, for every operation, calls that succeed, each about things of its own. */
export const callsOf = (app: TestApp) => {
  const desk = deskOf(app)
  let made = 0

  /** A new id within this run, for names that must differ. */
  const fresh = () => `n${++made}`

  /** An hour on a day that nothing else uses. */
  const slot = () => {
    const startMs = Date.parse('2025-02-03T10:00:00Z') + ++made * DAY_MS
    return { startTime: new Date(startMs).toISOString(), endTime: new Date(startMs + HOUR_MS).toISOString() }
  }

  const create = async (path: string, body: Fields, as: TestRequest = { as: owner }): Promise<Fields> => {
    const answer = await app.send('POST', path, { ...as, body })
    if (answer.status > 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const single = async (fields: Fields = {}) =>
    create('/bookings', { resourceId: await desk.room(), title: fresh(), ...slot(), ...fields })
  const series = async (fields: Fields = {}) => {
    const common = { resourceId: await desk.room(), title: fresh(), recurrenceRule: 'FREQ=DAILY;COUNT=4' }
    return create('/bookings/recurring', { ...common, ...slot(), ...fields })
  }
  const dateOf = ({ startTime }: Fields) => String(startTime).slice(0, 10)
  const exception = async (booking: Fields, fields: Fields = {}) =>
    create(`/bookings/${booking.id}/exceptions`, {
      exceptionType: 'cancelled',
      exceptionDate: dateOf(booking),
      ...fields,
    })
  const newUser = () => ({ email: `${fresh()}@example.com`, name: 'Somebody', password })
  const user = () => create('/users', newUser(), admin)
  const session = async () => {
    const { email } = await user()
    return create('/auth/token', { email, password }, { as: null })
  }
  /** A series one of whose dates was skipped, and is free again. */
  const withSkipped = async () => {
    const resourceId = await desk.room()
    const times = slot()
    const blocker = await create('/bookings', { resourceId, title: fresh(), ...times })
    const booking = await series({ resourceId, ...times, conflictPolicy: 'skip' })
    await app.send('DELETE', `/bookings/${blocker.id}`, { as: owner })
    return { booking, date: dateOf({ startTime: times.startTime }) }
  }
  const withException = async () => {
    const booking = await series()
    return { booking, path: `/bookings/${booking.id}/exceptions/${(await exception(booking)).id}` }
  }
  const window = { from: '2025-02-01T00:00:00Z', to: '2025-02-08T00:00:00Z' }
  const as = owner

  const calls: { readonly [Id in OperationId]: () => Promise<Call> } = {
    health: async () => ({ path: '/health', as: null }),
    healthLive: async () => ({ path: '/health/live', as: null }),
    healthReady: async () => ({ path: '/health/ready', as: null }),
    listResources: async () => ({ path: '/resources', as }),
    getResource: async () => ({ path: `/resources/${await desk.room()}`, as }),
    createResource: async () => ({
      path: '/resources',
      ...admin,
      body: { name: fresh(), type: 'meeting_room', capacity: 4 },
    }),
    replaceResource: async () => ({
      path: `/resources/${await desk.room()}`,
      ...admin,
      body: { name: fresh() },
    }),
    deleteResource: async () => ({ path: `/resources/${await desk.room()}`, ...admin }),
    checkAvailability: async () => ({
      path: '/availability',
      as,
      query: { resourceId: await desk.room(), ...slot() },
    }),
    checkAvailabilityBulk: async () => ({
      path: '/availability/bulk',
      as,
      body: { resourceId: await desk.room(), timeSlots: [slot(), slot()] },
    }),
    listFreeSlots: async () => ({
      path: '/availability/slots',
      as,
      query: { resourceId: await desk.room(), ...window, duration: '60' },
    }),
    detectConflicts: async () => ({
      path: '/conflicts',
      as,
      query: { resourceId: await desk.room(), ...slot(), recurrenceRule: 'FREQ=DAILY;COUNT=3' },
    }),
    createBooking: async () => ({
      path: '/bookings',
      as,
      body: { resourceId: await desk.room(), title: fresh(), ...slot() },
    }),
    createRecurringBooking: async () => ({
      path: '/bookings/recurring',
      as,
      body: {
        resourceId: await desk.room(),
        title: fresh(),
        ...slot(),
        recurrenceRule: 'FREQ=DAILY;COUNT=4',
      },
    }),
    listBookings: async () => ({ path: '/bookings', as }),
    getBooking: async () => ({ path: `/bookings/${(await single()).id}`, as }),
    updateBooking: async () => ({ path: `/bookings/${(await series()).id}`, as, body: { title: fresh() } }),
    patchBooking: async () => ({ path: `/bookings/${(await series()).id}`, as, body: { title: fresh() } }),
    cancelBooking: async () => ({ path: `/bookings/${(await series()).id}`, as }),
    listOccurrences: async () => ({
      path: `/bookings/${(await series()).id}/occurrences`,
      as,
      query: window,
    }),
    rebookSkipped: async () => {
      const { booking, date } = await withSkipped()
      return { path: `/bookings/${booking.id}/rebook`, as, body: { occurrenceDates: [date] } }
    },
    bookingHistory: async () => ({ path: `/bookings/${(await single()).id}/history`, as }),
    createException: async () => {
      const booking = await series()
      const body = { exceptionType: 'modified', exceptionDate: dateOf(booking), newTitle: fresh() }
      return { path: `/bookings/${booking.id}/exceptions`, as, body }
    },
    listExceptions: async () => ({ path: `/bookings/${(await series()).id}/exceptions`, as }),
    getException: async () => ({ path: (await withException()).path, as }),
    replaceException: async () => {
      const { path } = await withException()
      return { path, as, body: { exceptionType: 'modified', newTitle: fresh() } }
    },
    deleteException: async () => ({ path: (await withException()).path, as }),
    getPermissions: async () => ({ path: `/resources/${await desk.room()}/permissions`, ...admin }),
    replacePermissions: async () => ({
      path: `/resources/${await desk.room()}/permissions`,
      ...admin,
      body: { access: 'restricted', grants: [{ userId: owner, permission: 'view' }] },
    }),
    issueToken: async () => ({
      path: '/auth/token',
      as: null,
      body: { email: (await user()).email, password },
    }),
    refreshToken: async () => ({
      path: '/auth/refresh',
      as: null,
      body: { refreshToken: (await session()).refreshToken },
    }),
    logout: async () => ({
      path: '/auth/logout',
      as: null,
      body: { refreshToken: (await session()).refreshToken },
    }),
    getMe: async () => ({ path: '/auth/me', as: String((await user()).id) }),
    createUser: async () => ({ path: '/users', ...admin, body: newUser() }),
    listUsers: async () => ({ path: '/users', ...admin }),
    getUser: async () => ({ path: `/users/${(await user()).id}`, ...admin }),
    updateUser: async () => ({ path: `/users/${(await user()).id}`, ...admin, body: { name: fresh() } }),
  }

  return { desk, calls, fresh, slot, single, series, exception, user, dateOf }
}

export type Calls = ReturnType<typeof callsOf>

/** Sends a call by the method of its operation. */
export const sendCall = (app: TestApp, operation: Operation, { path, query, ...request }: Call) => {
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`
  return app.send(operation.method.toUpperCase(), path + search, request)
}
