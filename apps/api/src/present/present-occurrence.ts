import { formatInstant, type OccurrenceAnswer } from '@booking/contract'
import { formatWall } from '@booking/core'
import type { ListedOccurrence } from '@booking/storage'

const MINUTE_MS = 60_000

/** Offset from UTC as ±HH:MM; seconds of historical offsets are cut. */
const formatOffset = (offsetMs: number): string => {
  const minutes = Math.floor(Math.abs(offsetMs) / MINUTE_MS)
  const part = (value: number) => String(value).padStart(2, '0')
  return `${offsetMs < 0 ? '-' : '+'}${part(Math.floor(minutes / 60))}:${part(minutes % 60)}`
}

export const presentOccurrence = (occurrence: ListedOccurrence): OccurrenceAnswer => ({
  bookingId: occurrence.bookingId,
  occurrenceDate: occurrence.date,
  occurrenceStart: formatInstant(occurrence.originalStart),
  startTime: formatInstant(occurrence.start),
  endTime: formatInstant(occurrence.end),
  status: occurrence.status,
  title: occurrence.title,
  localStart: formatWall(occurrence.localStart).slice(0, 19),
  offset: formatOffset(occurrence.offsetMs),
  timeZone: occurrence.timeZone,
  ...(occurrence.exceptionId === undefined ? {} : { exceptionId: occurrence.exceptionId }),
})
