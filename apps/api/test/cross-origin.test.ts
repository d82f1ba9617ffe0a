import { expect, test } from 'vitest'
import { createApp } from '../src/app.ts'
import { createTestApp } from './test-app.ts'

const preflight = {
  method: 'OPTIONS',
  headers: {
    Origin: 'https://app.example.com',
    'Access-Control-Request-Method': 'POST',
    'Access-Control-Request-Headers': 'authorization,content-type,idempotency-key',
  },
}

test('a page of a named origin may call the API, one of another origin may not', async () => {
  const { deps } = await createTestApp()
  const app = createApp({ ...deps, corsOrigins: ['https://app.example.com'] })
  const allowed = await app.request('/api/v1/bookings', preflight)
  expect(allowed.status).toBe(204)
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com')
  expect(allowed.headers.get('access-control-allow-headers')).toMatch(/Authorization.*Idempotency-Key/)
  expect(allowed.headers.has('access-control-allow-credentials')).toBe(false)
  expect(allowed.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(allowed.headers.get('x-content-type-options')).toBe('nosniff')
  const other = { ...preflight, headers: { ...preflight.headers, Origin: 'https://evil.example.com' } }
  expect((await app.request('/api/v1/bookings', other)).headers.has('access-control-allow-origin')).toBe(
    false,
  )
})

test('the page is shown every header that a client reads', async () => {
  const { deps } = await createTestApp()
  const app = createApp({ ...deps, corsOrigins: ['https://app.example.com'] })
  const headers = { Origin: 'https://app.example.com' }
  const answer = await app.request('/api/v1/health/live', { headers })
  const shown = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(',')
  const needed = ['deprecation', 'etag', 'idempotency-replayed', 'link', 'location', 'retry-after', 'sunset']
  expect(shown).toEqual(expect.arrayContaining([...needed, 'x-request-id']))
})

test('the page is told of refusals as well, and no cache mixes up origins', async () => {
  const { deps } = await createTestApp()
  const app = createApp({ ...deps, corsOrigins: ['https://app.example.com'] })
  for (const [origin, allowed] of [
    ['https://app.example.com', 'https://app.example.com'],
    ['https://app.example.com.evil.example', null],
    ['null', null],
  ] as const) {
    const answer = await app.request('/api/v1/resources', { headers: { Origin: origin } })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('access-control-allow-origin')).toBe(allowed)
    expect(answer.headers.get('vary')).toContain('Origin')
  }
})

test('without a named origin no page may', async () => {
  const { deps } = await createTestApp()
  const answer = await createApp(deps).request('/api/v1/bookings', preflight)
  expect(answer.headers.has('access-control-allow-origin')).toBe(false)
})
