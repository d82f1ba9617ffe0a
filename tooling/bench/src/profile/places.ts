/** Where the CPU of a request can go, in the order of the table. */
export const places = [
  'writing the answer',
  'writing the statement to PostgreSQL',
  'writing the hit to Redis',
  'Node: HTTP, streams, sockets, timers, promises',
  'Hono and its server',
  'validation (zod, contract)',
  'token',
  'rate limit (ioredis)',
  'log (pino)',
  'metrics (prom-client)',
  'postgres.js and Drizzle',
  '`@booking/storage`',
  '`@booking/core`',
  'the rest of the API',
  'garbage collection',
  'the engine itself',
] as const
export type Place = (typeof places)[number]

/** The first that matches a source decides. */
const bySource: readonly (readonly [RegExp, Place])[] = [
  [/^node:/, 'Node: HTTP, streams, sockets, timers, promises'],
  [/^jose\/|^apps\/api\/src\/(tokens|issuer-keys|middleware\/authenticate)\b/, 'token'],
  [
    /^(ioredis|redis-|hono-rate-limiter|standard-as-callback|cluster-key-slot|denque)|^apps\/api\/src\/(limits\/|middleware\/(rate-limit|client-address))/,
    'rate limit (ioredis)',
  ],
  [
    /^(pino|sonic-boom|thread-stream|quick-format-unescaped|safe-stable-stringify)|^apps\/api\/src\/middleware\/access-log/,
    'log (pino)',
  ],
  [
    /^prom-client\/|^packages\/telemetry\/|^apps\/api\/src\/(metrics|middleware\/measure)\b/,
    'metrics (prom-client)',
  ],
  [/^zod\/|^packages\/contract\/|^apps\/api\/src\/read/, 'validation (zod, contract)'],
  [/^(postgres|drizzle-orm)\//, 'postgres.js and Drizzle'],
  [/^packages\/storage\//, '`@booking/storage`'],
  [/^(packages\/core|temporal-polyfill|rrule)\//, '`@booking/core`'],
  [/^(hono|@hono\/node-server)\//, 'Hono and its server'],
  [/^apps\/api\//, 'the rest of the API'],
]

/** @param source as `sourceOf` writes it */
export const placeOf = (source: string): Place =>
  bySource.find(([pattern]) => pattern.test(source))?.[1] ?? 'the engine itself'

/** Parts of Node that work for whoever calls them, unlike those that a request passes through. */
export const isLent = (source: string): boolean =>
  /^node:(internal\/)?(buffer|crypto|encoding|errors|fs|per_context|perf|url|util|validators|webidl)/.test(
    source,
  )

/** Whom a write to a socket serves, by the place that wants it. A line of the log goes into a file. */
export const writeFor = (place: Place): Place => {
  if (place === 'postgres.js and Drizzle') return 'writing the statement to PostgreSQL'
  if (place === 'rate limit (ioredis)') return 'writing the hit to Redis'
  return place === 'log (pino)' ? place : 'writing the answer'
}
