/** Guards our own reasoning. A failure is a bug in this package, never in the caller's input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`@booking/core: ${message}`)
}
