import type { Job } from '../queue/enqueue.ts'

/** The job that tells the world what a booking's events say. A booking has at most one that waits. */
export const dispatchJob = (bookingId: string, delayMs = 0): Job => ({
  task: 'dispatch_outbox',
  payload: { bookingId },
  key: `outbox:${bookingId}`,
  delayMs,
})
