import { ExportResultCode } from '@opentelemetry/core'
import type { SpanExporter } from '@opentelemetry/sdk-trace'

/** Whether spans arrive where they are sent. */
export type Delivery = 'lost' | 'arriving'

/** An exporter that tells when what it sends no longer arrives, and when it does again; once each time. */
export const tellingExporter = (
  exporter: SpanExporter,
  onDelivery: (delivery: Delivery) => void,
): SpanExporter => {
  let delivery: Delivery = 'arriving'
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const now: Delivery = result.code === ExportResultCode.SUCCESS ? 'arriving' : 'lost'
        if (now !== delivery) onDelivery(now)
        delivery = now
        done(result)
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush?.() ?? Promise.resolve(),
  }
}
