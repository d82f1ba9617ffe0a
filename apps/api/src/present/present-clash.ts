import { type ClashAnswer, formatInstant, type IntervalAnswer } from '@booking/contract'
import type { Clash } from '@booking/storage'

export const presentInterval = ({ start, end }: { start: number; end: number }): IntervalAnswer => ({
  startTime: formatInstant(start),
  endTime: formatInstant(end),
})

/** An occurrence that is in the way, under its booking's id. */
export const presentClash = (clash: Clash): ClashAnswer => ({
  id: clash.bookingId,
  title: clash.title,
  ...presentInterval(clash),
  ...(clash.redacted ? { redacted: true } : {}),
})
