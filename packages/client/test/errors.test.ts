import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  BookingAnswerError,
  BookingApiError,
  BookingError,
  type Conflict,
  type Interval,
  isProblem,
  type ProblemCode,
} from '../src/index.ts'
import { faultServer, page, problem, type Reaction } from './fault-server.ts'
import { quietClient } from './quiet-client.ts'

const errorOf = async (reaction: Reaction): Promise<unknown> => {
  const { baseUrl } = await faultServer(reaction)
  const { client } = quietClient({ baseUrl, retries: 0 })
  return client.bookings.get('x').then(
    () => null,
    (error: unknown) => error,
  )
}

const clash = {
  id: 'b',
  title: 'Busy',
  startTime: '2027-01-18T10:00:00.000Z',
  endTime: '2027-01-18T11:00:00.000Z',
}
const conflict = { conflicts: [clash], totalConflicts: 1, occurrencesChecked: 1, alternatives: [] }

describe('a problem document', () => {
  test('is an error with its code, its words and what belongs to the code', async () => {
    const errors = [{ pointer: '/title', message: 'must not be empty' }]
    const error = await errorOf(
      problem(409, 'booking_conflict', { 'Retry-After': '2' }, { ...conflict, errors }),
    )
    expect(error).toBeInstanceOf(BookingError)
    expect(error).toMatchObject({
      name: 'BookingApiError',
      message: '409 booking_conflict: Words.',
      operation: 'getBooking',
      attempts: 1,
      status: 409,
      code: 'booking_conflict',
      detail: 'Words.',
      errors,
      requestId: 'r',
      retryAfterMs: 2_000,
      problem: { ...conflict, code: 'booking_conflict' },
    })
  })

  test('is known to TypeScript by its code, both ways', async () => {
    const error = await errorOf(problem(409, 'booking_conflict', {}, conflict))
    expect(isProblem(error, 'not_found')).toBe(false)
    expect(isProblem(new Error('booking_conflict'), 'booking_conflict')).toBe(false)
    if (!isProblem(error, 'booking_conflict', 'overloaded')) throw error
    expectTypeOf(error.code).toEqualTypeOf<'booking_conflict' | 'overloaded'>()
    if (error.problem.code !== 'booking_conflict') throw error
    expectTypeOf(error.problem.conflicts).toEqualTypeOf<Conflict[]>()
    expectTypeOf(error.problem.alternatives).toEqualTypeOf<Interval[]>()
    expect(error.problem.conflicts).toEqual([clash])
    // @ts-expect-error: the nearest dates belong to another code
    expect(error.problem.nearest).toBeUndefined()
    if (!(error instanceof BookingApiError)) throw error
    expectTypeOf<BookingApiError['code']>().toEqualTypeOf<ProblemCode | 'unknown'>()
  })

  test('with a code of a later server is of the code unknown, and keeps what came', async () => {
    const error = await errorOf(problem(418, 'teapot', {}, { spout: 'short' }))
    expect(error).toMatchObject({
      code: 'unknown',
      status: 418,
      message: '418 teapot: Words.',
      problem: { code: 'unknown', receivedCode: 'teapot', spout: 'short' },
    })
  })
})

describe('an answer that is none of the API', () => {
  test('a page of a proxy is a problem of the code unknown', async () => {
    expect(await errorOf(page(502))).toMatchObject({
      code: 'unknown',
      status: 502,
      detail: 'The answer was 502 Bad Gateway.',
      requestId: null,
      errors: [],
      retryAfterMs: null,
    })
  })

  test.for(['null', '[]', '"text"', '{"code":7,"detail":{},"errors":"many"}', '{'])(
    'a problem document that is none (%s) is a problem of the code unknown',
    async (text) => {
      const error = await errorOf((_, response) =>
        response.writeHead(500, { 'Content-Type': 'application/problem+json' }).end(text),
      )
      expect(error).toMatchObject({ code: 'unknown', status: 500, errors: [] })
    },
  )

  test('a page instead of an answer says that it is no JSON', async () => {
    const error = await errorOf(page(200))
    expect(error).toBeInstanceOf(BookingAnswerError)
    expect(error).toMatchObject({ status: 200, excerpt: '<h1>Bad gateway</h1>' })
  })

  test('an empty success where a body belongs is no answer', async () => {
    const error = await errorOf((_, response) => response.writeHead(200).end())
    expect(error).toBeInstanceOf(BookingAnswerError)
  })

  test('a redirect is not followed', async () => {
    const error = await errorOf(page(302, { Location: 'https://elsewhere.example/' }))
    expect(error).toMatchObject({
      status: 302,
      code: 'unknown',
      detail: 'The server redirects: use the address it redirects to as baseUrl.',
    })
  })

  test('never shows the token', async () => {
    const { baseUrl } = await faultServer(page(200))
    const { client } = quietClient({ baseUrl, token: 'a-secret-token' })
    const error = await client.bookings.get('x').catch((caught: unknown) => caught)
    expect(JSON.stringify({ ...(error as object), text: String(error) })).not.toContain('a-secret-token')
  })
})

test('an error is reported where the call is awaited, and only there', async () => {
  const { baseUrl } = await faultServer(problem(404, 'booking_not_found'))
  const { client } = quietClient({ baseUrl })
  const call = client.bookings.get('x')
  await expect(call.withResponse()).rejects.toMatchObject({ code: 'booking_not_found' })
  await expect(call).rejects.toMatchObject({ code: 'booking_not_found' })
  await expect(client.bookings.get('x').withResponse()).rejects.toThrow()
})
