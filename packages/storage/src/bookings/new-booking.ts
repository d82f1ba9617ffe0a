import type { Context } from '../context.ts'
import { mintId } from '../mint-id.ts'
import type { BookingRecord } from '../schema/bookings.ts'
import type { ResourceRecord } from '../schema/resources.ts'

/** What a person says of a booking, besides when it is. */
export interface BookingWords {
  readonly title: string
  readonly description?: string | undefined
  readonly createdBy: string
  readonly attendees?: readonly string[] | undefined
  readonly metadata?: Record<string, unknown> | undefined
}

/** A first version of a single booking on a resource. */
export const newBooking = (
  ctx: Context,
  resource: ResourceRecord,
  words: BookingWords,
  interval: { start: number; end: number },
): BookingRecord => ({
  bucket: resource.bucket,
  id: mintId(resource.bucket, ctx.nowMs),
  resourceId: resource.id,
  title: words.title,
  description: words.description ?? null,
  startsAt: interval.start,
  endsAt: interval.end,
  recurrenceRule: null,
  timeZone: null,
  wallStart: null,
  durationMs: interval.end - interval.start,
  lastStartsAt: interval.start,
  lastEndsAt: interval.end,
  occurrenceCount: 1,
  materialisedUntil: null,
  startAdjusted: false,
  createdBy: words.createdBy,
  attendees: [...(words.attendees ?? [])],
  metadata: words.metadata ?? {},
  status: 'active',
  cancelReason: null,
  cancelledAt: null,
  cancelledBy: null,
  version: 1,
  createdAt: ctx.nowMs,
  updatedAt: ctx.nowMs,
})
