import * as z from 'zod'
import { url, wholeNumber } from './kinds.ts'

/** A list such as `api-key=secret,team=rooms`; values may be percent-encoded. Later ones of a name win. */
const pairs = z
  .string()
  .transform((text) => text.split(',').map((pair) => /^\s*([\w.!#$%&'*+^`|~/-]+)\s*=(.*)$/.exec(pair)))
  .refine((found) => found.every((pair) => pair !== null && isEncoded(pair[2]!)), {
    error: 'must be pairs such as name=value, separated by commas',
  })
  .transform((found) =>
    Object.fromEntries(found.map((pair) => [pair?.[1], decodeURIComponent(pair?.[2] ?? '').trim()])),
  )

const isEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

/**
 * Settings of traces, under the names that OpenTelemetry gives them (its "Environment Variable Specification" and
 * "OpenTelemetry Protocol Exporter"). Platforms set others of that family too, so unknown ones are nobody's mistake.
 */
export const traceFields = {
  /** Traces are sent to `/v1/traces` below it. */
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http', 'https').optional(),
  /** The whole address for traces, where it is another. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url('http', 'https').optional(),
  OTEL_EXPORTER_OTLP_HEADERS: pairs.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .literal('http/json', { error: 'must be http/json, or not be set: traces are sent in no other way' })
    .optional(),
  /** Milliseconds after which what was not taken is given up. */
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 600_000).default(10_000),
  OTEL_RESOURCE_ATTRIBUTES: pairs.optional(),
  OTEL_SDK_DISABLED: z.stringbool({ error: 'must be true or false' }).default(false),
  OTEL_SERVICE_NAME: z.string().min(1).max(255).optional(),
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: z
    .string()
    .regex(/^(?:0?\.\d{1,17}|[01](?:\.0{0,17})?)$/, { error: 'must be a number from 0 to 1' })
    .transform(Number)
    .default(1),
}

const schema = z.object(traceFields)

/**
 * Where traces go, and which; undefined where none are made, since no endpoint is named.
 *
 * @param settings what was read by {@link traceFields}
 * @param serviceName what the program is called where `OTEL_SERVICE_NAME` does not say
 */
export const traceSettings = (settings: z.output<typeof schema>, serviceName: string) => {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: base, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: whole } = settings
  const address = whole ?? (base === undefined ? undefined : `${base.replace(/\/+$/, '')}/v1/traces`)
  if (address === undefined || settings.OTEL_SDK_DISABLED) return undefined
  return {
    url: address,
    headers: settings.OTEL_EXPORTER_OTLP_HEADERS ?? {},
    resource: settings.OTEL_RESOURCE_ATTRIBUTES ?? {},
    serviceName: settings.OTEL_SERVICE_NAME ?? serviceName,
    timeoutMs: settings.OTEL_EXPORTER_OTLP_TIMEOUT,
    sampler: settings.OTEL_TRACES_SAMPLER,
    ratio: settings.OTEL_TRACES_SAMPLER_ARG,
  }
}

/** What {@link traceSettings} gives. */
export type TraceSettings = NonNullable<ReturnType<typeof traceSettings>>
