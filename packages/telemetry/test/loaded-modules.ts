/** Writes how many modules of OpenTelemetry's SDK are loaded after tracing was opened; the argument is where spans go. */
import { createRequire } from 'node:module'
import { openTracing } from '../src/index.ts'

const [url] = process.argv.slice(2)
const base = {
  headers: {},
  resource: {},
  serviceName: 'rooms',
  timeoutMs: 1,
  sampler: 'always_on',
  ratio: 1,
} as const
await openTracing(url === undefined ? undefined : { url, ...base }, { version: '1', onDelivery: () => {} })
const loaded = Object.keys(createRequire(import.meta.url).cache)
process.stdout.write(String(loaded.filter((path) => /@opentelemetry[/+](?!api)/.test(path)).length))
