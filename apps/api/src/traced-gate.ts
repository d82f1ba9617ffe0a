import type { Tracing } from '@booking/telemetry'
import type { Gate } from './gate.ts'

/** The same gate; work that has to wait for its turn has a span for the waiting. */
export const tracedGate = (gate: Gate, tracing: Tracing): Gate => ({
  ...gate,
  async run(work) {
    const { running, limit } = gate.figures()
    const span = running < limit ? null : tracing.child({ name: 'wait for the pool' })
    let isAdmitted = false
    try {
      return await gate.run(() => {
        isAdmitted = true
        span?.end()
        return work()
      })
    } catch (error) {
      if (!isAdmitted) {
        span?.fail('overloaded')
        span?.end()
      }
      throw error
    }
  },
})
