export { databaseTrace } from './database-trace.ts'
export { createInstruments, type Exposition, type Figure, type Instruments } from './instruments.ts'
export { openTracing } from './open-tracing.ts'
export { serveMetrics } from './serve-metrics.ts'
export type {
  OpenSpan,
  Span,
  SpanAttributes,
  SpanStart,
  TraceFields,
  TraceSettings,
  Tracing,
} from './tracing.ts'
