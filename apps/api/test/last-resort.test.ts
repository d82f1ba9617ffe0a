import { expect, test } from 'vitest'
import type { Deps } from '../src/environment.ts'
import { capturedLog } from './captured-log.ts'
import { appOn, createTestApp, studio } from './test-app.ts'

const app = await createTestApp()

const secret = 'SELECT secret FROM tokens; name@example.com'
const breakDown = () => {
  throw new Error(secret)
}

/** Each part that a request passes through, broken. */
const broken: Record<string, Partial<Deps>> = {
  'the token check': { verifyToken: async () => breakDown() },
  'the rate limit': { hits: { hit: breakDown } },
  'the gate': { gate: { ...app.deps.gate, run: async () => breakDown() } },
  'the look at how full the gate is': { gate: { ...app.deps.gate, assertRoom: breakDown } },
  'the metrics of the rate limit': { metrics: { ...app.deps.metrics, limitDecided: breakDown } },
  'the database': {
    database: new Proxy(app.deps.database, { get: breakDown }),
  },
}

test.for(Object.entries(broken))(
  '%s broken: 500 without details, and nobody gets through',
  async ([, parts]) => {
    const log = capturedLog()
    const crippled = await appOn(app.databaseUrl, { logger: log.logger, ...parts })
    const slot = { startTime: '2025-02-03T10:00:00Z', endTime: '2025-02-03T11:00:00Z' }
    const { status, body, headers } = await crippled.send('POST', '/bookings', {
      body: { resourceId: studio, title: 'Rehearsal', ...slot },
    })
    expect(status).toBe(500)
    expect(body).toMatchObject({ code: 'internal', status: 500, instance: '/api/v1/bookings' })
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    const told = JSON.stringify(body) + log.text()
    for (const private_ of [secret, 'name@example.com', 'SELECT']) expect(told).not.toContain(private_)
    expect(JSON.stringify(body)).not.toMatch(/ at |\.ts/)
    expect(log.text()).toContain('"level":50')
    const { body: found } = await app.send('GET', `/bookings?resourceId=${studio}`, { role: 'admin' })
    expect(found.bookings, 'nothing was booked').toEqual([])
  },
)
