import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A span as it arrived. */
export interface ReceivedSpan {
  readonly name: string
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer' | 'unspecified'
  readonly traceId: string
  readonly spanId: string
  /** Undefined for the first of a trace. */
  readonly parentSpanId: string | undefined
  readonly attributes: Readonly<Record<string, string | number | boolean>>
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly isError: boolean
  /** What is said of the program that it came from. */
  readonly resource: Readonly<Record<string, string | number | boolean>>
}

export interface OtlpReceiver {
  /** `http://127.0.0.1:…`, for `OTEL_EXPORTER_OTLP_ENDPOINT` */
  readonly endpoint: string
  /** Spans in the order of arrival. */
  readonly spans: readonly ReceivedSpan[]
  /** Every body, as it came. */
  readonly bodies: readonly string[]
  /** Headers of the requests, in the order of arrival. */
  readonly headers: readonly NodeJS.Dict<string | string[]>[]
  /** Resolves when a request has arrived whole, at once if one has already. */
  readonly reached: Promise<void>
  close(): Promise<void>
}

const kinds = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const
const ERROR = 2

/**
 * A receiver of traces in OTLP over HTTP, as JSON (the protocol's "JSON Protobuf Encoding").
 *
 * @param answer a status, or `never` for one that takes everything and stays silent
 */
export const startOtlpReceiver = async (answer: number | 'never' = 200): Promise<OtlpReceiver> => {
  const spans: ReceivedSpan[] = []
  const bodies: string[] = []
  const headers: IncomingMessage['headers'][] = []
  let arrive = () => {}
  const reached = new Promise<void>((resolve) => {
    arrive = resolve
  })
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    headers.push(request.headers)
    bodies.push(body)
    if (request.method === 'POST' && request.url === '/v1/traces') spans.push(...spansIn(JSON.parse(body)))
    arrive()
    if (answer === 'never') return
    response.writeHead(answer, { 'Content-Type': 'application/json' }).end('{}')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    bodies,
    headers,
    reached,
    async close() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

interface KeyValue {
  readonly key: string
  readonly value: { readonly [type: string]: string | number | boolean }
}

interface OtlpTraces {
  readonly resourceSpans: readonly {
    readonly resource?: { readonly attributes?: readonly KeyValue[] }
    readonly scopeSpans: readonly { readonly spans: readonly OtlpSpan[] }[]
  }[]
}

interface OtlpSpan {
  readonly name: string
  readonly kind?: number
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId?: string
  readonly attributes?: readonly KeyValue[]
  readonly links?: readonly { readonly traceId: string; readonly spanId: string }[]
  readonly status?: { readonly code?: number }
}

const spansIn = ({ resourceSpans }: OtlpTraces): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        name: span.name,
        kind: kinds[span.kind ?? 0] ?? 'unspecified',
        traceId: span.traceId,
        spanId: span.spanId,
        parentSpanId: span.parentSpanId || undefined,
        attributes: recordOf(span.attributes),
        links: (span.links ?? []).map(({ traceId, spanId }) => ({ traceId, spanId })),
        isError: span.status?.code === ERROR,
        resource: recordOf(resource?.attributes),
      })),
  )

/** Of a value the protocol says the type, and writes whole numbers as text or as numbers. */
const recordOf = (pairs: readonly KeyValue[] = []): Record<string, string | number | boolean> =>
  Object.fromEntries(
    pairs.map(({ key, value }) => [
      key,
      value.intValue === undefined ? (Object.values(value)[0] ?? '') : Number(value.intValue),
    ]),
  )
