import { describe, expect, test } from 'vitest'
import {
  BookingApiError,
  BookingNetworkError,
  BookingTimeoutError,
  createBookingClient,
} from '../src/index.ts'
import {
  breakOff,
  faultServer,
  hangUp,
  json,
  page,
  problem,
  type Reaction,
  silence,
  stall,
} from './fault-server.ts'
import { quietClient } from './quiet-client.ts'

const meeting = {
  resourceId: '550e8400-e29b-41d4-a716-446655440001',
  title: 'Meeting',
  startTime: new Date('2027-01-18T10:00:00Z'),
  endTime: '2027-01-18T11:00:00Z',
}

const passing: Record<string, Reaction> = {
  'a connection that breaks': hangUp,
  'an answer that breaks off': breakOff,
  '408': page(408),
  '429': problem(429, 'rate_limited'),
  '502, a page of a proxy': page(502),
  '503': problem(503, 'overloaded'),
  '504, a page of a proxy': page(504),
  '409 while the first request is still running': problem(409, 'idempotency_in_progress'),
}

describe.for(Object.entries(passing))('after %s', ([, fault]) => {
  test('a read is repeated', async () => {
    const { baseUrl, arrivals } = await faultServer(fault, fault, json(200, { id: 'x' }))
    const { client } = quietClient({ baseUrl })
    const { data, attempts } = await client.bookings.get('x').withResponse()
    expect([data, attempts, arrivals.length]).toEqual([{ id: 'x' }, 3, 3])
  })

  test('a write is repeated under one key, with the same body', async () => {
    const { baseUrl, arrivals } = await faultServer(fault, fault, json(201, { id: 'x' }))
    const { client } = quietClient({ baseUrl })
    const answer = await client.bookings.create(meeting).withResponse()
    expect(answer.data).toEqual({ id: 'x' })
    expect(new Set(arrivals.map(({ headers }) => headers['idempotency-key']))).toEqual(
      new Set([answer.idempotencyKey]),
    )
    expect(answer.idempotencyKey).toMatch(/^[0-9a-f]{32}$/)
    expect(arrivals.map(({ body }) => JSON.parse(body))).toEqual(
      Array(3).fill({ ...meeting, startTime: '2027-01-18T10:00:00.000Z' }),
    )
  })

  test('a write without a key is never repeated', async () => {
    const { baseUrl, arrivals } = await faultServer(fault, json(201, { id: 'x' }))
    const { client } = quietClient({ baseUrl })
    await expect(client.bookings.create(meeting, { idempotencyKey: false })).rejects.toThrow()
    expect(arrivals).toHaveLength(1)
    expect(arrivals[0]?.headers).not.toHaveProperty('idempotency-key')
  })

  test('a write that takes no key is never repeated', async () => {
    const { baseUrl, arrivals } = await faultServer(fault, json(200, {}))
    const { client } = quietClient({ baseUrl })
    await expect(client.auth.refreshToken({ refreshToken: 'good-for-one-use' })).rejects.toThrow()
    expect(arrivals).toHaveLength(1)
  })

  test('a post that changes nothing is repeated', async () => {
    const { baseUrl } = await faultServer(fault, json(200, { results: [] }))
    const { client } = quietClient({ baseUrl })
    expect(await client.availability.checkBulk({ resourceId: 'x', timeSlots: [] })).toEqual({ results: [] })
  })
})

test('what is refused for good is not repeated', async () => {
  for (const [status, code] of [
    [400, 'invalid_request'],
    [403, 'forbidden'],
    [404, 'booking_not_found'],
    [409, 'booking_conflict'],
    [412, 'precondition_failed'],
    [422, 'over_capacity'],
    [500, 'internal'],
  ] as const) {
    const { baseUrl, arrivals } = await faultServer(problem(status, code))
    await expect(quietClient({ baseUrl }).client.bookings.cancel('x')).rejects.toMatchObject({ status, code })
    expect(arrivals).toHaveLength(1)
  }
})

test('the key of the caller is sent as it is, and told with the error', async () => {
  const { baseUrl, arrivals } = await faultServer(hangUp)
  const { client } = quietClient({ baseUrl, retries: 1 })
  const ended = client.bookings.create(meeting, { idempotencyKey: 'order-17' })
  await expect(ended).rejects.toMatchObject({
    name: 'BookingNetworkError',
    operation: 'createBooking',
    idempotencyKey: 'order-17',
    attempts: 2,
  })
  expect(arrivals.map(({ headers }) => headers['idempotency-key'])).toEqual(['order-17', 'order-17'])
})

describe('waiting', () => {
  test('without a word of the server: from nothing up to a bound that doubles, and no longer than the longest', async () => {
    const { baseUrl } = await faultServer(page(502))
    const { client, waitsMs } = quietClient({
      baseUrl,
      retries: 6,
      retryWaitMsFirst: 100,
      retryWaitMsMax: 1_000,
    })
    await expect(client.resources.list()).rejects.toMatchObject({ status: 502, attempts: 7 })
    expect(waitsMs).toEqual([50, 100, 200, 400, 500, 500])
  })

  test('as long as Retry-After says, in seconds or as a date, and a little more', async () => {
    for (const header of ['7', 'Mon, 18 Jan 2027 09:00:07 GMT']) {
      const { baseUrl } = await faultServer(
        problem(429, 'rate_limited', { 'Retry-After': header }),
        json(200, {}),
      )
      const { client, waitsMs } = quietClient({ baseUrl })
      await client.resources.list()
      expect(waitsMs).toEqual([7_125])
    }
  })

  test('not at all when the server asks for more than the call may take: the caller is told how long', async () => {
    const { baseUrl, arrivals } = await faultServer(problem(503, 'overloaded', { 'Retry-After': '90' }))
    const { client, waitsMs } = quietClient({ baseUrl })
    await expect(client.resources.list()).rejects.toMatchObject({ code: 'overloaded', retryAfterMs: 90_000 })
    expect([waitsMs, arrivals.length]).toEqual([[], 1])
  })

  test('is told before it begins', async () => {
    const { baseUrl } = await faultServer(problem(503, 'overloaded', { 'Retry-After': '1' }), json(200, {}))
    const told: unknown[] = []
    const { client } = quietClient({ baseUrl, onRetry: (retry) => told.push(retry) })
    await client.resources.list()
    expect(told).toEqual([
      { operation: 'listResources', attempts: 1, waitMs: 1_125, error: expect.any(BookingApiError) },
    ])
  })

  test('a call may say for itself how often it is repeated', async () => {
    const { baseUrl, arrivals } = await faultServer(hangUp)
    await expect(quietClient({ baseUrl }).client.resources.list({}, { retries: 0 })).rejects.toThrow()
    expect(arrivals).toHaveLength(1)
  })
})

describe('time', () => {
  test.for([
    ['never begins', silence],
    ['never ends', stall],
  ] as const)('an answer that %s ends an attempt after its time', async ([, fault]) => {
    const { baseUrl, arrivals } = await faultServer(fault, json(200, { resources: [] }))
    const { client } = quietClient({ baseUrl, timeoutMs: 1_000 })
    expect(await client.resources.list()).toEqual({ resources: [] })
    expect(arrivals.length).toBeGreaterThan(1)
    const alone = quietClient({ baseUrl: (await faultServer(fault)).baseUrl, timeoutMs: 50, retries: 0 })
    const ended = alone.client.resources.list()
    await expect(ended).rejects.toBeInstanceOf(BookingTimeoutError)
    await expect(ended).rejects.toBeInstanceOf(BookingNetworkError)
    await expect(ended).rejects.toMatchObject({ timeoutMs: 50, message: 'no answer within 50 ms' })
  })
})

describe('a signal', () => {
  test('ends a call that waits for its answer, with the reason of the caller and without a repeat', async () => {
    const controller = new AbortController()
    const reason = new Error('the user went away')
    const { baseUrl, arrivals } = await faultServer((arrival, response) => {
      stall(arrival, response)
      controller.abort(reason)
    })
    const { client, waitsMs } = quietClient({ baseUrl })
    await expect(client.resources.list({}, { signal: controller.signal })).rejects.toBe(reason)
    expect([arrivals.length, waitsMs]).toEqual([1, []])
  })

  test('ends the wait before a repeat', async () => {
    const controller = new AbortController()
    const { baseUrl } = await faultServer(page(503, { 'Retry-After': '30' }))
    const { client } = quietClient({ baseUrl, onRetry: () => controller.abort() })
    await expect(client.resources.list({}, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })

  test('that has ended already sends nothing', async () => {
    const { baseUrl, arrivals } = await faultServer(json(200, {}))
    const { client } = quietClient({ baseUrl })
    await expect(client.resources.list({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(arrivals).toHaveLength(0)
  })

  test('ends a call that waits for its token, the first and the one after a refusal', async () => {
    const { baseUrl, arrivals } = await faultServer(problem(401, 'token_expired'))
    for (const waitsFor of [null, 'a-token']) {
      const controller = new AbortController()
      const reason = new Error('the user went away')
      const token = ({ rejected }: { rejected: string | null }) => {
        if (rejected !== waitsFor) return 'a-token'
        queueMicrotask(() => controller.abort(reason))
        return new Promise<string>(() => undefined)
      }
      const { client } = quietClient({ baseUrl, token })
      await expect(client.resources.list({}, { signal: controller.signal })).rejects.toBe(reason)
    }
    expect(arrivals).toHaveLength(1)
  })

  test('that came before the call asks for no token', async () => {
    const asked: unknown[] = []
    const token = () => `token-${asked.push(1)}`
    const { client } = quietClient({ baseUrl: 'http://127.0.0.1:1', token })
    await expect(client.resources.list({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(asked).toEqual([])
  })

  test('ends a wait that timers measure', async () => {
    const controller = new AbortController()
    const { baseUrl } = await faultServer(page(503, { 'Retry-After': '30' }))
    const onRetry = () => queueMicrotask(() => controller.abort())
    const client = createBookingClient({ baseUrl, onRetry })
    await expect(client.health.ready({ signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})
