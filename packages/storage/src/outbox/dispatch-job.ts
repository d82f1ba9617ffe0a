import type { Job } from '../queue/enqueue.ts'

/**
 * The job that tells the world what a booking's events say. A booking has at most one that waits; what enqueues it again
 * takes its place.
 *
 * @param options.traceparent the request that it comes from, in its trace
 */
export const dispatchJob = (
  bookingId: string,
  { delayMs = 0, traceparent }: { readonly delayMs?: number; readonly traceparent?: string | undefined } = {},
): Job => ({
  task: 'dispatch_outbox',
  payload: traceparent === undefined ? { bookingId } : { bookingId, traceparent },
  key: `outbox:${bookingId}`,
  delayMs,
})
