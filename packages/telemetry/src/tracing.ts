/** What a span says besides its name. Never anything that a person wrote, nor who it was. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>

/** How a span begins. */
export interface SpanStart {
  /** Of a small closed set, such as `POST /api/v1/bookings`. */
  readonly name: string
  /** Who calls whom, as OpenTelemetry tells it; default `internal`. */
  readonly kind?: 'server' | 'client' | 'consumer' | 'internal'
  readonly attributes?: SpanAttributes
  /** The caller's `traceparent` (W3C Trace Context): the span goes on with that trace. One that is not valid is ignored. */
  readonly parent?: string | undefined
  /** `traceparent` of a span of another trace that this one comes from. One that is not valid is ignored. */
  readonly link?: string | undefined
}

/** Something that takes time, while it goes on. */
export interface Span {
  readonly rename: (name: string) => void
  readonly set: (attributes: SpanAttributes) => void
  /** Says that it failed. @param type of a small closed set, such as a problem's code or a SQLSTATE */
  readonly fail: (type: string) => void
}

/** How a span begins that ends with the work inside it. */
export interface WorkStart extends SpanStart {
  /**
   * What an error is called that the work ends with: one of a small closed set; null when that is no failure. Default:
   * its name.
   */
  readonly failureOf?: (error: unknown) => string | null
}

/** A span whose end is said by whoever began it. */
export interface OpenSpan extends Span {
  readonly end: () => void
}

/** Which span we are in, for a line of log. The names are those of OpenTelemetry for logs that it does not write. */
export interface TraceFields {
  /** 32 hexadecimal digits. */
  readonly trace_id?: string
  /** 16 hexadecimal digits. */
  readonly span_id?: string
}

/** Tells where time goes, across programs. None of it ever fails or waits for whoever is told. */
export interface Tracing {
  /** Does `work` inside a span, which ends with it. What `work` throws is thrown still. */
  readonly inSpan: <Result>(start: WorkStart, work: (span: Span) => Promise<Result>) => Promise<Result>
  /** Begins a span in the one we are in; null where there is none, or none that is recorded. */
  readonly child: (start: SpanStart) => OpenSpan | null
  /** `traceparent` of the span we are in, to be handed on; undefined where there is none that is recorded. */
  readonly traceparent: () => string | undefined
  readonly logFields: () => TraceFields
  /** Sends what has not been sent, for at most so many milliseconds, and takes nothing more. Never rejects. */
  readonly close: (msMax: number) => Promise<void>
}

/** Where traces go, and which. */
export interface TraceSettings {
  /** The whole address that spans are posted to, in OTLP as JSON. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** What the program is called in traces. */
  readonly serviceName: string
  /** More of what every span says of the program, such as `deployment.environment.name`. */
  readonly resource: Readonly<Record<string, string>>
  /** Milliseconds after which a batch of spans that was not taken is given up. */
  readonly timeoutMs: number
  readonly sampler: Sampler
  /** From 0 to 1, for the samplers that take a ratio. */
  readonly ratio: number
}

/** Which traces are recorded, in OpenTelemetry's words. Those `parentbased_` do as the caller's `traceparent` says. */
export type Sampler =
  | 'always_on'
  | 'always_off'
  | 'traceidratio'
  | 'parentbased_always_on'
  | 'parentbased_always_off'
  | 'parentbased_traceidratio'
