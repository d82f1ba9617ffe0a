export { createInstruments, type Exposition, type Figure, type Instruments } from './instruments.ts'
export { serveMetrics } from './serve-metrics.ts'
