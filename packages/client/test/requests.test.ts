import { describe, expect, test } from 'vitest'
import { createBookingClient, type Deprecation } from '../src/index.ts'
import { faultServer, json, page, problem } from './fault-server.ts'
import { quietClient } from './quiet-client.ts'

const answering = async (body: unknown = {}, headers: Record<string, string> = {}) => {
  const server = await faultServer(json(200, body, headers))
  return { ...server, ...quietClient({ baseUrl: server.baseUrl }) }
}

describe('what is sent', () => {
  test('ids stay one segment of the path, whatever they hold', async () => {
    const { client, arrivals } = await answering()
    await client.bookings.get('a/../b?c#d e')
    expect(arrivals[0]?.path).toBe('/api/v1/bookings/a%2F..%2Fb%3Fc%23d%20e')
    for (const id of ['', '.', '..', undefined as unknown as string])
      await expect(client.bookings.cancel(id)).rejects.toBeInstanceOf(TypeError)
    expect(arrivals).toHaveLength(1)
  })

  test('a query is written so that the server reads what was meant', async () => {
    const { client, arrivals } = await answering()
    await client.bookings.list({
      from: new Date('2027-01-18T10:00:00Z'),
      to: '2027-01-19T10:00:00+02:00',
      recurring: true,
      q: 'a+b & c=ü',
      limit: 5,
      status: undefined,
    })
    const query = new URL(arrivals[0]!.path, 'http://x').searchParams
    expect(Object.fromEntries(query)).toEqual({
      from: '2027-01-18T10:00:00.000Z',
      to: '2027-01-19T10:00:00+02:00',
      recurring: 'true',
      q: 'a+b & c=ü',
      limit: '5',
    })
  })

  test('query parameters of a write stand among its options; what is about the call stays here', async () => {
    const { client, arrivals } = await answering()
    await client.bookings.cancel('x', {
      scope: 'this',
      occurrenceDate: '2027-01-22',
      dryRun: true,
      ifMatch: 3,
      timeoutMs: 5_000,
      retries: 1,
      requestId: 'mine',
      idempotencyKey: 'k',
    })
    const { method, path, headers, body } = arrivals[0]!
    expect([method, path, body]).toEqual([
      'DELETE',
      '/api/v1/bookings/x?scope=this&occurrenceDate=2027-01-22&dryRun=true',
      '',
    ])
    expect(headers).toMatchObject({
      authorization: 'Bearer a-token',
      'idempotency-key': 'k',
      'if-match': '"3"',
      'x-request-id': 'mine',
    })
    expect(headers).not.toHaveProperty('content-type')
  })

  test('an entity tag goes as it came', async () => {
    const { client, arrivals } = await answering()
    await client.bookings.update('x', { title: 'T' }, { ifMatch: '"7"' })
    expect(arrivals[0]?.headers['if-match']).toBe('"7"')
  })

  test('a body that may be left out is left out', async () => {
    const { client, arrivals } = await answering()
    await client.bookings.rebookSkipped('x')
    await client.bookings.rebookSkipped('x', undefined, { idempotencyKey: 'k' })
    expect(arrivals.map(({ body, headers }) => [body, headers['content-type']])).toEqual([
      ['', undefined],
      ['', undefined],
    ])
    expect(arrivals[1]?.headers['idempotency-key']).toBe('k')
  })

  test('every write has a key of its own, reads and the signing in have none', async () => {
    const { client, arrivals } = await answering()
    await client.bookings.cancel('x')
    await client.bookings.cancel('x')
    await client.bookings.get('x')
    await client.auth.issueToken({ email: 'a@example.com', password: 'p' })
    const keys = arrivals.map(({ headers }) => headers['idempotency-key'])
    expect(keys[0]).not.toBe(keys[1])
    expect(keys.slice(2)).toEqual([undefined, undefined])
    expect(arrivals[3]?.headers).not.toHaveProperty('authorization')
  })

  test('a header value that cannot be sent is refused at once', async () => {
    const { client, arrivals } = await answering()
    await expect(client.bookings.cancel('x', { idempotencyKey: 'two\nlines' })).rejects.toBeInstanceOf(
      TypeError,
    )
    expect(arrivals).toHaveLength(0)
  })
})

describe('the address', () => {
  test.for(['', '/', '/api/v1', '/api/v1/', '//'])('may end with %j', async (end) => {
    const { baseUrl, arrivals } = await faultServer(json(200, { status: 'ok' }))
    await createBookingClient({ baseUrl: baseUrl + end }).health.live()
    expect(arrivals[0]?.path).toBe('/api/v1/health/live')
  })

  test('may have a path in front', async () => {
    const { baseUrl, arrivals } = await faultServer(json(200, { status: 'ok' }))
    await createBookingClient({ baseUrl: `${baseUrl}/booking` }).health.live()
    expect(arrivals[0]?.path).toBe('/booking/api/v1/health/live')
  })

  test.for(['booking.example.com', 'ftp://booking.example.com', ''])('%j is refused', (baseUrl) => {
    expect(() => createBookingClient({ baseUrl })).toThrow(TypeError)
  })
})

describe('what comes back', () => {
  test('awaited, the body; with its response, the body and what came around it', async () => {
    const { client } = await answering(
      { id: 'x' },
      { ETag: '"3"', Location: '/api/v1/bookings/x', 'X-Request-Id': 'r', 'Idempotency-Replayed': 'true' },
    )
    expect(await client.bookings.get('x')).toEqual({ id: 'x' })
    expect(await client.bookings.get('x').withResponse()).toEqual({
      data: { id: 'x' },
      status: 200,
      etag: '"3"',
      location: '/api/v1/bookings/x',
      requestId: 'r',
      replayed: true,
      idempotencyKey: null,
      attempts: 1,
      headers: expect.any(Headers),
    })
  })

  test('null where nothing has changed, and only where that was asked', async () => {
    const { baseUrl, arrivals } = await faultServer((_, response) => response.writeHead(304).end())
    const { client } = quietClient({ baseUrl })
    expect(await client.bookings.get('x', { ifNoneMatch: 3 })).toBeNull()
    expect(arrivals[0]?.headers['if-none-match']).toBe('"3"')
    await expect(client.bookings.get('x')).rejects.toMatchObject({ status: 304 })
  })

  test('a health answer is an answer also when it is bad, but a page of a proxy is not', async () => {
    const body = { status: 'unhealthy' }
    const { baseUrl, arrivals } = await faultServer(json(503, body), page(503))
    const { client } = quietClient({ baseUrl, retries: 0 })
    expect(await client.health.get()).toEqual(body)
    expect(arrivals[0]?.headers).not.toHaveProperty('authorization')
    await expect(client.health.get()).rejects.toMatchObject({ status: 503 })
  })

  test('deprecation is told once for each operation', async () => {
    const { baseUrl } = await faultServer(
      json(
        200,
        {},
        {
          Deprecation: '@1798761600',
          Sunset: 'Fri, 31 Dec 2027 23:59:59 GMT',
          Link: '</docs>; rel="help", <https://example.com/why>; rel="deprecation"; type="text/html"',
        },
      ),
    )
    const told: Deprecation[] = []
    const { client } = quietClient({ baseUrl, onDeprecation: (deprecation) => told.push(deprecation) })
    await client.bookings.get('x')
    await client.bookings.get('y')
    await client.resources.get('z')
    expect(told.map(({ operation }) => operation)).toEqual(['getBooking', 'getResource'])
    expect(told[0]).toEqual({
      operation: 'getBooking',
      since: new Date('2027-01-01T00:00:00Z'),
      sunset: new Date('2027-12-31T23:59:59Z'),
      link: 'https://example.com/why',
    })
  })
})

test('deprecation is told of also where every call is refused', async () => {
  const headers = { Deprecation: '@1798761600', Sunset: 'Fri, 31 Dec 2027 23:59:59 GMT' }
  const { baseUrl } = await faultServer(problem(404, 'booking_not_found', headers))
  const told: Deprecation[] = []
  const { client } = quietClient({ baseUrl, onDeprecation: (deprecation) => told.push(deprecation) })
  await expect(client.bookings.get('x')).rejects.toMatchObject({ code: 'booking_not_found' })
  await expect(client.bookings.get('y')).rejects.toMatchObject({ code: 'booking_not_found' })
  expect(told).toMatchObject([{ operation: 'getBooking', sunset: new Date('2027-12-31T23:59:59Z') }])
})

describe('all pages', () => {
  const served = (total: number, limit: number) =>
    faultServer((arrival, response) => {
      const query = new URL(arrival.path, 'http://x').searchParams
      const [page, size] = [Number(query.get('page')), Number(query.get('limit'))]
      const count = Math.max(0, Math.min(size, total - (page - 1) * size))
      const bookings = Array.from({ length: count }, (_, at) => ({ id: (page - 1) * size + at }))
      json(200, { bookings, pagination: { page, limit, total, pages: Math.ceil(total / size) } })(
        arrival,
        response,
      )
    })

  test.for([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ] as const)('%i items take %i requests', async ([total, requests]) => {
    const { baseUrl, arrivals } = await served(total, 100)
    const ids: unknown[] = []
    for await (const { id } of quietClient({ baseUrl }).client.bookings.listAll({ createdBy: 'u' }))
      ids.push(id)
    expect(ids).toEqual(Array.from({ length: total }, (_, at) => at))
    expect(arrivals).toHaveLength(requests)
    expect(arrivals.every(({ path }) => path.includes('createdBy=u'))).toBe(true)
  })

  test('leaving the loop asks for no more', async () => {
    const { baseUrl, arrivals } = await served(1_000, 10)
    let seen = 0
    for await (const _ of quietClient({ baseUrl }).client.bookings.listAll({ limit: 10 }))
      if (++seen === 15) break
    expect(arrivals).toHaveLength(2)
  })

  test('begin where they are told to', async () => {
    const { baseUrl } = await served(30, 10)
    const { client } = quietClient({ baseUrl })
    const first = await client.bookings.listAll({ limit: 10, page: 3 }).next()
    expect(first.value).toEqual({ id: 20 })
  })

  test('of one object keep its id in front', async () => {
    const { baseUrl, arrivals } = await faultServer(
      json(200, { occurrences: [{ title: 'T' }], pagination: { page: 1, limit: 100, total: 1, pages: 1 } }),
    )
    const { client } = quietClient({ baseUrl })
    for await (const { title } of client.bookings.listAllOccurrences('x', { from: '2027-01-01T00:00:00Z' }))
      expect(title).toBe('T')
    expect(arrivals[0]?.path).toBe(
      '/api/v1/bookings/x/occurrences?limit=100&from=2027-01-01T00%3A00%3A00Z&page=1',
    )
  })

  test('end with the error of the page that fails', async () => {
    const { baseUrl } = await faultServer(problem(403, 'forbidden'))
    await expect(quietClient({ baseUrl }).client.users.listAll().next()).rejects.toMatchObject({
      code: 'forbidden',
    })
  })
})
