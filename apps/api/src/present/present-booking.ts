import { type BookingAnswer, formatInstant, type SkippedOccurrenceAnswer } from '@booking/contract'
import { describeRule, type Occurrence, parseRule, wallDate } from '@booking/core'
import type { BookingRecord } from '@booking/storage'

export const presentSkipped = ({ wallStart, start, end }: Occurrence): SkippedOccurrenceAnswer => ({
  occurrenceDate: wallDate(wallStart),
  startTime: formatInstant(start),
  endTime: formatInstant(end),
})

/** `completed` is not stored: the last occurrence has ended. */
const statusOf = ({ status, lastEndsAt }: BookingRecord, nowMs: number): BookingAnswer['status'] =>
  status === 'active' && lastEndsAt !== null && lastEndsAt <= nowMs ? 'completed' : status

const presentSeries = (booking: BookingRecord, rule: string, skipped: readonly Occurrence[] | undefined) => ({
  recurrenceRule: rule,
  timeZone: booking.timeZone ?? 'UTC',
  occurrenceCount: booking.occurrenceCount,
  firstOccurrence: formatInstant(booking.startsAt),
  lastOccurrence: booking.lastStartsAt === null ? null : formatInstant(booking.lastStartsAt),
  ...(skipped === undefined ? {} : { skipped: skipped.map(presentSkipped) }),
  summary: describeRule(parseRule(rule)),
  startAdjusted: booking.startAdjusted,
})

/** A booking as it is answered. `skipped` are the occurrences a series does without, told where they are known. */
export const presentBooking = (
  booking: BookingRecord,
  nowMs: number,
  skipped?: readonly Occurrence[],
): BookingAnswer => ({
  id: booking.id,
  resourceId: booking.resourceId,
  title: booking.title,
  ...(booking.description === null ? {} : { description: booking.description }),
  startTime: formatInstant(booking.startsAt),
  endTime: formatInstant(booking.endsAt),
  isRecurring: booking.recurrenceRule !== null,
  createdBy: booking.createdBy,
  attendees: booking.attendees,
  metadata: booking.metadata as BookingAnswer['metadata'],
  status: statusOf(booking, nowMs),
  createdAt: formatInstant(booking.createdAt),
  updatedAt: formatInstant(booking.updatedAt),
  version: booking.version,
  ...(booking.recurrenceRule === null ? {} : presentSeries(booking, booking.recurrenceRule, skipped)),
  ...(booking.cancelledAt === null ? {} : { cancelledAt: formatInstant(booking.cancelledAt) }),
  ...(booking.cancelledBy === null ? {} : { cancelledBy: booking.cancelledBy }),
  ...(booking.cancelReason === null ? {} : { cancellationReason: booking.cancelReason }),
})
