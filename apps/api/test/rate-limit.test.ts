import { describe, expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { memoryHitStore } from '../src/limits/memory-hit-store.ts'
import { listening } from './raw-http.ts'
import { createTestApp, type Role, signToken, type TestAnswer } from './test-app.ts'

const app = await createTestApp()
const limits = { windowMs: 60_000, standard: 5, premium: 8, admin: 12 }

/** The app with windows of its own, so that tests do not count for each other. */
const limited = (rateLimit = limits, trustedProxies = 0) => {
  const state = { nowMs: app.nowMs }
  const clock = () => state.nowMs
  const deps = { ...app.deps, clock, hits: memoryHitStore(clock), rateLimit, trustedProxies }
  const hono = createApp(deps)
  const get = async (as: string | null, role: Role = 'standard', headers: Record<string, string> = {}) => {
    const token = as === null ? null : await signToken({ sub: as, role }, { nowMs: app.nowMs })
    return hono.request('/api/v1/resources', {
      headers: { ...(token === null ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    })
  }
  return { state, get, deps }
}

/** An item of a structured field (RFC 9651) as these fields use it: a string with whole-number parameters. */
const readItem = (value: string | null) => {
  const match = /^"([^"\\]*)"((?:;[a-z]+=\d{1,15})+)$/.exec(value ?? '')
  if (match === null) throw new Error(`not a structured field: ${value}`)
  const parameters = match[2]!
    .slice(1)
    .split(';')
    .map((parameter) => parameter.split('='))
  return Object.fromEntries(parameters.map(([name, number]) => [name, Number(number)]))
}

const readFields = (answer: Response | TestAnswer) => {
  const { r = -1, t = -1 } = readItem(answer.headers.get('RateLimit'))
  const { q = -1, w = -1 } = readItem(answer.headers.get('RateLimit-Policy'))
  return { r, t, q, w }
}

describe('limits by subject and role', () => {
  test.for([
    ['standard', 5],
    ['premium', 8],
    ['admin', 12],
  ] as const)(
    '%s: the fields count down from %i, and the one after the last is 429',
    async ([role, limit]) => {
      const { get } = limited()
      for (let left = limit - 1; left >= 0; left--) {
        const answer = await get('user-1', role)
        expect(answer.status).toBe(200)
        expect(readFields(answer)).toMatchObject({ q: limit, w: 60, r: left })
      }
      const refused = await get('user-1', role)
      expect(refused.status).toBe(429)
      expect(refused.headers.get('content-type')).toBe('application/problem+json')
      expect(await refused.json()).toMatchObject({ code: 'rate_limited', status: 429 })
      const { r, t } = readFields(refused)
      expect(r).toBe(0)
      expect(Number(refused.headers.get('Retry-After'))).toBe(t)
      expect((await get('user-2', role)).status).toBe(200)
    },
  )

  test('who waits as long as Retry-After says is served', async () => {
    const { get, state } = limited()
    for (let sent = 0; sent < 5; sent++) {
      await get('user-1')
      state.nowMs += 1_700
    }
    const refused = await get('user-1')
    expect(refused.status).toBe(429)
    const seconds = Number(refused.headers.get('Retry-After'))
    expect(seconds).toBeGreaterThan(0)
    expect(seconds).toBeLessThanOrEqual(65)
    state.nowMs += seconds * 1_000
    expect((await get('user-1')).status).toBe(200)
  })

  test('who waits as long as t says has the whole quota again', async () => {
    const { get, state } = limited()
    await get('user-1')
    const { t } = readFields(await get('user-1'))
    state.nowMs += t * 1_000
    expect(readFields(await get('user-1'))).toMatchObject({ r: 4 })
  })

  test('another token of the same subject has no window of its own', async () => {
    const { get } = limited()
    for (let sent = 0; sent < 5; sent++) await get('user-1')
    expect((await get('user-1', 'standard')).status).toBe(429)
    expect(readFields(await get('user-1', 'admin')).r).toBe(6)
  })

  test('refused requests, wrong paths and wrong methods count as well', async () => {
    const { deps } = limited()
    const hono = createApp(deps)
    const token = await signToken({ sub: 'user-1' }, { nowMs: app.nowMs })
    const headers = { Authorization: `Bearer ${token}` }
    const statuses = []
    for (const [method, path] of [
      ['GET', '/bookings/none'],
      ['GET', '/nowhere'],
      ['DELETE', '/bookings'],
      ['POST', '/bookings'],
      ['GET', '/resources?limit=0'],
      ['GET', '/resources'],
    ] as const) {
      const answer = await hono.request(`/api/v1${path}`, { method, headers })
      statuses.push(answer.status)
      expect(readFields(answer).q).toBe(5)
    }
    expect(statuses).toEqual([400, 404, 405, 400, 400, 429])
  })
})

describe('limits by address, for whoever has no valid token', () => {
  test('no token and bad tokens share the window of the address, which a subject does not touch', async () => {
    const { get } = limited()
    for (const headers of [{}, { Authorization: 'Bearer x.y.z' }, {}, { Authorization: 'Basic eDp5' }, {}])
      expect((await get(null, 'standard', headers)).status).toBe(401)
    expect((await get(null)).status).toBe(429)
    expect((await get('user-1')).status).toBe(200)
  })

  test('no subject can be named so that it is taken for an address', async () => {
    const { get } = limited()
    for (let sent = 0; sent < 6; sent++) await get('address:local')
    expect((await get('address:local')).status).toBe(429)
    expect((await get(null)).status).toBe(401)
  })

  const forged = (at: number): Record<string, string> => ({
    'X-Forwarded-For': `203.0.113.${at}, 198.51.100.${at}`,
    Forwarded: `for=203.0.113.${at}`,
    'X-Real-IP': `203.0.113.${at}`,
    'X-Client-IP': `203.0.113.${at}`,
    'CF-Connecting-IP': `203.0.113.${at}`,
    'True-Client-IP': `203.0.113.${at}`,
  })

  test('without trusted proxies, headers that name addresses move nothing, over a real socket', async () => {
    const { deps } = limited()
    const { base } = await listening(deps)
    const statuses = []
    for (let at = 0; at < 7; at++) {
      const answer = await fetch(`${base}/api/v1/resources`, { headers: forged(at) })
      await answer.arrayBuffer()
      statuses.push(answer.status)
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429])
  })

  test('behind one proxy the last entry counts, whatever stands before it', async () => {
    const { get } = limited(limits, 1)
    const from = (value: string) => get(null, 'standard', { 'X-Forwarded-For': value })
    for (let at = 0; at < 5; at++) expect((await from(`10.0.0.${at}, 203.0.113.7`)).status).toBe(401)
    expect((await from('10.0.0.99,203.0.113.7')).status).toBe(429)
    expect((await from('203.0.113.7, 203.0.113.8')).status).toBe(401)
  })

  test('an entry may carry a port, IPv6 counts by its first 64 bits, and what is no address leaves the peer', async () => {
    const { get } = limited(limits, 1)
    const from = (value: string) => get(null, 'standard', { 'X-Forwarded-For': value })
    for (let at = 0; at < 5; at++) expect((await from(`203.0.113.7:${4_000 + at}`)).status).toBe(401)
    expect((await from('203.0.113.7')).status).toBe(429)
    for (let at = 0; at < 5; at++) expect((await from(`[2001:db8::${at}]:4711`)).status).toBe(401)
    expect((await from('2001:db8::ffff')).status).toBe(429)
    expect((await from('2001:db8:0:1::1')).status).toBe(401)
    for (let at = 0; at < 5; at++) expect((await from(`not-an-address-${at}`)).status).toBe(401)
    expect((await from('not-an-address-either')).status).toBe(429)
  })

  test('behind two proxies the last entry but one counts; too few entries leave the peer', async () => {
    const { get } = limited(limits, 2)
    const from = (value: string) => get(null, 'standard', { 'X-Forwarded-For': value })
    for (let at = 0; at < 5; at++)
      expect((await from(`10.0.0.${at}, 203.0.113.7, 192.0.2.${at}`)).status).toBe(401)
    expect((await from('9.9.9.9, 203.0.113.7, 192.0.2.77')).status).toBe(429)
    for (let at = 0; at < 5; at++) expect((await from(`198.51.100.${at}`)).status).toBe(401)
    expect((await from('198.51.100.99')).status).toBe(429)
    expect((await get(null)).status).toBe(429)
  })

  test.for([1, 2])('behind %i proxies, Forwarded and X-Real-IP still move nothing', async (trusted) => {
    const { get } = limited(limits, trusted)
    for (let at = 0; at < 5; at++) {
      const { 'X-Forwarded-For': _, ...others } = forged(at)
      expect((await get(null, 'standard', others)).status).toBe(401)
    }
    expect((await get(null, 'standard', { 'X-Real-IP': '203.0.113.99' })).status).toBe(429)
  })

  test('health is never refused', async () => {
    const { get, deps } = limited()
    for (let sent = 0; sent < 7; sent++) await get(null)
    const hono = createApp(deps)
    for (const path of ['/health', '/health/live', '/health/ready'])
      expect((await hono.request(`/api/v1${path}`)).status).toBe(200)
  })
})
