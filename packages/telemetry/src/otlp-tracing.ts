import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type Context,
  type Link,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from '@opentelemetry/api'
import { parseTraceParent } from '@opentelemetry/core'
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { resourceFromAttributes } from '@opentelemetry/resources'
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { samplerOf } from './sampler-of.ts'
import { type Delivery, tellingExporter } from './telling-exporter.ts'
import type { OpenSpan, Span, SpanStart, TraceFields, TraceSettings, Tracing } from './tracing.ts'

export interface OtlpOptions {
  readonly version: string
  readonly onDelivery: (delivery: Delivery) => void
}

/** Spans that wait to be sent; those that find no place are lost, so that a receiver that is away costs no memory. */
const WAITING_MAX = 2_048

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const

/**
 * Traces that are sent in OTLP over HTTP, as JSON, in the background. Nothing global is touched: of several in one
 * process each knows its own spans.
 */
export const otlpTracing = (settings: TraceSettings, options: OtlpOptions): Tracing => {
  const exporter = new OTLPTraceExporter({
    url: settings.url,
    headers: { ...settings.headers },
    timeoutMillis: settings.timeoutMs,
  })
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      ...settings.resource,
      'service.name': settings.serviceName,
      'service.version': options.version,
    }),
    sampler: samplerOf(settings),
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: tellingExporter(exporter, options.onDelivery),
        maxQueueSize: WAITING_MAX,
        exportTimeoutMillis: settings.timeoutMs,
      }),
    ],
  })
  const tracer = provider.getTracer('booking', options.version)
  const place = new AsyncLocalStorage<Context>()

  const start = (context: Context, { name, kind = 'internal', attributes = {}, link }: SpanStart) =>
    tracer.startSpan(
      name,
      { kind: kinds[kind], attributes: { ...attributes }, links: linksTo(link) },
      context,
    )

  const here = (): SpanContext | undefined => {
    const context = place.getStore()
    return context && trace.getSpanContext(context)
  }

  return {
    async inSpan(given, work) {
      const parent = given.parent === undefined ? null : parseTraceParent(given.parent)
      const around =
        parent === null
          ? (place.getStore() ?? ROOT_CONTEXT)
          : trace.setSpanContext(ROOT_CONTEXT, { ...parent, isRemote: true })
      const otel = start(around, given)
      const span = openSpan(otel)
      try {
        return await place.run(trace.setSpan(around, otel), () => work(span))
      } catch (error) {
        const failure = (given.failureOf ?? nameOf)(error)
        if (failure !== null) span.fail(failure)
        throw error
      } finally {
        span.end()
      }
    },
    child(given) {
      const context = place.getStore()
      if (context === undefined || trace.getSpan(context)?.isRecording() !== true) return null
      return openSpan(start(context, given))
    },
    traceparent() {
      const at = here()
      return at !== undefined && isSampled(at) ? `00-${at.traceId}-${at.spanId}-01` : undefined
    },
    logFields(): TraceFields {
      const at = here()
      return at === undefined ? {} : { trace_id: at.traceId, span_id: at.spanId }
    },
    async close(msMax) {
      const patience = new AbortController()
      const enough = delay(msMax, undefined, { signal: patience.signal })
      await Promise.race([provider.shutdown(), enough]).catch(() => {})
      patience.abort()
      await enough.catch(() => {})
    },
  }
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')

const isSampled = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0

const linksTo = (traceparent: string | undefined): Link[] => {
  const context = traceparent === undefined ? null : parseTraceParent(traceparent)
  return context === null ? [] : [{ context: { ...context, isRemote: true } }]
}

const openSpan = (otel: OtelSpan): OpenSpan & Span => {
  let hasFailed = false
  return {
    rename: (name) => void otel.updateName(name),
    set: (attributes) => void otel.setAttributes({ ...attributes }),
    fail(type) {
      // The first reason is the nearest to the cause.
      if (hasFailed) return
      hasFailed = true
      otel.setAttribute('error.type', type).setStatus({ code: SpanStatusCode.ERROR })
    },
    end: () => otel.end(),
  }
}
