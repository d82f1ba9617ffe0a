import type { Operation, OperationId, ProblemCode } from '@booking/contract'
import type { Fields } from '../desk.ts'
import { signToken } from '../test-app.ts'
import { type Call, type Calls, DAY_MS, HOUR_MS, owner } from './calls.ts'

const nobodysId = '01940000-0000-7000-8000-000000000000'

/** A call of an operation that ends with a code. */
export type Way = (operation: Operation) => Promise<Call>

const withFields = (call: Call, fields: Fields): Call =>
  call.body === undefined
    ? { ...call, query: { ...call.query, ...(fields as Record<string, string>) } }
    : { ...call, body: { ...(call.body as Fields), ...fields } }

const withHeaders = (call: Call, headers: Record<string, string>): Call => ({
  ...call,
  headers: { ...call.headers, ...headers },
})

const later = (instant: unknown, ms: number) => new Date(Date.parse(String(instant)) + ms).toISOString()

/** How a code is reached, the same for every operation that lists it. */
export const commonWays = (app: { readonly nowMs: number }, made: Calls) => {
  const good = (operation: Operation) => made.calls[operation.operationId as OperationId]()
  const changed =
    (fields: Fields): Way =>
    async (operation) =>
      withFields(await good(operation), fields)
  const atNobodys =
    (segment: string): Way =>
    async (operation) => {
      const call = await good(operation)
      return call.path.includes(`/${segment}/`)
        ? { ...call, path: call.path.replace(new RegExp(`/${segment}/[^/]+`), `/${segment}/${nobodysId}`) }
        : withFields(call, { resourceId: nobodysId })
    }

  return {
    invalid_request: async (operation) => withHeaders(await good(operation), { 'X-Request-Id': 'a b' }),
    unauthenticated: async (operation) => ({ ...(await good(operation)), as: null }),
    token_expired: async (operation) => {
      const token = await signToken({ sub: owner }, { nowMs: app.nowMs, expiresInSeconds: -60 })
      return withHeaders({ ...(await good(operation)), as: null }, { Authorization: `Bearer ${token}` })
    },
    forbidden: async (operation) => ({ ...(await good(operation)), as: 'stranger', role: 'standard' }),
    malformed_json: async (operation) => ({ ...(await good(operation)), body: '{' }),
    payload_too_large: async (operation) => ({ ...(await good(operation)), body: 'x'.repeat(300_000) }),
    unsupported_media_type: async (operation) =>
      withHeaders(await good(operation), { 'Content-Type': 'text/plain' }),
    precondition_failed: async (operation) => withHeaders(await good(operation), { 'If-Match': '"999"' }),
    resource_not_found: atNobodys('resources'),
    booking_not_found: atNobodys('bookings'),
    exception_not_found: atNobodys('exceptions'),
    user_not_found: atNobodys('users'),
    invalid_recurrence_rule: changed({ recurrenceRule: 'FREQ=SOMETIMES' }),
    unsupported_frequency: changed({ recurrenceRule: 'FREQ=SECONDLY;COUNT=2' }),
    rule_never_occurs: changed({ recurrenceRule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }),
    too_many_occurrences: changed({ recurrenceRule: 'FREQ=HOURLY;COUNT=5000' }),
    self_overlap: changed({
      recurrenceRule: 'FREQ=HOURLY;COUNT=3',
      startTime: '2025-02-03T10:00:00Z',
      endTime: '2025-02-03T12:00:00Z',
    }),
    unknown_time_zone: changed({ timeZone: 'Mars/Olympus' }),
    over_capacity: changed({ attendees: Array.from({ length: 11 }, (_, at) => `user-${at}`) }),
    on_behalf_forbidden: changed({ createdBy: 'somebody' }),
    invalid_credentials: changed({ password: 'another one altogether' }),
    invalid_refresh_token: changed({ refreshToken: 'unheard-of' }),
    resource_inactive: async (operation) =>
      withFields(await good(operation), { resourceId: await made.desk.room({ isActive: false }) }),
    outside_business_hours: async (operation) =>
      withFields(await good(operation), {
        resourceId: await made.desk.room({ businessHours: { start: '23:00', end: '23:30' } }),
      }),
    booking_conflict: async (operation) => {
      const { resourceId, startTime, endTime } = await made.single()
      return withFields(await good(operation), { resourceId, startTime, endTime })
    },
  } satisfies { readonly [Code in ProblemCode]?: Way }
}

/** How a code is reached where the common way does not lead to it. */
export const ownWays = (
  app: { readonly send: (method: string, path: string, request: object) => Promise<unknown> },
  made: Calls,
): { readonly [Id in OperationId]?: { readonly [Code in ProblemCode]?: () => Promise<Call> } } => {
  const as = owner
  const at = (booking: Fields, rest = '') => `/bookings/${booking.id}${rest}`
  const hourly = () => made.series({ recurrenceRule: 'FREQ=HOURLY;INTERVAL=3;COUNT=4' })
  const cancelled = async () => {
    const booking = await made.series()
    await app.send('DELETE', at(booking), { as })
    return booking
  }
  const onlyToView = async () => {
    const resourceId = await made.desk.room()
    const body = { access: 'restricted', grants: [{ userId: owner, permission: 'view' }] }
    await app.send('PUT', `/resources/${resourceId}/permissions`, { as: 'admin', role: 'admin', body })
    return resourceId
  }
  const forbidden = async (id: 'createBooking' | 'createRecurringBooking') => {
    const call = await made.calls[id]()
    return withFields(call, { resourceId: await onlyToView() })
  }

  const editing = {
    booking_cancelled: async () => ({ path: at(await cancelled()), as, body: { title: 'Again' } }),
    invalid_interval: async () => {
      const booking = await made.single()
      return { path: at(booking), as, body: { endTime: booking.startTime } }
    },
    not_a_series: async () => ({
      path: at(await made.single()),
      as,
      body: { timeZone: 'UTC' },
    }),
    no_such_occurrence: async () => ({
      path: at(await made.series()),
      as,
      query: { scope: 'this', occurrenceDate: '2031-01-01' },
      body: { title: 'Other' },
    }),
    ambiguous_occurrence: async () => {
      const booking = await hourly()
      const query = { scope: 'this', occurrenceDate: made.dateOf(booking) }
      return { path: at(booking), as, query, body: { title: 'Other' } }
    },
    orphaned_exceptions: async () => {
      const booking = await made.series()
      await made.exception(booking, { exceptionDate: later(booking.startTime, DAY_MS).slice(0, 10) })
      return { path: at(booking), as, body: { recurrenceRule: 'FREQ=DAILY;INTERVAL=2;COUNT=4' } }
    },
  }
  const withQueryOnly = (way: () => Promise<Call>) => async () => {
    const { body: _body, ...call } = await way()
    return call
  }
  /** Moves the first occurrence of a series that is booked from 10:00 to 11:00 every day. */
  const moving =
    (
      times: (startTime: unknown) => Fields,
      prepare: (booking: Fields) => Promise<unknown> = async () => {},
    ) =>
    async () => {
      const booking = await made.series()
      await prepare(booking)
      const body = { exceptionType: 'modified', ...times(booking.startTime) }
      return { booking, body }
    }
  const conflicting = moving(
    (start) => ({ newStartTime: later(start, 3 * HOUR_MS) }),
    async ({ resourceId, startTime }) =>
      made.single({
        resourceId,
        startTime: later(startTime, 3 * HOUR_MS),
        endTime: later(startTime, 4 * HOUR_MS),
      }),
  )
  const reversed = moving((start) => ({ newEndTime: later(start, -HOUR_MS) }))
  const closed = async () => {
    const resourceId = await made.desk.room({ businessHours: { start: '09:00', end: '18:00' } })
    const booking = await made.series({ resourceId })
    return {
      booking,
      body: { exceptionType: 'modified', newStartTime: later(booking.startTime, 12 * HOUR_MS) },
    }
  }
  type Prepared = () => Promise<{ booking: Fields; body: Fields }>
  const adding = (prepare: Prepared) => async () => {
    const { booking, body } = await prepare()
    return { path: at(booking, '/exceptions'), as, body: { ...body, exceptionDate: made.dateOf(booking) } }
  }
  const replacing = (prepare: Prepared) => async () => {
    const { booking, body } = await prepare()
    const { id } = await made.exception(booking)
    return { path: at(booking, `/exceptions/${id}`), as, body }
  }
  const onSingle = (rest: string, body?: Fields) => async () => {
    const booking = await made.single()
    return { path: at(booking, rest), as, ...(body === undefined ? {} : { body }) }
  }
  const cancelOne = { exceptionType: 'cancelled', exceptionDate: '2025-02-03' }
  const undone = (rest: (id: unknown) => string, body?: Fields) => async () => {
    const booking = await made.series()
    const { id } = await made.exception(booking)
    await app.send('DELETE', at(booking), { as })
    return { path: at(booking, rest(id)), as, ...(body === undefined ? {} : { body }) }
  }

  return {
    createBooking: { forbidden: () => forbidden('createBooking') },
    createRecurringBooking: { forbidden: () => forbidden('createRecurringBooking') },
    updateBooking: editing,
    patchBooking: editing,
    cancelBooking: {
      not_a_series: async () => ({
        path: at(await made.single()),
        as,
        query: { scope: 'this', occurrenceDate: '2025-02-03' },
      }),
      no_such_occurrence: withQueryOnly(editing.no_such_occurrence),
      ambiguous_occurrence: withQueryOnly(editing.ambiguous_occurrence),
      orphaned_exceptions: async () => {
        const booking = await made.series()
        const [second, third] = [1, 2].map((days) => later(booking.startTime, days * DAY_MS).slice(0, 10))
        await made.exception(booking, { exceptionType: 'modified', exceptionDate: third, newTitle: 'Other' })
        return { path: at(booking), as, query: { scope: 'following', occurrenceDate: second ?? '' } }
      },
    },
    rebookSkipped: {
      booking_cancelled: async () => ({ path: at(await cancelled(), '/rebook'), as, body: {} }),
      not_a_series: onSingle('/rebook', {}),
      no_such_occurrence: async () => {
        const call = await made.calls.rebookSkipped()
        return { ...call, body: { occurrenceDates: ['2031-01-01'] } }
      },
      resource_inactive: async () => {
        const call = await made.calls.rebookSkipped()
        const booking = (await app.send('GET', call.path.replace('/rebook', ''), { as })) as { body: Fields }
        await app.send('DELETE', `/resources/${booking.body.resourceId}`, { as: 'admin', role: 'admin' })
        return call
      },
    },
    listExceptions: { not_a_series: onSingle('/exceptions') },
    getException: { not_a_series: onSingle(`/exceptions/${nobodysId}`) },
    createException: {
      booking_cancelled: undone(() => '/exceptions', cancelOne),
      booking_conflict: adding(conflicting),
      invalid_interval: adding(reversed),
      outside_business_hours: adding(closed),
      not_a_series: onSingle('/exceptions', cancelOne),
      no_such_occurrence: async () => ({
        path: at(await made.series(), '/exceptions'),
        as,
        body: { ...cancelOne, exceptionDate: '2031-01-01' },
      }),
      ambiguous_occurrence: async () => {
        const booking = await hourly()
        const body = { ...cancelOne, exceptionDate: made.dateOf(booking) }
        return { path: at(booking, '/exceptions'), as, body }
      },
      occurrence_already_excepted: async () => {
        const booking = await made.series()
        await made.exception(booking)
        const body = { exceptionType: 'modified', exceptionDate: made.dateOf(booking), newTitle: 'Other' }
        return { path: at(booking, '/exceptions'), as, body }
      },
    },
    replaceException: {
      booking_cancelled: undone((id) => `/exceptions/${id}`, { exceptionType: 'cancelled' }),
      booking_conflict: replacing(conflicting),
      invalid_interval: replacing(reversed),
      outside_business_hours: replacing(closed),
      not_a_series: onSingle(`/exceptions/${nobodysId}`, { exceptionType: 'cancelled' }),
      no_such_occurrence: async () => {
        const call = await made.calls.replaceException()
        return withFields(call, { exceptionDate: '2031-01-01' })
      },
    },
    deleteException: {
      booking_cancelled: undone((id) => `/exceptions/${id}`),
      not_a_series: onSingle(`/exceptions/${nobodysId}`),
      booking_conflict: async () => {
        const booking = await made.series()
        const { id } = await made.exception(booking)
        const { resourceId, startTime } = booking
        await made.single({ resourceId, startTime, endTime: later(startTime, HOUR_MS) })
        return { path: at(booking, `/exceptions/${id}`), as }
      },
    },
    createUser: {
      email_taken: async () => {
        const call = await made.calls.createUser()
        return withFields(call, { email: (await made.user()).email })
      },
    },
  }
}
