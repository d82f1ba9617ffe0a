import { createContext, runInContext } from 'node:vm'
import { expect, test } from 'vitest'
import { bundleForBrowser } from '../scripts/bundle-for-browser.ts'
import type * as clientModule from '../src/index.ts'
import { faultServer, json, page } from './fault-server.ts'

const bundle = await bundleForBrowser()

test('the bundle holds files of this package only', () => {
  expect(bundle.inputs.filter((file) => !file.startsWith('packages/client/src/'))).toEqual([])
})

test('all of it is at most 8 kB over the wire', () => {
  expect(bundle.bytes.gzip).toBeLessThanOrEqual(8_000)
})

test('it runs where there is nothing but what browsers have', async () => {
  const web = { fetch, Headers, URL, URLSearchParams, AbortController, setTimeout, clearTimeout, crypto }
  const { baseUrl, arrivals } = await faultServer(page(502), json(201, { id: 'x' }))
  const location = { href: `${baseUrl}/app/index.html` }
  const context = createContext({ ...web, location })
  runInContext(bundle.script, context)
  const { createBookingClient, BookingApiError } = runInContext(
    'bookingClient',
    context,
  ) as typeof clientModule
  const client = createBookingClient({ baseUrl: '/', token: 't', retryWaitMsFirst: 1 })
  const meeting = {
    resourceId: 'r',
    title: 'T',
    startTime: '2027-01-18T10:00:00Z',
    endTime: '2027-01-18T11:00:00Z',
  }
  expect(await client.bookings.create(meeting)).toEqual({ id: 'x' })
  expect(arrivals.map(({ path }) => path)).toEqual(['/api/v1/bookings', '/api/v1/bookings'])
  expect(arrivals[0]?.headers['idempotency-key']).toBe(arrivals[1]?.headers['idempotency-key'])
  const gone = await faultServer(page(404))
  const error = await createBookingClient({ baseUrl: gone.baseUrl })
    .bookings.get('x')
    .catch((caught) => caught)
  expect(error).toBeInstanceOf(BookingApiError)
})
