import type { OtlpOptions } from './otlp-tracing.ts'
import type { TraceSettings, Tracing } from './tracing.ts'

/**
 * Begins to trace, where that is set. What tracing is made of is loaded only then.
 *
 * @param settings undefined traces nothing, and gives null
 * @param options.version the program's
 * @param options.onDelivery told whenever it changes whether spans arrive where they are sent
 */
export const openTracing = async (
  settings: TraceSettings | undefined,
  options: OtlpOptions,
): Promise<Tracing | null> => {
  if (settings === undefined) return null
  const { otlpTracing } = await import('./otlp-tracing.ts')
  return otlpTracing(settings, options)
}
