import type { Tracing } from '@booking/telemetry'
import type { TaskList } from 'graphile-worker'

/**
 * The same tasks, each of whose runs is a span by the semantic conventions for messaging. One that a request enqueued
 * begins a trace of its own, linked to that request: it may run much later, and several times.
 */
export const tracedTasks = (tasks: TaskList, tracing: Tracing): TaskList =>
  Object.fromEntries(
    Object.entries(tasks).map(([task, run]) => [
      task,
      (...given: Parameters<NonNullable<typeof run>>) => {
        const [payload, { job }] = given
        const attributes = {
          'messaging.system': 'graphile_worker',
          'messaging.operation.type': 'process',
          'messaging.operation.name': 'process',
          'messaging.destination.name': task,
          'messaging.message.id': job.id,
          'booking.job.attempt': job.attempts,
        }
        return tracing.inSpan(
          { name: `process ${task}`, kind: 'consumer', attributes, link: traceparentOf(payload) },
          async () => run?.(...given),
        )
      },
    ]),
  )

/** The request that a job comes from, in its trace; undefined for those that no recorded request enqueued. */
export const traceparentOf = (payload: unknown): string | undefined => {
  const { traceparent } = (payload ?? {}) as { readonly traceparent?: unknown }
  return typeof traceparent === 'string' ? traceparent : undefined
}
