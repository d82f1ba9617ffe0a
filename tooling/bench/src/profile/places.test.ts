import { expect, it } from 'vitest'
import { placeOf } from './places.ts'

it.each([
  ['node:_http_server', 'Node: HTTP, streams, sockets, timers, promises'],
  ['apps/api/src/middleware/authenticate.ts', 'token'],
  ['apps/api/src/limits/redis-hit-store.ts', 'rate limit (ioredis)'],
  ['apps/api/src/middleware/measure.ts', 'metrics (prom-client)'],
  ['apps/api/src/routes/create-booking.ts', 'the rest of the API'],
  ['packages/contract/src/instant.ts', 'validation (zod, contract)'],
  ['drizzle-orm/utils.js', 'postgres.js and Drizzle'],
  ['', 'the engine itself'],
])('what is written in "%s" is of the place "%s"', (source, place) => {
  expect(placeOf(source)).toBe(place)
})
