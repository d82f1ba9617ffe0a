import { type ExceptionAnswer, formatInstant } from '@booking/contract'
import { wallDate, zoneOf } from '@booking/core'
import type { BookingRecord, ExceptionRecord } from '@booking/storage'

export const presentException = (
  exception: ExceptionRecord,
  series: Pick<BookingRecord, 'timeZone'>,
): ExceptionAnswer => ({
  id: exception.id,
  bookingId: exception.bookingId,
  exceptionType: exception.kind === 'modified' ? 'modified' : 'cancelled',
  exceptionDate: wallDate(exception.wallStart),
  occurrenceStart: formatInstant(zoneOf(series.timeZone ?? 'UTC').instantOf(exception.wallStart)),
  ...(exception.newStartsAt === null ? {} : { newStartTime: formatInstant(exception.newStartsAt) }),
  ...(exception.newEndsAt === null ? {} : { newEndTime: formatInstant(exception.newEndsAt) }),
  ...(exception.newTitle === null ? {} : { newTitle: exception.newTitle }),
  ...(exception.reason === null ? {} : { reason: exception.reason }),
  createdAt: formatInstant(exception.createdAt),
})
