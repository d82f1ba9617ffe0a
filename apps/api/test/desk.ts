import type { TestAnswer, TestApp, TestRequest } from './test-app.ts'

/** `2025-01-20 10:00` as an instant of UTC. */
export const at = (text: string): string => new Date(`${text.replace(' ', 'T')}Z`).toISOString()

/** A claimed interval as the database has it. */
export interface StoredClaim {
  readonly bookingId: string
  readonly start: string
  readonly end: string
}

export type Fields = Record<string, unknown>

/** Makes and books rooms through the API, so that every test has a room of its own. */
export const deskOf = (app: TestApp) => {
  const { send } = app

  /** A room that is always open, in UTC, for ten people, unless `fields` say otherwise; its id. */
  const room = async (fields: Fields = {}): Promise<string> => {
    const body = { name: 'Room', type: 'meeting_room', capacity: 10, ...fields }
    const { status, body: made } = await send('POST', '/resources', { as: 'admin', role: 'admin', body })
    if (status !== 201) throw new Error(`No room: ${JSON.stringify(made)}`)
    return made.id
  }

  /** Books an interval as an answer names it. */
  const take = (resourceId: string, interval: Fields, request: TestRequest = {}): Promise<TestAnswer> =>
    send('POST', '/bookings', { ...request, body: { resourceId, title: 'Meeting', ...interval } })

  const book = (
    resourceId: string,
    start: string,
    end: string,
    fields: Fields = {},
    request: TestRequest = {},
  ): Promise<TestAnswer> => take(resourceId, { startTime: at(start), endTime: at(end), ...fields }, request)

  const series = (
    resourceId: string,
    start: string,
    end: string,
    recurrenceRule: string,
    fields: Fields = {},
    request: TestRequest = {},
  ): Promise<TestAnswer> =>
    send('POST', '/bookings/recurring', {
      ...request,
      body: {
        resourceId,
        title: 'Series',
        startTime: at(start),
        endTime: at(end),
        recurrenceRule,
        ...fields,
      },
    })

  const except = (bookingId: string, body: Fields): Promise<TestAnswer> =>
    send('POST', `/bookings/${bookingId}/exceptions`, { body })

  const isFree = async (resourceId: string, start: string, end: string): Promise<boolean> => {
    const query = new URLSearchParams({ resourceId, startTime: at(start), endTime: at(end) })
    return (await send('GET', `/availability?${query}`)).body.available
  }

  const occurrences = async (bookingId: string, from: string, to: string, limit = 100) => {
    const query = new URLSearchParams({ from: at(from), to: at(to), limit: String(limit) })
    const { body } = await send('GET', `/bookings/${bookingId}/occurrences?${query}`)
    // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is what the tests are about
    return body.occurrences as any[]
  }

  /** Starts of what takes place, in order. */
  const starts = async (bookingId: string, from: string, to: string): Promise<string[]> =>
    (await occurrences(bookingId, from, to))
      .filter(({ status }) => status === 'active' || status === 'completed')
      .map(({ startTime }) => startTime)

  /** The rows of a resource, read past the API, in order of time. */
  const claims = async (resourceId: string): Promise<StoredClaim[]> => {
    const rows = await app.deps.database.sql<{ bookingId: string; start: number; end: number }[]>`
      SELECT booking_id AS "bookingId", (extract(epoch FROM lower(during)) * 1000)::float8 AS start,
        (extract(epoch FROM upper(during)) * 1000)::float8 AS "end"
      FROM occurrences WHERE resource_id = ${resourceId} ORDER BY lower(during)`
    return rows.map(({ bookingId, start, end }) => ({
      bookingId,
      start: new Date(start).toISOString(),
      end: new Date(end).toISOString(),
    }))
  }

  return { room, take, book, series, except, isFree, occurrences, starts, claims }
}
